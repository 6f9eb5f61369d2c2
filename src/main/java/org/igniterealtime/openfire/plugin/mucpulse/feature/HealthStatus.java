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

import javax.annotation.Nonnull;

/**
 * One line of the health part of the overview. Immutable.
 *
 * @param id a short name without spaces, different from all others, by which programs find it in the JSON
 * @param label what it is about
 * @param value how it is
 * @param level how well that is
 */
public record HealthStatus(@Nonnull String id, @Nonnull Text label, @Nonnull Text value, @Nonnull Level level) {

    /** How well something is. */
    public enum Level {
        /** All is well. */
        GOOD,
        /** Something works less well than it could; the line is shown in yellow. */
        WARNING,
        /** Something does not work; the line is shown in red. */
        BAD
    }

    /**
     * A line that is good or bad.
     *
     * @param id a short name
     * @param label what it is about
     * @param value how it is
     * @param good whether that is well
     */
    public HealthStatus(@Nonnull final String id, @Nonnull final Text label, @Nonnull final Text value,
                        final boolean good) {
        this(id, label, value, good ? Level.GOOD : Level.BAD);
    }

    /** Whether all is well. */
    public boolean good() {
        return level == Level.GOOD;
    }
}
