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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
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
import org.xmpp.packet.Packet;

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
    private static final CapsAnnouncement CAPS =
        new CapsAnnouncement(CapsAnnouncement.Generation.CAPS, "sha-1", "hash", "client#hash");

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger stanzas = new AtomicInteger();
    private Packet last;
    private RoomView view;
    private MucEventing mep;
    private Occupant occupant;
    private Node node;

    /** Fills a room with interested occupants, and a node with items. */
    @Setup
    public void prepare() {
        final List<OccupantView> occupants = new ArrayList<>();
        for (int i = 0; i < OCCUPANTS; i++) {
            occupants.add(new OccupantView("nick" + i, session(i), i == 0 ? Role.MODERATOR : Role.PARTICIPANT,
                i == 0 ? Affiliation.OWNER : Affiliation.NONE));
        }
        view = new RoomView(ROOM, RoomAccess.OPEN, false, false, occupants);
        mep = new MucEventing(() -> SETTINGS, new QueueStrand(), Runnable::run, new CountingSender(), new OneRoom(),
            new KnownCapabilities(), new NoStore(), InstantSource.system(), Ticker.systemTicker());
        for (final OccupantView one : occupants) {
            mep.presenceInRoom(new JID(ROOM.getNode(), ROOM.getDomain(), one.nickname()), one.session(), CAPS);
            mep.occupantJoined(ROOM, one.session(), one.nickname());
        }
        run();
        for (int i = 0; i < ITEMS; i++) {
            mep.take(request(IQ.Type.set, "full", "nick0", true));
            run();
        }
        occupant = new Occupant(session(1), "nick1",
            new VirtualService(new JID(ROOM.getNode(), ROOM.getDomain(), "nick1"), ROOM, new HashSet<>()));
        occupant.announces(CAPS);
        occupant.setInterests(Set.of("urn:example:a", "urn:example:b", NODE));
        node = new Node(NODE, InstantSource.system().instant(), NodeConfiguration.defaults(1, 1_000), null,
            MemoryAccount.of(mep.memory(), ROOM));
        stanzas.set(0);
        publish();
        if (stanzas.get() != OCCUPANTS + 1) {
            throw new IllegalStateException("Only " + stanzas + " stanzas came");
        }
        retrieve();
        final int items = last.getElement().element("pubsub").element("items").elements().size();
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

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
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
        run();
        return stanzas.get();
    }

    /** All items of a full node are retrieved. */
    @Benchmark
    public int retrieve() {
        mep.take(request(IQ.Type.get, "full", "nick0", false));
        run();
        return stanzas.get();
    }

    /** Whether an occupant is interested in a node. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public boolean interest() {
        return mep.isInterested(occupant, node);
    }

    private final class QueueStrand implements SerialExecutor {
        @Override
        public void execute(final Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean tryExecute(final Runnable task) {
            return tasks.add(task);
        }

        @Override
        public void schedule(final Duration delay, final Runnable task) {
            // Nothing is due while this is measured.
        }
    }

    private final class CountingSender implements StanzaSender {
        @Override
        public void send(final Packet stanza) {
            stanzas.incrementAndGet();
            last = stanza;
        }

        @Override
        public boolean offer(final Packet stanza) {
            send(stanza);
            return true;
        }
    }

    private final class OneRoom implements Rooms {
        @Override
        public Optional<RoomView> room(final JID room) {
            return Optional.of(view);
        }

        @Override
        public Affiliation affiliation(final JID room, final JID user) {
            return Affiliation.NONE;
        }

        @Override
        public int accessFingerprint(final JID room) {
            return 1;
        }

        @Override
        public int affiliationsFingerprint(final JID room) {
            return 1;
        }

        @Override
        public boolean isServiceAdmin(final String service, final JID user) {
            return false;
        }

        @Override
        public Collection<RoomView> loaded() {
            return List.of();
        }
    }

    private static final class KnownCapabilities implements Capabilities {
        @Override
        public Optional<Set<String>> interests(final CapsAnnouncement announcement) {
            return Optional.of(Set.of(NODE));
        }

        @Override
        public void ask(final JID session, final CapsAnnouncement announcement) {
        }

        @Override
        public void listen(final Consumer<JID> listener) {
        }

        @Override
        public boolean announces(final JID session, final String feature) {
            return false;
        }

        @Override
        public boolean lacks(final JID session, final String feature) {
            return false;
        }
    }

    private static final class NoStore implements NodeStore {
        @Override
        public void change(final JID room, final String node, final NodeChange change) {
            // Occupants' nodes are not stored.
        }

        @Override
        public void deleteRoom(final JID room) {
            // Occupants' nodes are not stored.
        }

        @Override
        public List<StoredNode> load(final JID room, final long mostBytes) {
            return List.of();
        }
    }
}
