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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** A server with rooms around the feature, in memory and in a time of its own. */
final class ChatStateWorld {

    static final String SERVICE = "conference.example.org";
    static final JID ROOM = new JID("coven@conference.example.org");
    static final JID HECATE = new JID("hecate@example.org/broom");
    static final JID HECATE_PHONE = new JID("hecate@example.org/phone");
    static final JID WITCH = new JID("witch@example.org/cauldron");
    static final String STATES = "http://jabber.org/protocol/chatstates";
    static final String BODY = "<body>Harpier cries</body>";

    final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final FakeUsers users = new FakeUsers("example.org");
    final FakeMuc rooms = new FakeMuc(users);
    final FakeCapabilities capabilities = new FakeCapabilities();
    private final RecordingSender sender = new RecordingSender();
    final RoomChatStates feature;
    ChatStateSettings settings = ChatStateSettings.DEFAULTS;
    private final FakeRoom coven = rooms.create(ROOM);
    private final List<Message> received = new ArrayList<>();
    private final List<JID> refused = new ArrayList<>();
    private boolean slowRouter;
    /** Whether the server is one of a cluster. */
    boolean clustered;

    ChatStateWorld() {
        feature = new RoomChatStates(() -> settings, executor, sender, rooms, capabilities, executor.ticker(),
            () -> clustered, users);
        coven.moderated = true;
        sender.observe(stanza -> {
            if (!slowRouter) {
                deliver();
            }
        });
    }

    /** A world with Hecate and a witch in the room. */
    static ChatStateWorld withTwo() {
        final ChatStateWorld world = new ChatStateWorld();
        world.join(HECATE, "Hecate");
        world.join(WITCH, "First Witch");
        return world;
    }

    static String state(final String name) {
        return '<' + name + " xmlns='" + STATES + "'/>";
    }

    // Settings

    void policy(final Policy policy) {
        settings = new ChatStateSettings(policy, settings.services(), settings.rooms(), settings.occupants(),
            settings.rate(), settings.window(), settings.perRecipient());
    }

    void rate(final int rate, final Duration window) {
        settings = new ChatStateSettings(settings.policy(), settings.services(), settings.rooms(),
            settings.occupants(), rate, window, settings.perRecipient());
    }

    void occupants(final int occupants) {
        settings = new ChatStateSettings(settings.policy(), settings.services(), settings.rooms(), occupants,
            settings.rate(), settings.window(), settings.perRecipient());
    }

    void perRecipient(final boolean perRecipient) {
        settings = new ChatStateSettings(settings.policy(), settings.services(), settings.rooms(),
            settings.occupants(), settings.rate(), settings.window(), perRecipient);
    }

    // The room

    void join(final JID session, final String nickname) {
        coven.nicknames.put(session, nickname);
        feature.occupantJoined(ROOM, session, nickname);
    }

    /** A session, in the room or on its way in, announces its capabilities. */
    void present(final JID session, final CapsAnnouncement announcement) {
        feature.presenceInRoom(new JID(ROOM.getNode(), ROOM.getDomain(), "nick", true), session, announcement);
        executor.runUntilIdle();
    }

    void leave(final JID session) {
        coven.nicknames.remove(session);
        feature.occupantLeft(ROOM, session);
    }

    void rename(final String from, final String to) {
        coven.nicknames.entrySet().stream().filter(occupant -> occupant.getValue().equals(from)).forEach(occupant -> {
            occupant.setValue(to);
            feature.nicknameChanged(ROOM, occupant.getKey(), from, to);
        });
    }

    void voice(final JID session, final boolean voice) {
        coven.roles.put(session, voice ? Role.PARTICIPANT : Role.VISITOR);
    }

    boolean hasVoice(final JID session) {
        return coven.roles.getOrDefault(session, Role.PARTICIPANT).hasVoice();
    }

    Map<JID, String> occupants() {
        return coven.nicknames;
    }

    void destroyRoom() {
        List.copyOf(coven.nicknames.keySet()).forEach(this::leave);
        feature.roomDestroyed(ROOM);
    }

    /** So many silent sessions are in the room as well. */
    void crowd(final int sessions) {
        coven.crowd = sessions;
    }

    /** Something happens right before the feature looks at the room for the second time from now. */
    void betweenTwoLooks(final Runnable event) {
        rooms.observe(() -> rooms.observe(() -> {
            rooms.observe(() -> { });
            event.run();
        }));
    }

    // Messages

    /** A message on its way, as the server's router sees it. */
    Message message(final JID from, final String content) {
        return Stanzas.message("<message xmlns='jabber:client' type='groupchat' id='m1' from='" + from + "' to='" + ROOM
            + "'>" + content + "</message>");
    }

    /** What was given to the router, and gets to the room as nothing stands in its way. */
    List<String> routedWithoutPlugin() {
        final List<String> routed = new ArrayList<>();
        for (final Packet stanza : sender.take()) {
            final Message message = (Message) stanza;
            if (hasVoice(message.getFrom())) {
                routed.add(coven.nicknames.get(message.getFrom()) + ' ' + content(message));
            } else {
                refused.add(message.getFrom());
            }
        }
        return routed;
    }

    /** Whether the message went on to the room. */
    boolean send(final JID from, final String content) {
        return route(message(from, content));
    }

    boolean says(final JID from, final String state) {
        return send(from, state(state));
    }

    /** What the router and the room do with a message. */
    private boolean route(final Message message) {
        if (!feature.admits(message)) {
            return false;
        }
        final JID session = message.getFrom();
        final String nickname = coven.nicknames.get(session);
        if (nickname == null || !hasVoice(session)) {
            refused.add(session);
            return true;
        }
        final Message broadcast = message.createCopy();
        broadcast.setFrom(new JID(ROOM.getNode(), ROOM.getDomain(), nickname, true));
        received.add(broadcast.createCopy());
        // As newer servers do.
        broadcast.addChildElement("addresses", "http://jabber.org/protocol/address").addElement("address")
            .addAttribute("type", "ofrom").addAttribute("jid", session.toString());
        feature.messageBroadcast(ROOM, session, broadcast);
        return true;
    }

    /** Whether a session gets what a room sends round. */
    boolean delivers(final Message message, final BooleanSupplier inactive) {
        return !feature.isDispensable(message) || feature.delivers(message, inactive);
    }

    /** Stanzas of the plugin wait until {@link #deliver()}. */
    void slowly() {
        slowRouter = true;
    }

    /** The plugin's stanzas find no room in the queue, or do again. */
    void full(final boolean full) {
        sender.full(full);
    }

    /** The plugin's stanzas break the router, or no longer do. */
    void overflowing(final boolean overflowing) {
        sender.fail(overflowing ? new StackOverflowError("as the test wants it") : null);
    }

    /** The executor takes no tasks, or does again. */
    void rejecting(final boolean rejecting) {
        executor.fail(rejecting ? new OutOfMemoryError("as the test wants it") : null);
    }

    void deliver() {
        sender.take().forEach(stanza -> route((Message) stanza));
    }

    void advance(final Duration duration) {
        executor.advance(duration);
    }

    /** What the room got since the last call: nickname, and state or "content". */
    List<String> heard() {
        final List<String> heard = new ArrayList<>();
        taken().forEach(message -> heard.add(message.getFrom().getResource() + ' ' + content(message)));
        return heard;
    }

    /** What the room got since the last call. */
    List<Message> taken() {
        final List<Message> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    /** Who got an error of the server since the last call. */
    List<JID> refused() {
        final List<JID> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }

    private static String content(final Message message) {
        final Notification notification = Notification.of(message);
        return notification == null || !notification.standalone() ? "content"
            : notification.state().qName().getName();
    }

    long count(final Metric what) {
        return feature.counters().of(SERVICE, what);
    }

    void knowsNoChatStates(final JID session) {
        capabilities.serverKnows(session);
    }
}
