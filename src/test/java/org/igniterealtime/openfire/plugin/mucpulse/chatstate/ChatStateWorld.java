/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** A server with rooms around the feature, in limits and in a time of its own. */
final class ChatStateWorld implements Rooms, Capabilities, StanzaSender {

    static final String SERVICE = "conference.example.org";
    static final JID ROOM = new JID("coven@conference.example.org");
    static final JID HECATE = new JID("hecate@example.org/broom");
    static final JID HECATE_PHONE = new JID("hecate@example.org/phone");
    static final JID WITCH = new JID("witch@example.org/cauldron");
    static final String STATES = "http://jabber.org/protocol/chatstates";
    static final String BODY = "<body>Harpier cries</body>";

    final ManualSerialExecutor executor = new ManualSerialExecutor();
    final RoomChatStates feature;
    ChatStateSettings settings = ChatStateSettings.DEFAULTS;
    /** Sessions and their nicknames, by room. */
    private final Map<JID, Map<JID, String>> rooms = new TreeMap<>();
    private final Set<JID> voiceless = new HashSet<>();
    private final Set<JID> withoutChatStates = new HashSet<>();
    private final List<Message> received = new ArrayList<>();
    private final List<JID> refused = new ArrayList<>();
    private final List<Packet> waiting = new ArrayList<>();
    private boolean slowRouter;
    private boolean fullRouter;
    private boolean overflowingRouter;
    private boolean rejectingStrand;
    private int crowd;
    private Runnable beforeNextLook = () -> { };

    ChatStateWorld() {
        final Instant beginning = executor.instant();
        feature = new RoomChatStates(() -> settings, new RejectingStrand(), this, this, this, new Ticker() {
            @Override
            public long read() {
                return Duration.between(beginning, executor.instant()).toNanos();
            }
        });
        rooms.put(ROOM, new LinkedHashMap<>());
    }

    private final class RejectingStrand implements SerialExecutor {

        @Override
        public void execute(@Nonnull final Runnable task) {
            executor.execute(task);
        }

        @Override
        public boolean tryExecute(@Nonnull final Runnable task) {
            return executor.tryExecute(task);
        }

        @Override
        public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            if (rejectingStrand) {
                throw new OutOfMemoryError("as the test wants it");
            }
            executor.schedule(delay, task);
        }
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
        rooms.get(ROOM).put(session, nickname);
        feature.occupantJoined(ROOM, session, nickname);
    }

    void leave(final JID session) {
        rooms.get(ROOM).remove(session);
        feature.occupantLeft(ROOM, session);
    }

    void rename(final String from, final String to) {
        rooms.get(ROOM).entrySet().stream().filter(occupant -> occupant.getValue().equals(from)).forEach(occupant -> {
            occupant.setValue(to);
            feature.nicknameChanged(ROOM, occupant.getKey(), from, to);
        });
    }

    void voice(final JID session, final boolean voice) {
        if (voice) {
            voiceless.remove(session);
        } else {
            voiceless.add(session);
        }
    }

    boolean hasVoice(final JID session) {
        return !voiceless.contains(session);
    }

    Map<JID, String> occupants() {
        return rooms.get(ROOM);
    }

    void destroyRoom() {
        List.copyOf(rooms.get(ROOM).keySet()).forEach(this::leave);
        feature.roomDestroyed(ROOM);
    }

    /** So many silent sessions are in the room as well. */
    void crowd(final int sessions) {
        crowd = sessions;
    }

    /** Something happens right before the feature looks at the room for the second time from now. */
    void betweenTwoLooks(final Runnable event) {
        beforeNextLook = () -> beforeNextLook = () -> {
            beforeNextLook = () -> { };
            event.run();
        };
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
        for (final Packet stanza : waiting) {
            final Message message = (Message) stanza;
            if (hasVoice(message.getFrom())) {
                routed.add(rooms.get(ROOM).get(message.getFrom()) + ' ' + content(message));
            } else {
                refused.add(message.getFrom());
            }
        }
        waiting.clear();
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
        final String nickname = rooms.getOrDefault(message.getTo(), Map.of()).get(session);
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
        fullRouter = full;
    }

    /** The plugin's stanzas break the router, or no longer do. */
    void overflowing(final boolean overflowing) {
        overflowingRouter = overflowing;
    }

    /** The executor takes no tasks, or does again. */
    void rejecting(final boolean rejecting) {
        rejectingStrand = rejecting;
    }

    void deliver() {
        final List<Packet> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(stanza -> route((Message) stanza));
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

    long count(final ChatStateCount what) {
        return feature.counts().of(SERVICE, what);
    }

    // The server

    @Override
    public void send(@Nonnull final Packet stanza) {
        if (slowRouter) {
            waiting.add(stanza);
        } else {
            route((Message) stanza);
        }
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        if (overflowingRouter) {
            throw new StackOverflowError("as the test wants it");
        }
        if (fullRouter) {
            return false;
        }
        send(stanza);
        return true;
    }

    @Override
    @Nonnull
    public Optional<SpeakerView> speaker(@Nonnull final JID room, @Nonnull final JID session) {
        beforeNextLook.run();
        final Map<JID, String> occupants = rooms.getOrDefault(room, Map.of());
        return Optional.ofNullable(occupants.get(session))
            .map(nickname -> new SpeakerView(nickname, hasVoice(session), occupants.size() + crowd));
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID room) {
        return Optional.ofNullable(rooms.get(room)).map(occupants -> new RoomView(room, RoomAccess.OPEN, true, true,
            occupants.entrySet().stream().map(entry -> new OccupantView(entry.getValue(), entry.getKey(),
                hasVoice(entry.getKey()) ? Role.PARTICIPANT : Role.VISITOR, Affiliation.NONE)).toList()));
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
        return Affiliation.NONE;
    }

    @Override
    public int accessFingerprint(@Nonnull final JID room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
        return false;
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Nonnull
    public Optional<Set<String>> interests(@Nonnull final CapsAnnouncement announcement) {
        return Optional.empty();
    }

    @Override
    public void ask(@Nonnull final JID session, @Nonnull final CapsAnnouncement announcement) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listen(@Nonnull final Consumer<JID> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean announces(@Nonnull final JID session, @Nonnull final String feature) {
        throw new UnsupportedOperationException();
    }

    void knowsNoChatStates(final JID session) {
        withoutChatStates.add(session);
    }

    @Override
    public boolean lacks(@Nonnull final JID session, @Nonnull final String feature) {
        return STATES.equals(feature) && withoutChatStates.contains(session);
    }
}
