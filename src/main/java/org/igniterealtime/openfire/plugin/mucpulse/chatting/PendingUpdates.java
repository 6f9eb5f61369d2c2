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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.JID;

/**
 * The users and rooms whose items have to be updated, at once or after some time. Requests an update for them, but not
 * before it is started. For the feature's executor, but for what says otherwise.
 */
final class PendingUpdates {

    private final SerialExecutor executor;
    private final Coalescer updating;
    private final Set<UserAndRoom> pending = new LinkedHashSet<>();
    private final Set<UserAndRoom> postponed = new HashSet<>();
    private volatile boolean started;

    PendingUpdates(@Nonnull final SerialExecutor executor, @Nonnull final Runnable update) {
        this.executor = executor;
        this.updating = new Coalescer(executor, update);
    }

    void start() {
        started = true;
    }

    /** For any thread. */
    boolean isStarted() {
        return started;
    }

    void add(@Nonnull final JID user, @Nonnull final JID room) {
        pending.add(new UserAndRoom(user, room));
        if (started) {
            updating.request();
        }
    }

    /** Adds a user and a room after some time, unless that is planned already; where too much is, with the next one. */
    void postpone(@Nonnull final UserAndRoom pair, @Nonnull final Duration delay) {
        if (postponed.contains(pair)) {
            return;
        }
        final boolean planned = executor.trySchedule(delay, () -> {
            if (postponed.remove(pair)) {
                add(pair.user(), pair.room());
            }
        });
        (planned ? postponed : pending).add(pair);
    }

    /** Removes and returns what is pending. What was postponed of it is no longer. */
    @Nonnull
    List<UserAndRoom> take() {
        final List<UserAndRoom> pairs = List.copyOf(pending);
        pending.clear();
        pairs.forEach(postponed::remove);
        return pairs;
    }
}
