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

import com.google.common.base.Ticker;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;

/**
 * Retracts what nobody looks after: what an earlier run has left, and what servers have left that died or left the
 * cluster (U6). While the server has yet to join its cluster nothing is retracted, and what a session on another server
 * holds is never (K4, K6). What other servers took away, as they could not see this one for a while, is published
 * again. For the feature's executor; blocks.
 */
final class AbandonedItems {

    /** How long the server may take to join its cluster. */
    static final Duration JOIN_TIME = Duration.ofSeconds(60);
    /** How often to look whether it has. */
    static final Duration JOIN_POLL = Duration.ofSeconds(1);
    /** How long it takes, at most, after it has joined, until the occupants of all servers are seen. */
    static final Duration SETTLING = Duration.ofSeconds(5);
    /** How long after a member left the senior one retracts what it has left. */
    static final Duration SENIOR_DELAY = Duration.ofSeconds(10);
    /** The same for all others, who find something only if the senior one does nothing. */
    static final Duration OTHERS_DELAY = Duration.ofSeconds(30);
    /** How long after a member joined it is looked whether something was taken away: a healed split takes its time. */
    static final Duration REPAIR_DELAY = Duration.ofSeconds(60);

    /** Who knows what this server has published. */
    @FunctionalInterface
    interface Owner {

        /**
         * The log was read again: what this server has published and what is not in it is to be published again, as far
         * as it may be.
         *
         * @param found what is in the log
         */
        void publishMissing(@Nonnull Set<Publication> found);
    }

    private final SerialExecutor executor;
    private final Cluster cluster;
    private final OtherServers others;
    private final PublicationLog publicationLog;
    private final ItemRetraction retraction;
    private final Ticker ticker;
    private final Owner owner;
    private final FailureLog failures = new FailureLog();
    private final Coalescer retracting;
    private final Coalescer sweeping;
    private final Coalescer repairing;
    private long began;
    private boolean started;

    /**
     * Creates it; nothing happens before {@link #start()}.
     *
     * @param executor runs what is to be done later
     * @param cluster the servers that form one with this server
     * @param others what these publish
     * @param publicationLog what is published
     * @param retraction retracts
     * @param ticker a monotonic source of time
     * @param owner publishes again what is missing
     */
    AbandonedItems(@Nonnull final SerialExecutor executor, @Nonnull final Cluster cluster,
                   @Nonnull final OtherServers others, @Nonnull final PublicationLog publicationLog,
                   @Nonnull final ItemRetraction retraction, @Nonnull final Ticker ticker,
                   @Nonnull final Owner owner) {
        this.executor = executor;
        this.cluster = cluster;
        this.others = others;
        this.publicationLog = publicationLog;
        this.retraction = retraction;
        this.ticker = ticker;
        this.owner = owner;
        this.retracting = later(PublishingWorker.RETRY_INTERVAL, this::retract);
        this.sweeping = new Coalescer(
            run -> executor.schedule(cluster.isSenior() ? SENIOR_DELAY : OTHERS_DELAY, run), this::sweep);
        this.repairing = later(REPAIR_DELAY, this::repair);
    }

    private Coalescer later(final Duration delay, final Runnable task) {
        return new Coalescer(run -> executor.schedule(delay, run), task);
    }

    /** Retracts what an earlier run has left, at once where the server is by itself. The log was read. */
    void start() {
        began = ticker.read();
        started = true;
        if (cluster.state() == Cluster.State.SINGLE) {
            retract();
        } else {
            awaitCluster();
        }
    }

    private void awaitCluster() {
        boolean decided = false;
        try {
            if (cluster.state() == Cluster.State.JOINED) {
                executor.schedule(SETTLING, this::sweep);
                decided = true;
            } else if (ticker.read() - began >= JOIN_TIME.toNanos()) {
                decided = true;
                retract();
            }
        } finally {
            if (!decided) {
                executor.schedule(JOIN_POLL, this::awaitCluster);
            }
        }
    }

    /** Another server left the cluster. */
    void memberLeft() {
        if (started) {
            sweeping.request();
        }
    }

    /** This server or another one joined the cluster. */
    void membersChanged() {
        if (started) {
            repairing.request();
        }
    }

    private void sweep() {
        read(sweeping, found -> {
            owner.publishMissing(found);
            publicationLog.addLeftOver(found);
            retract();
        });
    }

    private void repair() {
        read(repairing, owner);
    }

    private void read(final Coalescer again, final Owner then) {
        try {
            then.publishMissing(publicationLog.read());
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Cannot read from the database what is published of the rooms that users are in.", e);
            again.request();
        }
    }

    private void retract() {
        boolean done = false;
        try {
            final Set<Publication> leftOver = Set.copyOf(publicationLog.leftOver());
            if (!leftOver.isEmpty()) {
                // What this server holds as well stays its own.
                Sets.intersection(leftOver, others.publications()).forEach(publicationLog::leaveToOthers);
            }
            done = retraction.retractLeftOver();
        } finally {
            if (!done) {
                // Whatever was thrown: what is left over must not stay published.
                retracting.request();
            }
        }
    }
}
