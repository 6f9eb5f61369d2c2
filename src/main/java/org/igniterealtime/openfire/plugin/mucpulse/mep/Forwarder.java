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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.xmpp.packet.JID;

/**
 * Tells home what happens on this server while another one is home, and remembers what sessions have announced, for the
 * next home. Events are dropped while nobody is home: who becomes home looks into the rooms. Safe for use by several
 * threads; nothing blocks.
 */
final class Forwarder implements RoomEventListener, OccupantPresenceListener {

    /** The number of sessions that are remembered because home was told what the server knows of them. */
    private static final int MAX_TOLD = 20_000;
    /** The number of sessions that home may have asked about. */
    private static final int MAX_WANTED = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** How many bytes of announcements are sent at once, and the pause after them. */
    private static final int PART_BYTES = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String REPORT = "report";

    private final Relay relay;
    private final Supplier<Optional<String>> home;
    private final Predicate<JID> offered;
    private final Capabilities capabilities;
    private final LocalAnnouncements announcements;
    /** Held while an announcement is sent, so that what home hears of a session last is what is remembered of it. */
    private final Object inOrder = new Object();
    /** Reports to home; a new report replaces the one before. */
    private final PacedWork<String> reporting;
    /** What home wants to know, by session. */
    private final Cache<JID, CapsAnnouncement> wanted =
        CacheBuilder.newBuilder().maximumSize(MAX_WANTED).expireAfterWrite(PATIENCE).build();

    /** The sessions of which home was told what the server knows, and not that this is nothing. */
    private final Cache<JID, Boolean> told = CacheBuilder.newBuilder().maximumSize(MAX_TOLD).build();

    /**
     * Creates it.
     *
     * @param relay carries messages to home
     * @param home gives the other server that is home; empty where there is none
     * @param offered whether the feature is on at an address
     * @param capabilities what this server knows of clients
     * @param announcements remembers what sessions have announced
     * @param executor the feature's executor
     */
    Forwarder(@Nonnull final Relay relay, @Nonnull final Supplier<Optional<String>> home,
              @Nonnull final Predicate<JID> offered, @Nonnull final Capabilities capabilities,
              @Nonnull final LocalAnnouncements announcements, @Nonnull final SerialExecutor executor) {
        this.relay = relay;
        this.home = home;
        this.offered = offered;
        this.capabilities = capabilities;
        this.announcements = announcements;
        this.reporting = new PacedWork<>(executor, PAUSE);
        capabilities.listen(session -> {
            final CapsAnnouncement caps = wanted.getIfPresent(session);
            if (caps != null) {
                answerIfKnown(session, caps);
            }
        });
    }

    private void send(final RelayMessage message) {
        send(message.toBytes());
    }

    private void send(final byte[] message) {
        home.get().ifPresent(server -> relay.send(server, EventingCluster.TOPIC, message));
    }

    private boolean isHomeCongested() {
        return home.get().filter(relay::isCongested).isPresent();
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        sendWhatTheServerKnows(session);
        send(new RelayMessage.Joined(room, session, nickname));
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        synchronized (inOrder) {
            announcements.remove(room, session);
            send(new RelayMessage.Left(room, session));
        }
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        send(new RelayMessage.Renamed(room, session, to));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        send(new RelayMessage.Destroyed(room));
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        if (offered.test(occupant)) {
            final RelayMessage message =
                new RelayMessage.Present(occupant.asBareJID(), session, Optional.of(announcement));
            synchronized (inOrder) {
                announcements.put(occupant.asBareJID(), session, announcement);
                send(message);
            }
        }
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session) {
        if (offered.test(occupant)) {
            sendWhatTheServerKnows(session);
            send(new RelayMessage.Present(occupant.asBareJID(), session, Optional.empty()));
        }
    }

    private void sendWhatTheServerKnows(final JID session) {
        final Set<String> nodes = capabilities.knownInterests(session);
        if (nodes.isEmpty()) {
            sendThatNothingIsKnown(session);
        } else {
            told.put(session, true);
            send(new RelayMessage.KnownToServer(session, nodes));
        }
    }

    private void sendThatNothingIsKnown(final JID session) {
        if (told.asMap().remove(session) != null) {
            send(new RelayMessage.KnownToServer(session, Set.of()));
        }
    }

    /** A local session has ended: the next one at its address may be of another client. */
    void sessionEnded(@Nonnull final JID session) {
        announcements.remove(session);
        sendThatNothingIsKnown(session);
    }

    /** Tells home what the sessions of this server have announced, a part at a time. For the executor alone. */
    void report() {
        final Deque<LocalAnnouncements.Entry> left = new ArrayDeque<>(announcements.all());
        reporting.start(REPORT, () -> reportPart(left));
    }

    private boolean reportPart(final Deque<LocalAnnouncements.Entry> left) {
        for (int sent = 0; sent < PART_BYTES && !left.isEmpty() && !isHomeCongested();) {
            sent += reportNow(left.remove());
        }
        return !left.isEmpty();
    }

    /** Reports what applies by now, which is possibly nothing. Answers how many bytes that are. */
    private int reportNow(final LocalAnnouncements.Entry entry) {
        synchronized (inOrder) {
            final Optional<CapsAnnouncement> caps = announcements.find(entry.room(), entry.session());
            if (caps.isEmpty()) {
                return 0;
            }
            final byte[] message = new RelayMessage.Present(entry.room(), entry.session(), caps).toBytes();
            send(message);
            return message.length;
        }
    }

    /** Home wants to know what is behind an announcement, which this server finds out if it came through it. */
    void ask(@Nonnull final RelayMessage.Ask question) {
        final boolean isMine = announcements.find(question.room(), question.session())
            .filter(question.caps()::equals).isPresent();
        if (isMine && !answerIfKnown(question.session(), question.caps())) {
            wanted.put(question.session(), question.caps());
            capabilities.ask(question.session(), question.room(), question.caps());
        }
    }

    private boolean answerIfKnown(final JID session, final CapsAnnouncement caps) {
        final Optional<Set<String>> known = capabilities.interests(caps);
        known.ifPresent(nodes -> {
            wanted.invalidate(session);
            send(new RelayMessage.Interests(session, caps, nodes));
        });
        return known.isPresent();
    }
}
