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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An executor that runs its tasks when the test says so, on the thread of the test. */
public final class ManualExecutor implements Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Runnable observer = () -> { };
    private boolean rejecting;
    private boolean held;

    @Override
    public void execute(final Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("full");
        }
        tasks.add(task);
    }

    /** Has something done right before each task. */
    public void observe(final Runnable newObserver) {
        observer = newObserver;
    }

    /** Refuses further tasks, or takes them again. */
    public void reject(final boolean reject) {
        rejecting = reject;
    }

    /** Keeps tasks from being run by {@link #runNext()}, or lets them again. */
    public void hold(final boolean hold) {
        held = hold;
    }

    /** Drops the tasks that wait, as an executor does that has too much to do. */
    public void lose() {
        tasks.clear();
    }

    public boolean runNext() {
        return !held && runNextEvenIfHeld();
    }

    public boolean runNextEvenIfHeld() {
        final Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        observer.run();
        task.run();
        return true;
    }

    public int waitingCount() {
        return tasks.size();
    }
}
