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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Records the activity in rooms, and has a room evaluated where somebody may have to be notified. A message in a room
 * whose subscribers are all notified causes no further work. Runs on the server's threads; safe for use by several
 * threads.
 */
final class ActivityRecorder {

    private final Supplier<RaiSettings> settings;
    private final ActivityLog activityLog;
    private final MonotonicTimestamps timestamps;
    private final TrackedRooms tracked;
    private final MessageIds ids;
    private final Subscriptions subscriptions;
    private final ActivityEvaluator evaluator;
    private final PeerUpdates peers;
    private final Ticker ticker;

    ActivityRecorder(@Nonnull final Supplier<RaiSettings> settings,
                     @Nonnull final ActivityLog activityLog, @Nonnull final MonotonicTimestamps timestamps,
                     @Nonnull final TrackedRooms tracked, @Nonnull final MessageIds ids,
                     @Nonnull final Subscriptions subscriptions, @Nonnull final ActivityEvaluator evaluator,
                     @Nonnull final PeerUpdates peers, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.activityLog = activityLog;
        this.timestamps = timestamps;
        this.tracked = tracked;
        this.ids = ids;
        this.subscriptions = subscriptions;
        this.evaluator = evaluator;
        this.peers = peers;
        this.ticker = ticker;
    }

    void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        final RaiSettings now = settings.get();
        if (!now.enabled()) {
            return;
        }
        if (!ActivityFilter.isActivity(message)) {
            if (now.displayed() && ActivityFilter.isAmendment(message)) {
                recordAmendment(room, message);
            }
            return;
        }
        final TrackedRoom entry =
            said(room, session, now.displayed() ? ids.of(room, message) : MessageIds.Pair.UNKNOWN);
        if (!RoomHistory.isKept(message)) {
            entry.setUnkept();
        }
    }

    /** A message was broadcast that is too large to be read. Nobody can say later that it was displayed. */
    void messageBroadcastUnread(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        if (settings.get().enabled() && ActivityFilter.mayBeActivity(message)) {
            said(room, session, MessageIds.Pair.UNKNOWN).setUnkept();
        }
    }

    private TrackedRoom said(final JID room, final JID session, final MessageIds.Pair of) {
        final TrackedRoom entry =
            tracked.recordMessage(room, timestamps, CanonicalAddress.of(session).asBareJID(), of);
        activityLog.changed(room, entry.activity());
        peers.said(entry);
        evaluate(entry);
        return entry;
    }

    /** Has a room evaluated where somebody may have to be notified; answers whether it is evaluated soon. */
    private boolean evaluate(final TrackedRoom entry) {
        final JID room = entry.jid();
        if (!settings.get().isOffered(room)) {
            return false;
        }
        final ServiceSubscriptions service = subscriptions.of(room.getDomain());
        final boolean hasSubscribers = service != null && service.size() > 0;
        final long newest = service == null || !hasSubscribers ? 0 : service.newest();
        final long now = ticker.read();
        if (entry.isEvaluationDue(newest) || evaluator.isAuditDue(entry, hasSubscribers, now)) {
            evaluator.requestEvaluation(entry, now);
            return hasSubscribers;
        }
        if (hasSubscribers) {
            evaluator.requestAudit(entry);
        }
        return false;
    }

    private void recordAmendment(final JID room, final Message message) {
        final TrackedRoom entry = tracked.find(room);
        if (entry != null) {
            entry.recordAmendment(ids.of(room, message));
        }
    }

    /** Another server of the cluster said what was last said in a room. */
    void saidElsewhere(@Nonnull final PeerMessage.Update said, @Nonnull final String server,
                       @Nonnull final String self) {
        if (settings.get().enabled()) {
            final TrackedRoom entry = tracked.track(said.room());
            entry.raiseMessageCount(server, self, said.hour() - 1, said.before());
            entry.raiseMessageCount(server, self, said.hour(), said.count());
            saidElsewhere(said.room(), said.activity());
        }
    }

    /** Another server of the cluster noted what was last said in a room; it writes that to the database. */
    void saidElsewhere(@Nonnull final JID room, @Nonnull final Activity activity) {
        timestamps.startAfter(activity.timestamp());
        if (!settings.get().enabled() || activity.timestamp() == MonotonicTimestamps.NEVER
            || tracked.isKnownToBeRemoved(room, activity.timestamp())) {
            return;
        }
        merge(room, activity, (entry, merged) -> {
            if (merged == MergedActivity.SUPPLEMENTED) {
                // What was said last was perhaps written without that.
                activityLog.changed(room, entry.activity());
            }
            if (evaluate(entry)) {
                // What happened there before may not be seen here yet, such as who became a member.
                evaluator.requestAudit(entry);
            }
        });
    }

    /** Adds to what is known of a room; somebody is told of the room's entry and in which way it has changed, if so. */
    private void merge(final JID room, final Activity activity, final BiConsumer<TrackedRoom, MergedActivity> change) {
        TrackedRoom entry = tracked.track(room);
        MergedActivity merged = entry.merge(activity);
        while (merged == MergedActivity.FORGOTTEN) {
            entry = tracked.track(room);
            merged = entry.merge(activity);
        }
        if (merged != MergedActivity.KNOWN) {
            change.accept(entry, merged);
        }
    }

    /** Something was said in a room, or may have been, while nobody listened. */
    void missed(@Nonnull final JID room, @Nonnull final Activity activity) {
        if (settings.get().enabled() && !tracked.isKnownToBeRemoved(room, activity.timestamp())) {
            merge(room, activity, (entry, merged) -> {
                activityLog.changed(room, entry.activity());
                peers.said(entry);
                evaluate(entry);
            });
        }
    }

    /** Another server of the cluster said how many messages there were in a room. */
    void countedElsewhere(@Nonnull final PeerMessage.Counts counts, @Nonnull final String server,
                          @Nonnull final String self) {
        if (settings.get().enabled()) {
            final TrackedRoom entry = tracked.track(counts.room());
            counts.hours().forEach((hour, count) ->
                entry.raiseMessageCount(counts.origin().isEmpty() ? server : counts.origin(), self, hour, count));
        }
    }

    void restore(@Nonnull final Map<JID, Activity> earlier) {
        earlier.forEach((room, activity) -> {
            timestamps.startAfter(activity.timestamp());
            tracked.track(room).restore(activity);
        });
    }

    void assumeActivityUpTo(final long timestamp) {
        timestamps.startAfter(timestamp);
        tracked.assumeActivityUpTo(timestamp);
    }
}
