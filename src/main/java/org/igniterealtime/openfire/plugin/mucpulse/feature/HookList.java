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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;

/**
 * The hooks of one kind, in the order in which they were added. Hooks can be added and removed at any time; a call that
 * is under way meanwhile works on the hooks that there were when it began. Safe for use by several threads.
 *
 * @param <T> the type of the hooks
 */
public final class HookList<T> {

    private final String description;
    private final ErrorHandler errors;
    private final List<Consumer<? super T>> observers = new CopyOnWriteArrayList<>();
    /** Replaced, never changed. */
    private volatile List<T> hooks = List.of();

    /**
     * Creates an empty list.
     *
     * @param description the kind of hook, for the log; a constant
     * @param errors handles what hooks throw
     */
    public HookList(@Nonnull final String description, @Nonnull final ErrorHandler errors) {
        this.description = description;
        this.errors = errors;
    }

    /**
     * Adds a hook at the end.
     *
     * @param hook the hook
     */
    public void add(@Nonnull final T hook) {
        synchronized (this) {
            final List<T> more = new ArrayList<>(hooks);
            more.add(hook);
            hooks = List.copyOf(more);
        }
        observers.forEach(observer -> errors.run(description, () -> observer.accept(hook)));
    }

    /**
     * Removes a hook. Does nothing where it was not added.
     *
     * @param hook the hook, which is found by identity
     */
    public synchronized void remove(@Nonnull final T hook) {
        hooks = List.copyOf(hooks.stream().filter(other -> other != hook).toList());
    }

    /**
     * Calls an observer with each hook that is added from now on, before {@link #add} returns. For sources that report
     * to a new hook what happened before it was added.
     *
     * @param observer receives the hook
     */
    public void onAdded(@Nonnull final Consumer<? super T> observer) {
        observers.add(observer);
    }

    /**
     * The hooks of this moment. Allocates nothing; to be walked by index where no iterator may be allocated.
     *
     * @return an immutable list, possibly empty, never {@code null}
     */
    @Nonnull
    public List<T> get() {
        return hooks;
    }

    /**
     * Calls all hooks, in order. What a hook throws is passed to the error handler, and does not keep the next hook
     * from being called.
     *
     * @param call calls a hook
     */
    public void forEach(@Nonnull final Consumer<? super T> call) {
        final List<T> now = hooks;
        for (int index = 0; index < now.size(); index++) {
            try {
                call.accept(now.get(index));
            } catch (final Throwable thrown) {
                errors.handle(description, thrown);
            }
        }
    }

    /**
     * Asks the hooks, in order, until one agrees. A hook that throws does not agree.
     *
     * @param question asks a hook
     * @return whether a hook agreed; the hooks after it are not asked
     */
    public boolean any(@Nonnull final Predicate<? super T> question) {
        final List<T> now = hooks;
        for (int index = 0; index < now.size(); index++) {
            try {
                if (question.test(now.get(index))) {
                    return true;
                }
            } catch (final Throwable thrown) {
                errors.handle(description, thrown);
            }
        }
        return false;
    }
}
