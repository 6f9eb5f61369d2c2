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
package org.igniterealtime.openfire.plugin.mucpulse;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be undone when the plugin stops, last thing first. Not safe for use by several threads.
 */
final class Registrations implements AutoCloseable {

    private static final Logger Log = LoggerFactory.getLogger(Registrations.class);

    private final Deque<Runnable> undoings = new ArrayDeque<>();

    /**
     * Does something, and remembers how it is undone.
     *
     * @param doing what to do now; nothing is remembered where it fails
     * @param undoing what to do at the end
     */
    void add(@Nonnull final Runnable doing, @Nonnull final Runnable undoing) {
        doing.run();
        onClose(undoing);
    }

    /**
     * Remembers something to do at the end.
     *
     * @param undoing what to do
     */
    void onClose(@Nonnull final Runnable undoing) {
        undoings.push(undoing);
    }

    /** Undoes everything; a failure does not keep the rest from being undone. A second call does nothing. */
    @Override
    public void close() {
        while (!undoings.isEmpty()) {
            try {
                undoings.pop().run();
            } catch (final Throwable e) {
                Log.error("Could not undo a part of the start-up.", e);
            }
        }
    }
}
