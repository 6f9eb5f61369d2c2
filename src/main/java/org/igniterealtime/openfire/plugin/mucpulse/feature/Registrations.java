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

import java.util.ArrayDeque;
import java.util.Deque;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what has to be undone when the plugin stops. Everything is undone in the reverse order of its registration:
 * what was started last is stopped first. Not safe for use by several threads.
 */
public final class Registrations implements AutoCloseable {

    private static final Logger Log = LoggerFactory.getLogger(Registrations.class);

    private final Deque<Runnable> undoings = new ArrayDeque<>();

    /**
     * Runs an action, and registers the action that reverts it.
     *
     * @param doing the action to run now; nothing is registered where it throws
     * @param undoing the action to run on {@link #close()}
     */
    public void add(@Nonnull final Runnable doing, @Nonnull final Runnable undoing) {
        doing.run();
        onClose(undoing);
    }

    /**
     * Adds a hook to a list, from which it is removed on {@link #close()}.
     *
     * @param hooks the list, one of those of {@link Hooks}
     * @param hook the hook to add at its end
     * @param <T> the type of the hook
     */
    public <T> void add(@Nonnull final HookList<T> hooks, @Nonnull final T hook) {
        add(() -> hooks.add(hook), () -> hooks.remove(hook));
    }

    /**
     * Registers an action to run on {@link #close()}.
     *
     * @param undoing the action
     */
    public void onClose(@Nonnull final Runnable undoing) {
        undoings.push(undoing);
    }

    /**
     * Runs all registered actions, the last one first. An action that throws does not keep the others from being run. A
     * second call does nothing.
     */
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
