/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;

/**
 * Tries one thing that has to work, when an administrator asks for it. What is tried leaves nothing behind, and nobody
 * is sent anything. Implementations are safe for use by several threads.
 */
public interface SelfCheck {

    /** What came of it. */
    enum State {
        /** It works. */
        GOOD,
        /** It does not work. */
        BAD,
        /** It is switched off, and so was not tried. */
        OFF,
        /** It could not be tried. */
        UNKNOWN
    }

    /**
     * What came of a check. Immutable.
     *
     * @param state whether it works
     * @param meaning what was found, for a person
     * @param advice what to do; {@link #NOTHING_TO_DO} where there is nothing to be done
     */
    record Finding(@Nonnull State state, @Nonnull Text meaning, @Nonnull Text advice) {

        /** An empty text. */
        public static final Text NOTHING_TO_DO = Text.verbatim();

        /** It works. */
        @Nonnull
        public static Finding good(@Nonnull final Text meaning) {
            return new Finding(State.GOOD, meaning, NOTHING_TO_DO);
        }

        /** It does not work. */
        @Nonnull
        public static Finding bad(@Nonnull final Text meaning, @Nonnull final Text advice) {
            return new Finding(State.BAD, meaning, advice);
        }

        /** It is switched off by a setting. */
        @Nonnull
        public static Finding off() {
            return new Finding(State.OFF, Text.of("selftest.off"), Text.of("selftest.off.advice"));
        }

        /** It could not be tried. */
        @Nonnull
        public static Finding unknown(@Nonnull final Text meaning, @Nonnull final Text advice) {
            return new Finding(State.UNKNOWN, meaning, advice);
        }
    }

    /**
     * What is tried.
     *
     * @return a text
     */
    @Nonnull
    Text label();

    /**
     * Tries it. Does not block; not called again before the last call has completed.
     *
     * @return completes with what was found, with a failure, or never; nobody waits for it for longer than a few
     *     seconds
     */
    @Nonnull
    CompletionStage<Finding> run();
}
