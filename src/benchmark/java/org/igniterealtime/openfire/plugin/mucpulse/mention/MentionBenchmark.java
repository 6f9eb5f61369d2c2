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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.base.Ticker;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.CountingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.QueueExecutor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What mentions cost in a room with 1,000 members: messages that mention nobody, and one that mentions somebody. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MentionBenchmark {

    private static final JID ROOM = new JID("coven@chat.pulse.example");
    private static final JID SESSION = new JID("hecate@pulse.example/phone");
    private static final JID OCCUPANT = new JID("coven@chat.pulse.example/Hecate");
    private static final MentionSettings SETTINGS = new MentionSettings(true, MentionSettings.DEFAULTS.servicesOff(),
        MentionSettings.DEFAULTS.roomsOff(), true, MentionSettings.DEFAULTS.chosen(), 20, 10_000, 65_536,
        MentionSettings.DEFAULTS.retention());

    private MucMentions mentions;
    private QueueExecutor executor;
    private Message content;
    private Message typical;
    private Message mention;
    private long number;

    /** Prepares a room with members who are not in it. */
    @Setup
    public void prepare() {
        final Ticker ticker = Ticker.systemTicker();
        final ErrorHandler errors = new ErrorHandler(ticker);
        final FakeUsers users = new FakeUsers("pulse.example");
        final FakeMuc rooms = new FakeMuc(users);
        final FakeRoom room = rooms.create(ROOM);
        room.nicknames.put(SESSION, "Hecate");
        for (int i = 0; i < 1_000; i++) {
            final JID member = new JID("member" + i + "@pulse.example");
            room.affiliate(member, Affiliation.MEMBER);
            users.available.add(new JID(member + "/phone"));
        }
        executor = new QueueExecutor();
        final Counters counters = new Counters(MentionMetrics.COUNTERS);
        final Nicknames nicknames = new Nicknames(new NicknameTable(() -> {
            throw new SQLException("There is no database");
        }), new MonotonicTimestamps(InstantSource.system()), SETTINGS::retention);
        mentions = new MucMentions(() -> SETTINGS, executor, Runnable::run, rooms, users,
            new MentionedUsers(nicknames, users, errors),
            new MentionDelivery(() -> SETTINGS, rooms, users, new CountingSender(), counters, errors, ticker), counters,
            InstantSource.system(), ticker);
        content = message(List.of());
        typical = message(List.of("urn:xmpp:sid:0", "urn:xmpp:hints", "urn:xmpp:chat-markers:0",
            "http://jabber.org/protocol/chatstates", "urn:xmpp:occupant-id:0"));
        mention = message(List.of());
        mention.getElement().addElement("reference", "urn:xmpp:reference:0").addAttribute("type", "mention")
            .addAttribute("uri", "xmpp:member500@pulse.example");
    }

    private static Message message(final List<String> namespaces) {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(OCCUPANT);
        message.setTo(ROOM);
        message.setBody("Double, double toil and trouble; Fire burn and cauldron bubble.");
        namespaces.forEach(namespace -> message.getElement().addElement("x", namespace));
        return message;
    }

    /** A message with a body alone, which mentions nobody. */
    @Benchmark
    public void messageThatMentionsNobody() {
        mentions.messageBroadcast(ROOM, SESSION, content);
    }

    /** A message with what clients usually add, which mentions nobody. */
    @Benchmark
    public void messageWithOtherElements() {
        mentions.messageBroadcast(ROOM, SESSION, typical);
    }

    /** A message that mentions one member, with all that follows from it but the sending. */
    @Benchmark
    public void messageThatMentionsAMember() {
        mention.setID(Long.toString(++number));
        mentions.messageBroadcast(ROOM, SESSION, mention);
        executor.run();
    }
}
