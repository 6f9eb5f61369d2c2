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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * What came of a question: a value, or the reason why there is none. Immutable.
 *
 * @param <T> the type of the value
 */
final class Outcome<T> {

    @Nullable
    private final T value;
    private final String trouble;

    private Outcome(@Nullable final T value, final String trouble) {
        this.value = value;
        this.trouble = trouble;
    }

    @Nonnull
    static <T> Outcome<T> of(@Nonnull final T value) {
        return new Outcome<>(value, "");
    }

    /**
     * There is no value.
     *
     * @param trouble the key of the text that says why, and what to do
     */
    @Nonnull
    static <T> Outcome<T> none(@Nonnull final String trouble) {
        return new Outcome<>(null, trouble);
    }

    @Nonnull
    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** The key of the text that says why there is no value; empty where there is one. */
    @Nonnull
    String trouble() {
        return trouble;
    }

    boolean isTroubled() {
        return value == null;
    }

    @Nonnull
    <R> Outcome<R> map(@Nonnull final Function<T, R> function) {
        return value == null ? none(trouble) : of(function.apply(value));
    }
}
