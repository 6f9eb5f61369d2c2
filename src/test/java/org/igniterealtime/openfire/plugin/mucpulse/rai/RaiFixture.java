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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The feature among doubles of all that it meets, and what can happen on a server, in the order in which Openfire
 * reports it. What follows from it is done at once, except what waits for its time.
 */
final class RaiFixture {

    /** The server's domain. */
    static final String DOMAIN = "example.org";
    /** The domain of the group chat service. */
    static final String SERVICE = "conference.example.org";

    /** Rooms that exist from the beginning: persistent and open to all. */
    static final JID ORCHARD = room("orchard");
    static final JID BALCONY = room("balcony");
    /** A room that {@link #startWindow} creates. */
    static final JID GARDEN = room("garden");

    static final JID ROMEO = new JID("romeo@example.org");
    static final JID ROMEO_PHONE = new JID("romeo@example.org/phone");
    static final JID ROMEO_LAPTOP = new JID("romeo@example.org/laptop");
    static final JID JULIET = new JID("juliet@example.org");
    static final JID JULIET_PHONE = new JID("juliet@example.org/phone");
    static final JID JULIET_LAPTOP = new JID("juliet@example.org/laptop");
    static final JID NURSE = new JID("nurse@example.org");
    static final JID NURSE_PHONE = new JID("nurse@example.org/phone");

    final FakeSettings settings = new FakeSettings().coalescing(Duration.ZERO);
    final ManualSerialExecutor executor = new ManualSerialExecutor();
    final ManualExecutor queries = new ManualExecutor();
    final RecordingSender sender = new RecordingSender();
    final FakeUsers users = new FakeUsers(DOMAIN);
    final FakeMuc rooms = new FakeMuc(users);
    final InMemoryRoomDirectory directory = new InMemoryRoomDirectory(rooms);
    final InMemoryVisitLog visitLog;
    final InMemoryActivityLog activityLog;
    private MonotonicTimestamps timestamps;
    private final InMemoryHandover handover = new InMemoryHandover();
    private MissedActivity missed;
    RoomActivityIndicators rai;

    private final List<Packet> sent = new ArrayList<>();
    private final Map<JID, List<JID>> told = new HashMap<>();
    /** The sessions that were asked whether they are still there. */
    final List<JID> probed = new ArrayList<>();
    @Nullable
    private Instant connectedSince = Instant.EPOCH;
    private boolean lazy;

    /** A server that has just been started for the first time. */
    RaiFixture() {
        this(new InMemoryVisitLog(), new InMemoryActivityLog());
    }

    private RaiFixture(final InMemoryVisitLog visitLog, final InMemoryActivityLog activityLog) {
        this.visitLog = visitLog;
        this.activityLog = activityLog;
        sender.observe(this::sent);
        startFeature();
        rooms.create(ORCHARD);
        rooms.create(BALCONY);
    }

    private void startFeature() {
        timestamps = new MonotonicTimestamps(executor);
        rai = new RoomActivityIndicators(settings, executor, queries, sender, rooms, users, directory, visitLog,
            activityLog, timestamps, executor, executor.ticker(), new Probe(), ClusterPorts.ALONE);
        missed = rai.missedActivity(executor, handover, executor, executor.ticker());
    }

    /** Asks nobody, and knows one other domain: all of them. */
    private final class Probe implements SessionProbe {
        @Override
        public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
            probed.add(session);
        }

        @Override
        @Nonnull
        public Optional<Instant> connectedSince(@Nonnull final String domain) {
            return Optional.ofNullable(connectedSince);
        }
    }

    /** Has all other servers be connected from now on, or not. */
    void connected(final boolean connected) {
        connectedSince = connected ? executor.instant() : null;
    }

    private void sent(final Packet stanza) {
        sent.add(stanza);
        if (stanza instanceof Message message) {
            told.computeIfAbsent(message.getTo(), key -> new ArrayList<>()).addAll(roomsIn(message));
        }
    }

    static JID room(final String name) {
        return new JID(name, SERVICE, null);
    }

    /** The rooms that a notification names. */
    static List<JID> roomsIn(final Message notification) {
        final Element rai = notification.getChildElement("rai", "urn:xmpp:rai:0");
        return rai.elements("activity").stream().map(Element::getText).map(JID::new).toList();
    }

    /** The feature in the server's current life. */
    RoomActivityIndicators rai() {
        return rai;
    }

    /** What orders events in the server's current life. */
    MonotonicTimestamps timestamps() {
        return timestamps;
    }

    // Time

    /** From now on nothing is done by itself. */
    void lazily() {
        lazy = true;
    }

    /** Does all that can be done now. */
    void settle() {
        executor.runUntilIdle();
        while (queries.runNext()) {
            executor.runUntilIdle();
        }
    }

    private void settleUnlessLazy() {
        if (!lazy) {
            settle();
        }
    }

    /** Lets time pass. */
    void pass(final Duration duration) {
        settle();
        executor.advance(duration);
        settle();
    }

    /** Lets time pass until nothing waits any more. */
    void passUntilQuiet() {
        settle();
        // What is looked at regularly is not waited for.
        final Instant end = executor.instant().plus(Duration.ofMinutes(5));
        while (executor.nextDue().filter(due -> due.isBefore(end)).isPresent()) {
            executor.setTime(executor.nextDue().get());
            settle();
        }
    }

    // Stanzas for the service

    static Presence request(final JID session) {
        final Presence request = new Presence();
        request.setID("r1");
        request.setFrom(session);
        request.setTo(SERVICE);
        request.addChildElement("rai", "urn:xmpp:rai:0");
        return request;
    }

    void subscribe(final JID session) {
        present(request(session));
    }

    void unsubscribe(final JID session) {
        final Presence presence = new Presence(Presence.Type.unavailable);
        presence.setFrom(session);
        presence.setTo(SERVICE);
        present(presence);
    }

    void present(final Presence presence) {
        rai.presenceReceived(presence);
        settleUnlessLazy();
    }

    void endSession(final JID session) {
        users.disconnected(session);
        rooms.all().stream().map(room -> room.jid).toList().forEach(room -> leave(session, room));
        sessionEnded(session);
    }

    void sessionEnded(final JID session) {
        rai.sessionEnded(session);
        settleUnlessLazy();
    }

    void groupsChanged() {
        rai.groupsChanged();
        settleUnlessLazy();
    }

    void settingsChanged() {
        rai.settingsChanged();
        settleUnlessLazy();
    }

    // Rooms

    void join(final JID session, final JID room) {
        if (rooms.get(room).occupants.add(session)) {
            rai.occupantJoined(room, session, session.getNode());
        }
        settleUnlessLazy();
    }

    /** Has a session leave a room, by itself or as it is kicked; a temporary room ends with its last occupant. */
    void leave(final JID session, final JID room) {
        final FakeRoom found = rooms.get(room);
        if (found.occupants.remove(session)) {
            rai.occupantLeft(room, session);
            if (found.occupants.isEmpty() && !found.persistent) {
                rooms.remove(room);
                rai.roomDestroyed(room);
            }
        }
        settleUnlessLazy();
    }

    void ban(final JID user, final JID room) {
        final FakeRoom found = rooms.get(room);
        found.unaffiliate(user);
        found.outcasts.add(user);
        List.copyOf(found.occupants).stream().filter(session -> session.asBareJID().equals(user))
            .forEach(session -> leave(session, room));
    }

    void destroy(final JID room) {
        final FakeRoom found = rooms.get(room);
        for (final JID session : List.copyOf(found.occupants)) {
            found.occupants.remove(session);
            rai.occupantLeft(room, session);
        }
        rooms.remove(room);
        rai.roomDestroyed(room);
        settleUnlessLazy();
    }

    /** Somebody who is in the room says something. */
    void say(final JID session, final JID room) {
        send(session, room, Stanzas.groupchat("<body>But soft!</body>"));
    }

    /** The room broadcasts a message of somebody who is in it. */
    void send(final JID session, final JID room, final Message message) {
        assertThat(rooms.get(room).occupants).as("occupants of %s", room).contains(session);
        rai.messageBroadcast(room, session, message);
        settleUnlessLazy();
    }

    /** Somebody comes, says something and goes. */
    void visitAndSay(final JID session, final JID room) {
        join(session, room);
        say(session, room);
        leave(session, room);
    }

    /**
     * Has subscribed sessions notified of a room that matters to nobody else, so that their window begins: what follows
     * within it is collected.
     */
    void startWindow(final JID... sessions) {
        final FakeRoom room = rooms.find(GARDEN).orElseGet(() -> rooms.create(GARDEN));
        for (final JID session : sessions) {
            room.members.add(session.asBareJID());
        }
        visitAndSay(JULIET_PHONE, GARDEN);
        for (final JID session : sessions) {
            assertThat(takeNotifiedRooms(session)).containsExactly(GARDEN);
        }
        takeSent();
    }

    // The end, and a new beginning

    /** The server stops in order. */
    void stop() {
        rai.recordDepartures();
        settle();
    }

    /** The server starts again; all sessions are gone, and rooms are empty. */
    void startAgain() {
        rooms.all().forEach(room -> room.occupants.clear());
        startFeature();
        rai.restore(activityLog.all());
        rai.start();
        settle();
    }

    /** The plugin is unloaded in a running server; answers what it writes down. */
    List<byte[]> unload() {
        missed.stop();
        final List<byte[]> records = rai.handOver();
        stop();
        executor.clear();
        return records;
    }

    /** The plugin is loaded again in the same server, whose rooms and sessions are what they are by now. */
    void loadAgain(final List<byte[]> records, final Instant written) {
        startFeature();
        rai.restore(activityLog.all());
        final Instant unheardSince = missed.take(moment -> true).orElse(written);
        rai.takeOver(records, written, unheardSince);
        missed.start(unheardSince);
        rai.start();
        settle();
    }

    /** The server starts again, with its rooms empty; sessions of other servers do not notice. */
    void startAgain(final List<byte[]> records, final Instant written) {
        rooms.all().forEach(room -> room.occupants.clear());
        startFeature();
        rai.restore(activityLog.all());
        rai.takeOver(records, written, null);
        rai.start();
        settle();
    }

    // What came of it

    /** The rooms that a session was told of since the last call, in order. */
    List<JID> takeNotifiedRooms(final JID session) {
        final List<JID> rooms = told.remove(session);
        return rooms == null ? List.of() : rooms;
    }

    /** The stanzas that were sent since the last call, in order. */
    List<Packet> takeSent() {
        final List<Packet> taken = List.copyOf(sent);
        sent.clear();
        told.clear();
        return taken;
    }

    /** The stanzas that were sent to a session since the last call of {@link #takeSent()}. */
    List<Packet> sentTo(final JID session) {
        return sent.stream().filter(stanza -> session.equals(stanza.getTo())).toList();
    }
}
