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

import com.google.common.base.Ticker;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
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
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** What an event, the look-up of interest, and the retrieval of a full node cost, without the server's routing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventingBenchmark {

    private static final int OCCUPANTS = 1_000;
    private static final int ITEMS = 250;
    private static final JID ROOM = new JID("coven@chat.pulse.example");
    private static final String NODE = "urn:example:load";
    private static final MepSettings D = MepSettings.DEFAULTS;
    private static final MepSettings SETTINGS = new MepSettings(true, Set.of(), Set.of(), D.publishers(),
        D.otherPublishers(), D.payloadSize(), D.nodesPerOccupant(), D.nodesPerRoom(), D.itemsPerNode(), 1_000_000,
        1_000_000, false, unlimitedReads());

    private final QueueExecutor executor = new QueueExecutor();
    private final CountingSender sender = new CountingSender();
    private MucEventing mep;
    private Occupant occupant;
    private Node node;

    /** Fills a room with interested occupants, and a node with items. */
    @Setup
    public void prepare() {
        final FakeUsers users = new FakeUsers("pulse.example");
        final FakeMuc rooms = new FakeMuc(users);
        final FakeRoom room = rooms.create(ROOM);
        for (int i = 0; i < OCCUPANTS; i++) {
            room.nicknames.put(session(i), "nick" + i);
        }
        room.owners.add(session(0).asBareJID());
        rooms.freeze();
        final FakeCapabilities capabilities = new FakeCapabilities();
        final CapsAnnouncement caps = capabilities.interestedIn(NODE);
        mep = new MucEventing(() -> SETTINGS, executor, Runnable::run, sender, rooms, capabilities,
            new InMemoryNodeStore(), InstantSource.system(), Ticker.systemTicker(), Relay.NONE, users);
        room.nicknames.forEach((session, nickname) -> {
            mep.presenceInRoom(new JID(ROOM.getNode(), ROOM.getDomain(), nickname), session, caps);
            mep.occupantJoined(ROOM, session, nickname);
        });
        executor.run();
        for (int i = 0; i < ITEMS; i++) {
            mep.take(request(IQ.Type.set, "full", "nick0", true));
            executor.run();
        }
        occupant = new Occupant(session(1), "nick1",
            new VirtualService(new JID(ROOM.getNode(), ROOM.getDomain(), "nick1"), ROOM, new HashSet<>(),
                changed -> { }));
        occupant.announces(caps);
        occupant.setInterests(Set.of("urn:example:a", "urn:example:b", NODE));
        node = new Node(NODE, InstantSource.system().instant(), NodeConfiguration.defaults(1, 1_000), null,
            MemoryAccount.of(mep.memory(), ROOM));
        sender.reset();
        publish();
        if (sender.count() != OCCUPANTS + 1) {
            throw new IllegalStateException("Only " + sender.count() + " stanzas came");
        }
        retrieve();
        final int items = sender.last().getElement().element("pubsub").element("items").elements().size();
        if (items != ITEMS) {
            throw new IllegalStateException("Only " + items + " items came");
        }
    }

    private static MepLimits unlimitedReads() {
        final MepLimits limits = D.limits();
        return new MepLimits(limits.bytesPerUser(), limits.bytesPerRoom(), limits.heapPercent(), limits.stanzaSize(),
            1_000_000, 1_000_000, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static JID session(final int index) {
        return new JID("user" + index, "pulse.example", "phone");
    }

    /** A request of the first occupant to its own service: to publish an item, or to retrieve all. */
    private static IQ request(final IQ.Type type, final String nodeId, final String nickname, final boolean many) {
        final IQ request = new IQ(type);
        request.setFrom(session(0));
        request.setTo(new JID(ROOM.getNode(), ROOM.getDomain(), nickname));
        final Element pubsub = DocumentHelper.createElement(QName.get("pubsub", Pubsub.NAMESPACE));
        request.getElement().add(pubsub);
        if (type == IQ.Type.get) {
            pubsub.addElement("items").addAttribute("node", nodeId);
            return request;
        }
        pubsub.addElement("publish").addAttribute("node", nodeId).addElement("item")
            .addElement(QName.get("activity", "urn:example:payload")).setText("I'll give thee a wind.");
        if (many) {
            final Element form = pubsub.addElement("publish-options").addElement(Pubsub.DATA_FORM)
                .addAttribute("type", "submit");
            form.addElement("field").addAttribute("var", "pubsub#max_items").addElement("value")
                .setText(Integer.toString(ITEMS));
        }
        return request;
    }

    /** An item is published, and all occupants are told. */
    @Benchmark
    public int publish() {
        mep.take(request(IQ.Type.set, NODE, "nick0", false));
        executor.run();
        return sender.count();
    }

    /** All items of a full node are retrieved. */
    @Benchmark
    public int retrieve() {
        mep.take(request(IQ.Type.get, "full", "nick0", false));
        executor.run();
        return sender.count();
    }

    /** Whether an occupant is interested in a node. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public boolean interest() {
        return mep.isInterested(occupant, node);
    }
}
