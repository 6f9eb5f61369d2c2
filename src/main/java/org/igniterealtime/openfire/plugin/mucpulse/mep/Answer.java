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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;

/**
 * The content of the result of a request. What is long is only built at the moment of sending, so that what waits to be
 * sent takes little memory. Immutable.
 *
 * @param content makes the child of the result, on whatever thread; {@code null} for a result without a child
 * @param isLong whether the content is to be made at the moment of sending
 */
record Answer(@Nullable Supplier<Element> content, boolean isLong) {

    private static final Answer EMPTY = new Answer(null, false);

    /** A result without a child. */
    @Nonnull
    static Answer empty() {
        return EMPTY;
    }

    /** A short result. */
    @Nonnull
    static Answer of(@Nonnull final Element content) {
        return new Answer(() -> content, false);
    }

    /** A long result, whose content is made at the moment of sending. */
    @Nonnull
    static Answer late(@Nonnull final Supplier<Element> content) {
        return new Answer(content, true);
    }
}
