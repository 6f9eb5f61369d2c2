/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Throwables;
import java.util.function.Consumer;
import javax.annotation.Nonnull;

/**
 * Does something with each of several things, such that what goes wrong with one is none of the others' business.
 */
final class Each {

    private Each() {
    }

    /**
     * Does something with each.
     *
     * @param things the things
     * @param doing what to do
     * @param <T> their type
     * @throws RuntimeException the first that was thrown, an {@link Error} as well, after all things had their turn;
     *                          the second is a suppressed one of it
     */
    static <T> void of(@Nonnull final Iterable<T> things, @Nonnull final Consumer<? super T> doing) {
        Throwable first = null;
        for (final T thing : things) {
            try {
                doing.accept(thing);
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
