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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import com.google.common.base.Throwables;
import java.util.function.Consumer;
import javax.annotation.Nonnull;

/**
 * Applies an action to several elements such that a failure for one element does not keep the others from their turn.
 */
public final class FailureIsolation {

    private FailureIsolation() {
    }

    /**
     * Applies an action to every element.
     *
     * @param elements the elements
     * @param action what to do with each
     * @param <T> the type of the elements
     * @throws RuntimeException the first exception that the action threw (this can be an {@link Error} as well), after
     *                          every element had its turn; the second one is added to it as suppressed, further ones
     *                          are dropped
     */
    public static <T> void forEach(@Nonnull final Iterable<T> elements, @Nonnull final Consumer<? super T> action) {
        Throwable first = null;
        for (final T element : elements) {
            try {
                action.accept(element);
            } catch (final RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (first != e && first.getSuppressed().length == 0) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            Throwables.throwIfUnchecked(first);
        }
    }
}
