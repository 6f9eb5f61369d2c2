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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * The feature among doubles of all that it meets, and what can happen on a server, in the order in which Openfire
 * reports it. What follows from it is done at once, except what waits for its time. The people and places are those of
 * XEP-0316.
 */
final class MepFixture {

    static final String SERVICE = "chat.shakespeare.lit";
    static final JID COVEN = new JID("coven@chat.shakespeare.lit");
    static final JID CRONE = new JID("crone1@shakespeare.lit/desktop");
    static final JID WICCA = new JID("wiccarocks@shakespeare.lit/laptop");
    static final JID WICCA_PHONE = new JID("wiccarocks@shakespeare.lit/phone");
    static final JID HAG = new JID("hag66@shakespeare.lit/pda");
    /** Never in the room. */
    static final JID MACBETH = new JID("macbeth@shakespeare.lit/castle");

    static final String FIRST = "firstwitch";
    static final String SECOND = "secondwitch";
    static final String THIRD = "thirdwitch";

    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String ACTIVITY = "http://jabber.org/protocol/activity";
    static final String MOOD = "http://jabber.org/protocol/mood";

    final FakeMepSettings settings = new FakeMepSettings();
    final ManualSerialExecutor executor = new ManualSerialExecutor();
    final RecordingSender sender = new RecordingSender();
    final FakeUsers users = new FakeUsers("shakespeare.lit");
    final FakeMuc rooms = new FakeMuc(users);
    final FakeCapabilities capabilities = new FakeCapabilities();
    final InMemoryNodeStore store = new InMemoryNodeStore();
    MucEventing mep;

    private final Deque<Runnable> queries = new ArrayDeque<>();
    private final Map<JID, List<Message>> events = new HashMap<>();
    private final List<IQ> replies = new ArrayList<>();
    private boolean slowDatabase;
    private boolean busyDatabase;
    private int requests;

    MepFixture() {
        rooms.create(COVEN);
        start();
    }

    /** The server starts; whoever is in a room then was in it before. */
    void start() {
        mep = new MucEventing(settings, executor, this::query, sender, rooms, capabilities, store, executor,
            new Ticker() {
                @Override
                public long read() {
                    return executor.passed().toNanos();
                }
            }, Relay.NONE, users);
        mep.serviceAdded(SERVICE);
        mep.start();
        settle();
    }

    private void query(final Runnable query) {
        if (busyDatabase) {
            throw new RejectedExecutionException("busy");
        }
        queries.add(query);
    }

    /** From now on the database answers when the test says so. */
    void slowDatabase() {
        slowDatabase = true;
    }

    void busyDatabase(final boolean busy) {
        busyDatabase = busy;
    }

    void answerQueries() {
        executor.runUntilIdle();
        while (!queries.isEmpty()) {
            queries.remove().run();
            executor.runUntilIdle();
        }
        settle();
    }

    /** Does all that can be done now. */
    void settle() {
        executor.runUntilIdle();
        while (!slowDatabase && !queries.isEmpty()) {
            queries.remove().run();
            executor.runUntilIdle();
        }
        for (final Packet stanza : sender.take()) {
            if (stanza instanceof Message message) {
                events.computeIfAbsent(message.getTo(), key -> new ArrayList<>()).add(message);
            } else {
                replies.add((IQ) stanza);
            }
        }
    }

    void pass(final Duration duration) {
        executor.advance(duration);
        settle();
    }

    // People

    static JID occupant(final String nickname) {
        return new JID(COVEN.getNode(), COVEN.getDomain(), nickname);
    }

    void join(final JID session, final String nickname) {
        join(COVEN, session, nickname);
    }

    void join(final JID session, final String nickname, final String... interests) {
        join(session, nickname, capabilities.interestedIn(interests));
    }

    void join(final JID session, final String nickname, final CapsAnnouncement announcement) {
        present(session, nickname, announcement);
        join(session, nickname);
    }

    void join(final JID room, final JID session, final String nickname) {
        rooms.get(room).nicknames.put(session, nickname);
        mep.occupantJoined(room, session, nickname);
        settle();
    }

    /** A stanza that says of a session, in the room or on its way in, what it is capable of. */
    void present(final JID session, final String nickname, final CapsAnnouncement announcement) {
        rooms.get(COVEN).announcements.put(session, announcement);
        mep.presenceInRoom(occupant(nickname), session, announcement);
        settle();
    }

    /** A stanza of a session, in the room or on its way in, that says nothing of its capabilities. */
    void present(final JID session, final String nickname) {
        rooms.get(COVEN).announcements.remove(session);
        mep.presenceInRoom(occupant(nickname), session);
        settle();
    }

    void leave(final JID session) {
        leave(COVEN, session);
    }

    /** A session is gone, in whatever way. */
    void leave(final JID room, final JID session) {
        rooms.get(room).nicknames.remove(session);
        mep.occupantLeft(room, session);
        if (rooms.get(room).nicknames.isEmpty() && !rooms.get(room).persistent) {
            rooms.remove(room);
            mep.roomDestroyed(room);
        }
        settle();
    }

    void rename(final String from, final String to) {
        renameUnnoticed(from, to);
        settle();
    }

    /** The server has renamed somebody, and has told the feature, which has not got round to it. */
    void renameUnnoticed(final String from, final String to) {
        rooms.get(COVEN).nicknames.replaceAll((session, nickname) -> nickname.equals(from) ? to : nickname);
        rooms.get(COVEN).nicknames.forEach((session, nickname) -> {
            if (nickname.equals(to)) {
                mep.nicknameChanged(COVEN, session, from, to);
            }
        });
    }

    void destroy(final JID room) {
        final List<JID> sessions = List.copyOf(rooms.get(room).nicknames.keySet());
        rooms.remove(room);
        sessions.forEach(session -> mep.occupantLeft(room, session));
        mep.roomDestroyed(room);
        settle();
    }

    void affiliate(final JID user, final Affiliation affiliation) {
        rooms.get(COVEN).affiliate(user.asBareJID(), affiliation);
    }

    void giveRole(final JID session, final Role role) {
        rooms.get(COVEN).roles.put(session, role);
    }

    // Requests

    IQ get(final JID from, final JID to, final String content) {
        return answered(stanza("get", from, to, content));
    }

    IQ set(final JID from, final JID to, final String content) {
        return answered(stanza("set", from, to, content));
    }

    /** A publish request with a payload of the namespace that is the node's name. */
    IQ publish(final JID from, final JID to, final String node, final String itemId) {
        return set(from, to, "<pubsub xmlns='" + PUBSUB + "'><publish node='" + node + "'><item id='" + itemId + "'>"
            + "<thing xmlns='" + node + "'/></item></publish></pubsub>");
    }

    IQ stanza(final String type, final JID from, final JID to, final String content) {
        return Stanzas.iq("<iq type='" + type + "' id='r" + requests++ + "' from='" + from + "' to='" + to + "'>" + content
            + "</iq>");
    }

    boolean claims(final IQ request) {
        final List<Element> before = List.copyOf(request.getElement().elements());
        final boolean claimed = mep.claims(request);
        assertThat(request.getElement().elements()).as("request after the question").isEqualTo(before);
        return claimed;
    }

    /** Hands in a request as the server does; returns the only answer, which has to come at once. */
    IQ answered(final IQ request) {
        assertThat(claims(request)).as(() -> "claims " + request.toXML()).isTrue();
        mep.take(request);
        settle();
        return onlyReply(request);
    }

    IQ onlyReply(final IQ request) {
        final List<IQ> found = replies.stream().filter(reply -> request.getID().equals(reply.getID())).toList();
        assertThat(found).as(() -> "answers to " + request.toXML()).hasSize(1);
        final IQ reply = found.get(0);
        assertThat(reply.getTo()).isEqualTo(request.getFrom());
        assertThat(reply.getFrom()).isEqualTo(request.getTo());
        assertThat(reply.isResponse()).isTrue();
        replies.clear();
        return reply;
    }

    /** As above, where the request must succeed. */
    Element done(final IQ reply) {
        if (reply.getType() != IQ.Type.result) {
            fail("Refused: %s", reply.toXML());
        }
        return reply.getChildElement();
    }

    // What came of it

    /** The events that a session was sent since the last call, in order. */
    List<Message> eventsOf(final JID session) {
        final List<Message> sent = events.remove(session);
        return sent == null ? List.of() : sent;
    }

    /** The only event that a session was sent since the last call. */
    Message eventOf(final JID session) {
        final List<Message> sent = eventsOf(session);
        assertThat(sent).as("events of %s", session).hasSize(1);
        return sent.get(0);
    }

    void forgetEvents() {
        events.clear();
    }

    /** All stanzas that were sent since the last time when somebody looked. */
    List<Packet> everything() {
        final List<Packet> all = new ArrayList<>(replies);
        events.values().forEach(all::addAll);
        replies.clear();
        events.clear();
        return all;
    }
}
