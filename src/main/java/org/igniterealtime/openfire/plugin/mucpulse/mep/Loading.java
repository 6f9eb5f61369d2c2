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

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;

/**
 * Whether the nodes of a room have been read from the database, and the tasks that wait for that. Their number is
 * bounded, and each has an alternative for the case that reading fails or takes too long. For the feature's
 * executor alone.
 */
final class Loading {

    /** The number of tasks that may wait for one room. */
    private static final int MAX_WAITING = 100;

    private enum State { READING, FAILED, DONE }

    private record Waiting(Runnable task, Runnable otherwise) {
    }

    private State state = State.READING;
    private List<Waiting> waiting = new ArrayList<>();

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /**
     * Runs a task as soon as the nodes have been read, at once if they have been already.
     *
     * @param task what to do
     * @param otherwise what to do instead where they cannot be read now, or too many tasks wait already
     */
    void whenDone(@Nonnull final Runnable task, @Nonnull final Runnable otherwise) {
        if (state == State.DONE) {
            task.run();
        } else if (state == State.READING && waiting.size() < MAX_WAITING) {
            waiting.add(new Waiting(task, otherwise));
        } else {
            otherwise.run();
        }
    }

    /** The nodes have been read. */
    void done() {
        state = State.DONE;
        FailureIsolation.forEach(take(), one -> one.task().run());
    }

    /** The nodes cannot be read now, or not in time; until they are, nothing waits for them. */
    void failed() {
        if (state != State.DONE) {
            state = State.FAILED;
        }
        FailureIsolation.forEach(take(), one -> one.otherwise().run());
    }

    private List<Waiting> take() {
        final List<Waiting> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
