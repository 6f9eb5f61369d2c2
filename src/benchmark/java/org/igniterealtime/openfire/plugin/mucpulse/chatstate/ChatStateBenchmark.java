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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.CountingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
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

/** What chat states cost: the decision, and messages that have none; without the server's look at its rooms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChatStateBenchmark {

    private static final JID ROOM = new JID("coven@chat.pulse.example");
    private static final JID SESSION = new JID("hecate@pulse.example/phone");
    private static final JID OCCUPANT = new JID("coven@chat.pulse.example/Hecate");
    private static final JID RECIPIENT = new JID("witch@pulse.example/cauldron");
    /** So short that every notification passes. */
    private static final ChatStateSettings SETTINGS =
        new ChatStateSettings(Policy.ENFORCE, Map.of(), Map.of(), 100, 10, Duration.ZERO, true);
    private static final SpeakerView SPEAKER = new SpeakerView("Hecate", true, 50);

    private final OccupantChatState occupantState = new OccupantChatState(new OccupantStateLimits());
    private RoomChatStates feature;
    private RoomChatStates quiet;
    private Message composing;
    private Message paused;
    private Message content;
    private Message contentWithActive;
    private Message broadcast;
    private Message deliveredState;
    private boolean flip;

    /** Prepares a room in which somebody typed. */
    @Setup
    public void prepare() {
        feature = feature();
        quiet = feature();
        composing = state("composing");
        paused = state("paused");
        content = message();
        content.setBody("Double, double toil and trouble; Fire burn and cauldron bubble.");
        contentWithActive = message();
        contentWithActive.setBody("Cool it with a baboon's blood.");
        contentWithActive.getElement().addElement(QName.get("active", ChatState.NAMESPACE));
        broadcast = content.createCopy();
        broadcast.setFrom(OCCUPANT);
        deliveredState = composing.createCopy();
        deliveredState.setFrom(OCCUPANT);
        deliveredState.setTo(RECIPIENT);
        occupantState.notificationPassed(SESSION, ChatState.PAUSED, 0, 10);
        if (!feature.admits(composing) || feature.admits(composing) || !feature.delivers(deliveredState, () -> false)) {
            throw new IllegalStateException("Not as expected");
        }
    }

    private static RoomChatStates feature() {
        final FakeUsers users = new FakeUsers("pulse.example");
        final FakeMuc rooms = new FakeMuc(users);
        final FakeRoom room = rooms.create(ROOM);
        room.nicknames.put(SESSION, SPEAKER.nickname());
        room.crowd = SPEAKER.occupants() - 1;
        rooms.freeze();
        return new RoomChatStates(() -> SETTINGS, new QueueExecutor(), new CountingSender(), rooms,
            new FakeCapabilities(), Ticker.systemTicker(), () -> false, users);
    }

    private static Message message() {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(SESSION);
        message.setTo(ROOM);
        return message;
    }

    private static Message state(final String name) {
        final Message message = message();
        message.getElement().addElement(QName.get(name, ChatState.NAMESPACE));
        message.getElement().addElement(QName.get("no-store", "urn:xmpp:hints"));
        return message;
    }

    /** The decision by itself: the message is read, and the rules are applied. */
    @Benchmark
    public Object decision() {
        final Notification notification = Notification.of(composing);
        return ChatStateRules.decide(notification, occupantState, SPEAKER, Policy.ENFORCE, SETTINGS, 1);
    }

    /** All that happens when a notification passes. */
    @Benchmark
    public boolean notificationThatPasses() {
        flip = !flip;
        return feature.admits(flip ? paused : composing);
    }

    /** All that happens when a notification is dropped as a repetition. */
    @Benchmark
    public boolean notificationThatIsDropped() {
        return quiet.admits(composing);
    }

    /** A message without a state on its way to the room. */
    @Benchmark
    public boolean messageWithoutState() {
        return feature.admits(content);
    }

    /** A message with content and {@code <active/>} on its way to the room. */
    @Benchmark
    public boolean messageWithActive() {
        return feature.admits(contentWithActive);
    }

    /** A room in which somebody typed got a message without a state. */
    @Benchmark
    public void broadcastWhereSomebodyTyped() {
        feature.messageBroadcast(ROOM, SESSION, broadcast);
    }

    /** The same where nobody did. */
    @Benchmark
    public void broadcastWhereNobodyTyped() {
        quiet.messageBroadcast(ROOM, SESSION, broadcast);
    }

    /** A message without a state on its way to one recipient. */
    @Benchmark
    public boolean deliveryOfContent() {
        return feature.isDispensable(broadcast);
    }

    /** A notification on its way to one recipient. */
    @Benchmark
    public boolean deliveryOfNotification() {
        return feature.isDispensable(deliveredState) && feature.delivers(deliveredState, () -> false);
    }
}
