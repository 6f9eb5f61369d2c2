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

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** The feature on a server in memory: a room that romeo, who speaks, owns and is in. */
final class MentionFixture implements AutoCloseable {

    static final JID ROOM = new JID("garden@conference.example.org");
    static final JID ROMEO = new JID("romeo@example.org/phone");
    static final JID JULIET = new JID("juliet@example.org");
    static final JID NURSE = new JID("nurse@example.org");
    static final JID REMOTE = new JID("tybalt@elsewhere.example");

    final FakeUsers users = new FakeUsers("example.org");
    final FakeMuc muc = new FakeMuc(users);
    final FakeRoom room = muc.create(ROOM);
    final ManualSerialExecutor executor = new ManualSerialExecutor();
    final ManualExecutor queries = new ManualExecutor();
    final RecordingSender sender = new RecordingSender();
    final Counters counters = new Counters(MentionMetrics.COUNTERS);
    final ErrorHandler errors = new ErrorHandler(executor.ticker());
    final TestDatabase database;
    final Nicknames nicknames;
    final NicknameRecorder recorder;
    final MucMentions mentions;
    MentionSettings settings = MentionSettings.DEFAULTS;
    private int lastId;

    MentionFixture() {
        try {
            database = new TestDatabase();
        } catch (final SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
        nicknames = new Nicknames(new NicknameTable(database), new MonotonicTimestamps(executor),
            () -> settings.retention());
        final MentionDelivery delivery =
            new MentionDelivery(() -> settings, muc, users, sender, counters, errors, executor.ticker());
        mentions = new MucMentions(() -> settings, executor, queries, muc, users,
            new MentionedUsers(nicknames, users, errors), delivery, counters, executor, executor.ticker());
        recorder = new NicknameRecorder(() -> settings, executor, muc, users, nicknames, executor.ticker());
        room.affiliate(ROMEO.asBareJID(), Affiliation.OWNER);
        enter(ROMEO, "romeo");
    }

    /** A session of a user that takes messages. */
    JID login(final JID user, final String resource) {
        final JID session = new JID(user.getNode(), user.getDomain(), resource);
        users.available.add(session);
        return session;
    }

    void enter(final JID session, final String nickname) {
        users.available.add(session);
        room.nicknames.put(session, nickname);
        recorder.occupantJoined(ROOM, session, nickname);
        run();
    }

    void leave(final JID session) {
        room.nicknames.remove(session);
        recorder.occupantLeft(ROOM, session);
        run();
    }

    void run() {
        executor.runUntilIdle();
        while (queries.runNext()) {
            executor.runUntilIdle();
        }
    }

    static String reference(final String uri) {
        return "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='" + uri + "'/>";
    }

    /** A message as the room broadcasts it; romeo is the author. */
    Message broadcast(final String content) {
        return broadcast(ROMEO, content);
    }

    Message broadcast(final JID author, final String content) {
        final Message message = Stanzas.message("<message type='groupchat' id='m" + ++lastId + "' from='" + ROOM + '/'
            + room.nicknames.get(author) + "' to='nurse@example.org/secret'>" + content + "</message>");
        mentions.messageBroadcast(ROOM, author, message);
        return message;
    }

    /** Romeo mentions somebody. */
    void mention(final String uri) {
        broadcast("<body>Hear, hear</body>" + reference(uri));
        run();
    }

    /** To whom notifications went since the last call. */
    Set<String> told() {
        final Set<String> told = new TreeSet<>();
        final List<Packet> sent = sender.take();
        sent.forEach(stanza -> told.add(stanza.getTo().toString()));
        if (told.size() < sent.size()) {
            throw new AssertionError("Somebody was told twice: " + new HashSet<>(sent));
        }
        return told;
    }

    static Element forwarded(final Packet notification) {
        return notification.getElement().element("mentions").element("forwarded");
    }

    long counted(final Metric metric) {
        return counters.total(metric);
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (final SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
