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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RawSession;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;

/**
 * One account that asks more of a server than is its due, from several sessions and in many rooms of its own, each
 * session at a steady rate. It keeps nothing of what it gets. The account's rooms stay when it is closed.
 */
final class HostileAccount implements AutoCloseable {

    private static final int ROOMS = 14;
    /** As deep as the server itself can be relied on to take it. */
    private static final int DEPTH = 1_000;
    private static final String CAPS = "http://jabber.org/protocol/caps";

    private final OpenfireExtension openfire;
    private final String user;
    private final List<String> rooms = new ArrayList<>();
    private final List<RawSession> sessions = new ArrayList<>();
    private final List<ScheduledExecutorService> threads = new ArrayList<>();

    /** Makes the account and its rooms. */
    HostileAccount(final OpenfireExtension openfire) {
        this.openfire = openfire;
        this.user = openfire.newUser("mallory");
        final TestClient owner = openfire.login(user, "owner");
        for (int i = 0; i < ROOMS; i++) {
            final String room = openfire.newRoom("lair");
            Rooms.create(owner, room, "Owner", RoomConfig.open());
            rooms.add(room);
        }
        owner.disconnect();
    }

    String room(final int number) {
        return rooms.get(number % rooms.size());
    }

    String service() {
        return openfire.server().mucDomain();
    }

    String domain() {
        return openfire.server().domain();
    }

    /** A new session of the account. */
    RawSession session(final String resource) {
        final RawSession session = RawSession.login(openfire.server(), user, resource);
        sessions.add(session);
        return session;
    }

    /** A new session that is in all rooms of the account, under its resource as the nickname. */
    RawSession sessionInRooms(final String resource) {
        final RawSession session = session(resource);
        rooms.forEach(room -> session.send(enter(room, resource, "")));
        return session;
    }

    /** Sends what a function makes of 0, 1, 2, … so many times a second, until this is closed. */
    void strike(final RawSession session, final int perSecond, final IntFunction<String> stanza) {
        final AtomicInteger next = new AtomicInteger();
        final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread daemon = new Thread(task, "hostile");
            daemon.setDaemon(true);
            return daemon;
        });
        threads.add(thread);
        thread.scheduleAtFixedRate(() -> session.send(stanza.apply(next.getAndIncrement())), 0,
            TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
    }

    /** Stops, and drops all sessions. */
    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdownNow);
        sessions.forEach(RawSession::close);
        threads.clear();
        sessions.clear();
    }

    private static String enter(final String room, final String nick, final String extension) {
        return "<presence to='" + occupant(room, nick) + "'><x xmlns='http://jabber.org/protocol/muc'>"
            + "<history maxstanzas='0'/></x>" + extension + "</presence>";
    }

    private static String leave(final String room, final String nick) {
        return "<presence type='unavailable' to='" + occupant(room, nick) + "'/>";
    }

    private static String iq(final String type, final String to, final String payload) {
        return "<iq type='" + type + "' id='" + TestClient.newId() + "' to='" + to + "'>" + payload + "</iq>";
    }

    private static String nested(final String open, final String close, final int levels) {
        return open + "<e>".repeat(levels) + "</e>".repeat(levels) + close;
    }

    private static String randomCaps() {
        return "<c xmlns='" + CAPS + "' hash='sha-1' node='urn:example:client' ver='" + UUID.randomUUID() + "'/>";
    }

    /** A payload just below the limit, that is as many elements as possible. */
    private static String manyElements() {
        return "<activity xmlns='" + MepScene.ACTIVITY + "'>" + "<a/>".repeat(14_000) + "</activity>";
    }

    /** What the account does: each begins in the background, at a share of its full rate. */
    enum Attack {

        /** The largest payloads of the smallest elements, under many nodes in many rooms. */
        PAYLOADS(8) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession session = account.sessionInRooms("payloads");
                final String payload = manyElements();
                account.strike(session, 16 / share, i -> iq("set", occupant(account.room(i), "payloads"),
                    pubsub(publication("urn:example:" + i % 20, "", payload))));
            }
        },

        /** Requests for all items of a node that holds as much as it may, from a client that does not read. */
        UNREAD_ANSWERS(8) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession publisher = account.sessionInRooms("publisher");
                final String payload = manyElements();
                for (int i = 0; i < 20; i++) {
                    publisher.send(iq("set", account.room(0), pubsub(publication("urn:example:items", "i" + i, payload))));
                }
                final RawSession session = account.sessionInRooms("unread");
                session.stopReading();
                account.strike(session, 40 / share,
                    i -> iq("get", account.room(0), pubsub("<items node='urn:example:items'/>")));
            }
        },

        /** Chat states that carry elements in elements, held back in several rooms until they may go on. */
        NESTED_STATES(26) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession session = account.sessionInRooms("typing");
                final String deep = nested("<no-store xmlns='urn:xmpp:hints'>", "</no-store>", DEPTH);
                // More than is passed on in ten seconds, and then silence in which the last one follows.
                account.strike(session, 40, i -> i % 520 >= 44 ? " " : RaiScene.groupchat(account.room(i % 4),
                    TestClient.newId(), ChatStateTroupe.state(i / 4 % 2 == 0 ? "composing" : "paused")
                        + (i % 520 >= 40 ? deep : "")));
            }
        },

        /** Presences of ever new client versions that nobody ever hears more of. */
        RANDOM_CAPS(16) {
            @Override
            void begin(final HostileAccount account, final int share) {
                for (int number = 0; number < 2; number++) {
                    final String nick = "caps" + number;
                    final RawSession session = account.sessionInRooms(nick);
                    session.answer(null);
                    account.strike(session, 800 / share, i -> "<presence to='" + occupant(account.room(i), nick) + "'>"
                        + randomCaps() + "</presence>");
                }
            }
        },

        /** A client with thousands of features, that comes and goes. */
        HUGE_DISCO(16) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession session = account.session("disco");
                final String caps = session.caps(IntStream.range(0, 9_000)
                    .mapToObj(i -> "urn:example:" + "feature:".repeat(8) + i + "+notify").toArray(String[]::new));
                account.strike(session, 24 / share, i -> i % 2 == 0
                    ? enter(account.room(0), "disco", caps) : leave(account.room(0), "disco"));
            }
        },

        /** Entering and leaving all rooms as fast as it goes. */
        COMING_AND_GOING(7) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession session = account.session("going");
                account.strike(session, 100 / share, i -> i % 2 == 0
                    ? enter(account.room(i / 2), "going", "") : leave(account.room(i / 2), "going"));
            }
        },

        /** Subscriptions that are made, renewed and ended without a pause, by several sessions. */
        SUBSCRIPTIONS(7) {
            @Override
            void begin(final HostileAccount account, final int share) {
                for (int number = 0; number < 4; number++) {
                    final RawSession session = account.session("indicators" + number);
                    account.strike(session, 60 / share, i -> "<presence to='" + account.service() + "'"
                        + (i % 5 == 4 ? " type='unavailable'/>" : ">" + RaiScene.REQUEST + "</presence>"));
                }
            }
        },

        /** Pubsub requests with elements in elements, to the own and to another occupant. */
        NESTED_REQUESTS(7) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession other = account.sessionInRooms("other");
                other.answer(null);
                final RawSession session = account.sessionInRooms("nested");
                final String deep = pubsub(publication("urn:example:deep", "1",
                    nested("<p xmlns='urn:example:deep'>", "</p>", 300)));
                account.strike(session, 80 / share,
                    i -> iq("set", occupant(account.room(i), i % 2 == 0 ? "other" : "nested"), deep));
            }
        },

        /** Commands that are begun and never finished. */
        COMMANDS(7) {
            @Override
            void begin(final HostileAccount account, final int share) {
                final RawSession session = account.session("commands");
                account.strike(session, 100 / share, i -> iq("set", account.domain(), "<command xmlns='"
                    + ChattingParty.COMMANDS + "' node='" + ChattingParty.COMMAND + "' action='execute'/>"));
            }
        };

        private final int rounds;

        Attack(final int rounds) {
            this.rounds = rounds;
        }

        /** How many rounds of half a second it takes to do harm, if it does any. */
        int rounds() {
            return rounds;
        }

        abstract void begin(HostileAccount account, int share);
    }
}
