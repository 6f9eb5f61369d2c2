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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * What was made of a text. Immutable.
 *
 * @param value the value, of a list what was understood of it; empty where nothing was understood
 * @param wrong what was not understood: the entries of a list, or all of the text
 * @param <T> the type of the value
 */
record Parsed<T>(@Nonnull Optional<T> value, @Nonnull List<String> wrong) {

    Parsed {
        wrong = List.copyOf(wrong);
    }

    @Nonnull
    static <T> Parsed<T> of(@Nonnull final T value) {
        return new Parsed<>(Optional.of(value), List.of());
    }

    @Nonnull
    static <T> Parsed<T> ofOptional(@Nonnull final Optional<T> value, @Nonnull final String text) {
        return new Parsed<>(value, value.isPresent() ? List.of() : List.of(text));
    }
}
