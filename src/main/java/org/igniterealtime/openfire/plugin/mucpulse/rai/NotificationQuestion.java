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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection.Fact;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.rai.NotificationPolicy.Decision;
import org.igniterealtime.openfire.plugin.mucpulse.rai.NotificationPolicy.SessionDecision;
import org.xmpp.packet.JID;

/**
 * Says whether a user is, or would be, notified of activity in a room, and why: as the {@link NotificationPolicy}
 * decides. Knows the subscriptions of this server alone. Safe for use by several threads.
 */
final class NotificationQuestion implements RoomQuestion {

    private final Supplier<RaiSettings> settings;
    private final Executor executor;
    private final Executor queries;
    private final Rooms rooms;
    private final VisitLog visits;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final NotificationPolicy policy;

    /** What the database knows: whether there is the room, and the user's visits. */
    private record Known(boolean exists, @Nonnull Map<JID, Long> visits) {
    }

    /**
     * Creates it.
     *
     * @param settings the feature's settings
     * @param executor the feature's executor
     * @param queries runs what may block; may reject it
     * @param rooms the server's rooms
     * @param visits remembers visits
     * @param tracked the last activity in rooms
     * @param subscriptions all subscriptions
     * @param policy decides
     */
    NotificationQuestion(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final Executor executor,
                         @Nonnull final Executor queries, @Nonnull final Rooms rooms, @Nonnull final VisitLog visits,
                         @Nonnull final TrackedRooms tracked, @Nonnull final Subscriptions subscriptions,
                         @Nonnull final NotificationPolicy policy) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.rooms = rooms;
        this.visits = visits;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.policy = policy;
    }

    @Override
    @Nonnull
    public String id() {
        return "whyNotified";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("why.rai");
    }

    @Override
    @Nonnull
    public CompletionStage<Explanation> explain(@Nonnull final JID user, @Nonnull final JID room) {
        if (!settings.get().enabled()) {
            return CompletableFuture.completedFuture(new Explanation(Text.of("why.off"), List.of()));
        }
        return Calls.call(queries, () -> {
            // Loads the room, such that it can be looked at like one in which something is said.
            final boolean exists = rooms.exists(room);
            return new Known(exists, visits.visits(user));
        }).thenCompose(known -> Calls.call(executor, () -> explain(user, room, known)));
    }

    private Explanation explain(final JID user, final JID room, final Known known) {
        final RoomState state = known.exists() ? RoomState.of(rooms.snapshot(room)).orElse(null) : null;
        return state == null ? new Explanation(Text.of("why.room.none"), List.of())
            : explain(subscriber(user, known.visits()), room, state);
    }

    /** Who is subscribed; or somebody without subscriptions, to see what would be if there was one. */
    private Subscriber subscriber(final JID user, final Map<JID, Long> known) {
        final Subscriber found = subscriptions.subscriber(user);
        if (found != null) {
            return found;
        }
        final Subscriber stranger = new Subscriber(user);
        stranger.addEarlierVisits(known);
        return stranger;
    }

    private Explanation explain(final Subscriber subscriber, final JID room, final RoomState state) {
        final TrackedRoom known = tracked.find(room);
        final TrackedRoom entry = known == null ? new TrackedRoom(room) : known;
        final List<Fact> facts = new ArrayList<>();
        final List<SessionDecision> sessions = new ArrayList<>();
        final List<Text> lines = new ArrayList<>();
        for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
            if (s.service().service().equals(room.getDomain())) {
                final SessionDecision decision = policy.decide(s, entry, state);
                sessions.add(decision);
                lines.add(Text.verbatim(s.session().toString(), text(decision)));
            }
        }
        final Decision decision =
            subscriber.areVisitsLoaded() ? policy.decide(subscriber, entry, state) : null;
        facts.add(new Fact(Text.of("why.rai.sessions"), lines.isEmpty() ? List.of(Text.of("why.none")) : lines));
        facts.addAll(facts(subscriber, entry, state));
        return new Explanation(verdict(decision, sessions), facts);
    }

    private static Text text(final SessionDecision decision) {
        return Text.of(switch (decision) {
            case IN_ROOM -> "why.rai.session.inside";
            case NOTIFIED -> "why.rai.session.told";
            case NOTIFY -> "why.rai.session.ready";
        });
    }

    private static Text verdict(@Nullable final Decision decision,
                                final List<SessionDecision> sessions) {
        if (decision == null) {
            return Text.of("why.rai.loading");
        }
        final Text ofUser = Text.of(switch (decision) {
            case NOT_INTERESTED -> "why.rai.uninterested";
            case SWITCHED_OFF -> "why.room.off";
            case NOT_ADMITTED -> "why.rai.forbidden";
            case NOTHING_NEW -> "why.rai.nothing";
            case NOTIFY -> "why.rai.news";
        });
        if (sessions.isEmpty()) {
            return Text.of("why.rai.unsubscribed", ofUser);
        }
        if (decision != Decision.NOTIFY || sessions.contains(SessionDecision.NOTIFY)) {
            return ofUser;
        }
        return Text.of(sessions.contains(SessionDecision.NOTIFIED) ? "why.rai.told" : "why.rai.inside");
    }

    private static Text named(final Affiliation affiliation) {
        return Text.of(switch (affiliation) {
            case OWNER -> "affiliation.owner";
            case ADMIN -> "affiliation.admin";
            case MEMBER -> "affiliation.member";
            case OUTCAST -> "affiliation.outcast";
            case NONE -> "affiliation.none";
        });
    }

    private List<Fact> facts(final Subscriber subscriber, final TrackedRoom room, final RoomState state) {
        final JID user = subscriber.user();
        final RaiSettings now = settings.get();
        final Affiliation affiliation = state.affiliation(user);
        final long visit = subscriber.lastVisit(room.jid(), state.created());
        final Activity activity = room.activity();
        final List<Text> inside = state.sessions().stream().filter(session -> session.asBareJID().equals(user))
            .map(session -> Text.verbatim(session.toString())).toList();
        return List.of(
            fact("why.rai.interest", interest(now.interest())),
            fact("why.affiliation", named(affiliation)),
            fact("why.access", access(state.access()),
                Text.of(state.access().admits(affiliation) ? "why.access.admitted" : "why.access.refused")),
            new Fact(Text.of("why.inside"), inside.isEmpty() ? List.of(Text.of("why.none")) : inside),
            fact("why.rai.visit", moment(visit)),
            fact("why.rai.activity", moment(activity.timestamp())),
            fact("why.rai.activity.others", moment(activity.notBy(user))));
    }

    private static Fact fact(final String label, final Text... values) {
        return new Fact(Text.of(label), List.of(values));
    }

    private static Text interest(final RaiSettings.Interest interest) {
        return Text.of(switch (interest) {
            case AFFILIATED -> "choice.affiliated";
            case VISITED -> "choice.visited";
            case AFFILIATED_AND_VISITED -> "choice.affiliated_visited";
            case ALL -> "choice.all";
        });
    }

    private static Text access(final RoomAccess access) {
        return Text.of(access.locked() ? "why.chatting.locked" : access.membersOnly() ? "why.access.members"
            : access.hidden() ? "why.access.hidden"
            : access.passwordProtected() ? "why.access.password" : "why.access.open");
    }

    private static Text moment(final long timestamp) {
        return Optional.of(timestamp).filter(known -> known != MonotonicTimestamps.NEVER)
            .map(known -> Text.verbatim(Instant.EPOCH.plus(known, ChronoUnit.MICROS)))
            .orElseGet(() -> Text.of("health.never"));
    }
}
