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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.google.common.base.Ticker;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.log4j.Level;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** The way out: in order per recipient, bounded, and off the caller's thread. */
@Timeout(60)
class RouterStanzaSenderTest {

    private static final long BYTES = 1 << 20;
    private static final QueueLimits LIMITS = new QueueLimits(100, 1 << 20, 1_000, 4 << 20,
        Duration.ofMinutes(1), 4, 2, 4, Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final JID ROMEO = new JID("romeo@example.org/phone");

    private final List<Packet> routed = Collections.synchronizedList(new ArrayList<>());
    private final List<Packet> processed = Collections.synchronizedList(new ArrayList<>());
    private final List<Packet> all = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch latch = new CountDownLatch(1);
    private final FakeUsers users = new FakeUsers("example.org");
    private final Map<JID, ClientSession> sessions = new ConcurrentHashMap<>();
    private volatile Consumer<Packet> before = stanza -> { };
    private final Ticker ticker = Ticker.systemTicker();
    private final ErrorHandler errors = new ErrorHandler(ticker);
    private RouterStanzaSender sender;

    /** Keeps what is routed. */
    private final PacketRouter router = new PacketRouter() {
        @Override
        public void route(final Packet stanza) {
            before.accept(stanza);
            routed.add(stanza);
            all.add(stanza);
        }

        @Override
        public void route(final IQ iq) {
            route((Packet) iq);
        }

        @Override
        public void route(final Message message) {
            route((Packet) message);
        }

        @Override
        public void route(final Presence presence) {
            route((Packet) presence);
        }
    };

    private void open(final int workers, final int capacity) {
        open(users, workers, capacity);
    }

    private void open(final Users known, final int workers, final int capacity) {
        sender = new RouterStanzaSender(router, known, sessions::get, IntStream.range(0, workers)
            .mapToObj(i -> new BoundedWorker("mucpulse-sender-" + i, capacity, BYTES, errors, ticker)).toList(),
            new KeyedExecutor<>("mucpulse-remote", LIMITS, domain -> !domain.startsWith("dark"), errors, ticker), errors);
    }

    @AfterEach
    void close() {
        latch.countDown();
        sender.close();
    }

    private static Message message(final JID to, final int number) {
        final Message message = new Message();
        message.setTo(to);
        message.setID(Integer.toString(number));
        return message;
    }

    private static Message headline(final JID to, final int number) {
        final Message message = message(to, number);
        message.setType(Message.Type.headline);
        return message;
    }

    private void holdAtTheLatch() {
        before = stanza -> {
            try {
                latch.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("mucpulse-sender-")).count();
    }

    @Test
    void stanzasOfOneRecipientKeepTheirOrder() {
        open(3, 10_000);
        final List<JID> recipients = IntStream.range(0, 20).mapToObj(i -> new JID("u" + i + "@example.org/x")).toList();

        for (int i = 0; i < 200; i++) {
            for (final JID recipient : recipients) {
                sender.send(message(recipient, i));
            }
        }

        await().until(() -> routed.size() == 4000);
        final List<String> inOrder = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        for (final JID recipient : recipients) {
            assertThat(List.copyOf(routed)).filteredOn(stanza -> stanza.getTo().equals(recipient))
                .extracting(Packet::getID).containsExactlyElementsOf(inOrder);
        }
    }

    @Test
    void stanzasAreRoutedOnDaemonThreadsOfTheSender() {
        final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        before = stanza -> threads.add(Thread.currentThread());
        open(2, 10);

        sender.send(message(ROMEO, 1));

        await().until(() -> routed.size() == 1);
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).startsWith("mucpulse-sender-");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void r9_lateStanzaIsMadeInItsTurnByTheSender() {
        open(1, 10);
        holdAtTheLatch();
        final List<String> made = Collections.synchronizedList(new ArrayList<>());

        sender.send(message(ROMEO, 1));
        sender.sendLate(ROMEO, () -> {
            made.add(Thread.currentThread().getName());
            return message(ROMEO, 2);
        });
        sender.sendLate(ROMEO, () -> null);
        sender.sendLate(ROMEO, () -> {
            throw new IllegalStateException("for the test");
        });
        sender.send(message(ROMEO, 3));
        assertThat(made).isEmpty();
        latch.countDown();

        await().until(() -> routed.size() == 3);
        assertThat(List.copyOf(routed)).extracting(Packet::getID).containsExactly("1", "2", "3");
        assertThat(made).singleElement().asString().startsWith("mucpulse-sender-");
    }

    @Test
    void r13_aLateHeadlineIsGivenToItsSessionWithoutAWayThroughTheRouter() {
        open(1, 10);
        connect(ROMEO);

        sender.sendLate(ROMEO, () -> headline(ROMEO, 1));
        sender.sendLate(ROMEO, () -> message(ROMEO, 2));
        sender.send(message(ROMEO, 3));
        sender.sendLate(ROMEO, () -> headline(ROMEO, 4));

        await().until(() -> all.size() == 4);
        assertThat(all).extracting(Packet::getID).containsExactly("1", "2", "3", "4");
        assertThat(processed).extracting(Packet::getID).containsExactly("1", "4");
    }

    @Test
    void r13_aLateHeadlineForWhoIsNoSessionHereIsRoutedUnlessGone() {
        open(new GoneUsers(), 1, 10);

        sender.sendLate(new JID("gone@example.org/x"), () -> headline(new JID("gone@example.org/x"), 1));
        sender.sendLate(ROMEO, () -> headline(ROMEO, 2));

        await().until(() -> routed.size() == 1);
        assertThat(routed).extracting(Packet::getID).containsExactly("2");
        assertThat(processed).isEmpty();
    }

    @Test
    void n3_messageThatIsNotToBeCopiedIsGivenToItsSession() {
        open(1, 10);
        connect(ROMEO);

        sender.sendLate(ROMEO, 10, () -> {
            final Message made = message(ROMEO, 1);
            made.getElement().addElement("private", "urn:xmpp:carbons:2");
            return made;
        });

        await().until(() -> all.size() == 1);
        assertThat(processed).extracting(Packet::getID).containsExactly("1");
    }

    /** The router has a message for a session of another server of the cluster copied to the user's others. */
    @Test
    void n3_messageThatIsNotToBeCopiedIsGivenToASessionOfAnotherServerOfTheCluster() {
        open(1, 10);
        final ClientSession elsewhere = mock(ClientSession.class);
        doAnswer(call -> {
            processed.add(call.getArgument(0));
            return all.add(call.getArgument(0));
        }).when(elsewhere).process(any());
        sessions.put(ROMEO, elsewhere);

        sender.sendLate(ROMEO, 10, () -> {
            final Message made = message(ROMEO, 1);
            made.getElement().addElement("private", "urn:xmpp:carbons:2");
            return made;
        });
        sender.sendLate(ROMEO, () -> headline(ROMEO, 2));

        await().until(() -> all.size() == 2);
        assertThat(processed).extracting(Packet::getID).containsExactly("1");
        assertThat(routed).extracting(Packet::getID).containsExactly("2");
    }

    @Test
    void n3_messageForTheBareJidOfAUserWithoutSessionsIsTheServersToStore() {
        open(new GoneUsers(), 1, 10);
        final JID gone = new JID("gone@example.org");
        final IQ iq = new IQ();
        iq.setTo(gone);

        sender.send(message(gone, 1));
        sender.sendLate(gone, 10, () -> message(gone, 2));
        assertThat(sender.offer(message(gone, 3))).isTrue();
        sender.send(iq);
        sender.sendLate(gone, () -> message(gone, 4));

        await().until(() -> routed.size() == 4);
        assertThat(routed).extracting(Packet::getID).containsExactly("1", "2", "3", "4");
    }

    /** To store one takes the database, which may hang. */
    @Test
    void n3_messageThatHasToBeStoredHoldsUpNobodyElse() {
        open(1, 10);
        final JID bare = ROMEO.asBareJID();
        before = stanza -> {
            if (stanza.getTo().equals(bare)) {
                Uninterruptibles.awaitUninterruptibly(latch);
            }
        };

        sender.send(message(bare, 1));
        sender.send(message(ROMEO, 2));
        sender.send(message(new JID("tybalt@elsewhere.example/x"), 3));

        await().until(() -> routed.size() == 2);
        assertThat(routed).extracting(Packet::getID).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void s3_whatIsHeldForALateStanzaCounts() {
        open(1, 10_000);
        holdAtTheLatch();
        final JID remote = new JID("tybalt@dark.example/x");
        sender.sendLate(remote, () -> message(remote, 1));
        await().until(() -> sender.remote().waiting() == 0);

        sender.sendLate(remote, LIMITS.bytesPerKey() - 10_000, () -> message(remote, 2));
        sender.sendLate(remote, 20_000, () -> message(remote, 3));

        assertThat(sender.remote().dropped()).isEqualTo(1);
        latch.countDown();
        await().until(() -> routed.size() == 2);
    }

    @Test
    void stanzaForASessionThatIsGoneIsDroppedSilently() {
        open(new GoneUsers(), 1, 10);
        final LogListener log = new LogListener(ErrorHandler.class);

        sender.send(message(new JID("gone@example.org/x"), 1));
        sender.send(message(ROMEO, 2));

        await().until(() -> routed.size() == 1);
        log.close();
        assertThat(routed).extracting(Packet::getID).containsExactly("2");
        assertThat(log.heard(Level.WARN)).isEmpty();
    }

    /** Users of whom one is gone. */
    private static final class GoneUsers implements Users {
        @Override
        public boolean isLocal(final JID user) {
            return true;
        }

        @Override
        public boolean isAnonymous(final JID session) {
            return false;
        }

        @Override
        public boolean isReachable(final JID session) {
            return !"gone".equals(session.getNode());
        }

        @Override
        public List<String> identities(final JID user) {
            return List.of(user.toBareJID());
        }
    }

    @Test
    void r11_offerIsRefusedWhereTooManyWait() {
        holdAtTheLatch();
        open(1, 2);
        sender.send(message(ROMEO, 1));
        await().until(() -> sender.offer(message(ROMEO, 2)) && sender.offer(message(ROMEO, 3)));

        assertThat(sender.offer(message(ROMEO, 4))).isFalse();
        latch.countDown();

        await().until(() -> sender.offer(message(ROMEO, 5)));
        await().until(() -> routed.stream().anyMatch(stanza -> stanza.getID().equals("5")));
        assertThat(routed).extracting(Packet::getID).doesNotContain("4");
    }

    @Test
    void senderWaitsWhereTooManyWait() throws InterruptedException {
        holdAtTheLatch();
        open(1, 1);
        final AtomicBoolean allGiven = new AtomicBoolean();
        final Thread giver = new Thread(() -> {
            IntStream.range(0, 5).forEach(i -> sender.send(message(ROMEO, i)));
            allGiven.set(true);
        });
        giver.start();
        await().until(() -> giver.getState() == Thread.State.TIMED_WAITING);
        assertThat(allGiven).isFalse();

        latch.countDown();
        giver.join();

        await().until(() -> routed.size() == 5);
        assertThat(routed).extracting(Packet::getID).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void failureOfTheRouterIsLoggedAndTheNextStanzaIsSent() {
        before = stanza -> {
            if (stanza.getID().equals("1")) {
                throw new IllegalStateException("as the test wants it");
            }
            if (stanza.getID().equals("2")) {
                throw new NoClassDefFoundError("as the test wants it");
            }
        };
        final LogListener log = new LogListener(ErrorHandler.class);
        open(1, 10);

        IntStream.rangeClosed(1, 3).forEach(i -> sender.send(message(ROMEO, i)));

        await().until(() -> routed.size() == 1);
        log.close();
        assertThat(routed).extracting(Packet::getID).containsExactly("3");
        assertThat(log.heard(Level.ERROR)).hasSize(2);
    }

    @Test
    void closingSendsWhatWaitsAndEndsTheThreads() {
        holdAtTheLatch();
        open(2, 100);
        IntStream.range(0, 50).forEach(i -> sender.send(message(new JID("u" + i + "@example.org/x"), i)));

        latch.countDown();
        sender.close();

        assertThat(routed).hasSize(50);
        assertThat(threads()).isZero();
    }

    @Test
    void closedSenderTakesNothing() {
        open(1, 10);
        sender.close();

        sender.send(message(ROMEO, 1));

        assertThat(sender.offer(message(ROMEO, 2))).isFalse();
        assertThat(routed).isEmpty();
        sender.close();
    }

    @Test
    void senderThatWaitsIsReleasedByTheClosing() throws InterruptedException {
        holdAtTheLatch();
        open(1, 1);
        final Thread giver = new Thread(() -> IntStream.range(0, 10).forEach(i -> sender.send(message(ROMEO, i))));
        giver.start();
        await().until(() -> giver.getState() == Thread.State.TIMED_WAITING);

        final Thread closer = new Thread(sender::close);
        closer.start();
        giver.join(Duration.ofSeconds(30).toMillis());

        assertThat(giver.isAlive()).isFalse();
        latch.countDown();
        closer.join(Duration.ofSeconds(30).toMillis());
        assertThat(closer.isAlive()).isFalse();
    }

    // To many at once

    private LocalClientSession connect(final JID jid) {
        final LocalClientSession session = mock(LocalClientSession.class);
        doAnswer(call -> {
            before.accept(call.getArgument(0));
            processed.add(call.getArgument(0));
            return all.add(call.getArgument(0));
        }).when(session).process(any());
        sessions.put(jid, session);
        return session;
    }

    private static List<JID> crowd(final int size) {
        return IntStream.range(0, size).mapToObj(i -> new JID("u" + i + "@example.org/x")).toList();
    }

    @Test
    void everybodyGetsAStanzaOfTheirOwnWithTheSameContent() {
        open(2, 10);
        final List<JID> crowd = crowd(50);
        crowd.forEach(this::connect);
        final Message template = message(null, 1);
        template.setBody("hello");

        sender.sendToAll(template, crowd);

        await().until(() -> processed.size() == 50);
        assertThat(processed).extracting(Packet::getTo).containsExactlyInAnyOrderElementsOf(crowd);
        assertThat(processed).allSatisfy(stanza -> assertThat(stanza.toXML())
            .contains("<body>hello</body>", "to=\"" + stanza.getTo() + '"'));
        assertThat(processed.stream().map(stanza -> System.identityHashCode(stanza.getElement().element("body").getText()))
            .distinct()).as("texts, which can be large").hasSize(1);
        assertThat(routed).isEmpty();
    }

    /** As the interceptor of another plugin may do. */
    @Test
    void whatIsChangedDeepInOneStanzaIsChangedInThatOneAlone() {
        open(1, 10);
        final List<JID> crowd = crowd(3);
        crowd.forEach(this::connect);
        final Message template = message(null, 1);
        template.getElement().addElement("event", "urn:x").addElement("item").addElement("payload").setText("as sent");
        before = stanza -> {
            if (stanza.getTo().equals(crowd.get(1))) {
                final Element item = stanza.getElement().element("event").element("item");
                item.element("payload").setText("edited");
                item.addElement("added");
            }
        };

        sender.sendToAll(template, crowd);

        await().until(() -> processed.size() == 3);
        assertThat(processed.get(1).toXML()).contains("edited", "<added/>").doesNotContain("as sent");
        assertThat(List.of(processed.get(0), processed.get(2))).allSatisfy(stanza ->
            assertThat(stanza.toXML()).contains("as sent").doesNotContain("edited", "added"));
        assertThat(template.toXML()).contains("as sent").doesNotContain("edited", "added");
    }

    @Test
    void queueHoldsOneEntryForMany() {
        holdAtTheLatch();
        open(1, 2);
        final List<JID> crowd = crowd(500);
        crowd.forEach(this::connect);
        sender.send(message(ROMEO, 0));

        sender.sendToAll(message(null, 1), crowd);
        latch.countDown();

        await().until(() -> processed.size() == 500);
    }

    @Test
    void orderHoldsBetweenStanzasForOneAndForMany() {
        open(2, 1000);
        final List<JID> crowd = crowd(20);
        crowd.forEach(this::connect);

        for (int i = 0; i < 100; i++) {
            sender.sendToAll(message(null, 2 * i), crowd);
            for (final JID jid : crowd) {
                sender.send(message(jid, 2 * i + 1));
            }
        }

        await().until(() -> everything().size() == 4000);
        final List<String> inOrder = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        for (final JID jid : crowd) {
            assertThat(everything()).filteredOn(stanza -> stanza.getTo().equals(jid)).extracting(Packet::getID)
                .containsExactlyElementsOf(inOrder);
        }
    }

    /** What was routed and what was given to sessions, in the order in which both happened. */
    private List<Packet> everything() {
        return List.copyOf(all);
    }

    @Test
    void whoIsNotASessionHereGetsACopyThatIsRouted() {
        open(1, 10);
        final JID remote = new JID("romeo@elsewhere.example/x");
        final JID clustered = new JID("juliet@example.org/x");
        sessions.put(clustered, mock(ClientSession.class));
        final Message template = message(null, 1);

        sender.sendToAll(template, List.of(remote, clustered));

        await().until(() -> routed.size() == 2);
        assertThat(routed).extracting(Packet::getTo).containsExactlyInAnyOrder(remote, clustered);
        assertThat(routed).allSatisfy(stanza -> assertThat(stanza.getElement()).isExactlyInstanceOf(DefaultElement.class));
        assertThat(template.getTo()).isNull();
    }

    @Test
    void m3_whatHoldsNoMoreIsNotSentToMany() {
        open(1, 10);
        holdAtTheLatch();
        final List<JID> crowd = new ArrayList<>(crowd(20));
        crowd.forEach(this::connect);
        crowd.add(new JID("romeo@elsewhere.example/x"));
        final List<String> askedOn = Collections.synchronizedList(new ArrayList<>());
        final AtomicBoolean holds = new AtomicBoolean(true);
        final BooleanSupplier question = () -> {
            askedOn.add(Thread.currentThread().getName());
            return holds.get();
        };

        sender.send(message(ROMEO, 0));
        sender.send(message(new JID("romeo@elsewhere.example/x"), 0));
        sender.sendToAll(message(null, 1), crowd, question);
        assertThat(askedOn).isEmpty();
        holds.set(false);
        latch.countDown();
        await().until(() -> askedOn.size() == 2);
        holds.set(true);
        sender.sendToAll(message(null, 2), crowd, question);

        await().until(() -> everything().size() == 2 + crowd.size());
        assertThat(everything()).extracting(Packet::getID).containsOnly("0", "2");
        assertThat(askedOn).as("one question for each thread").hasSize(4)
            .noneMatch(name -> name.equals(Thread.currentThread().getName()));
    }

    @Test
    void whoIsGoneGetsNothing() {
        open(new GoneUsers(), 1, 10);
        connect(ROMEO);

        sender.sendToAll(message(null, 1), List.of(new JID("gone@example.org/x"), ROMEO));

        await().until(() -> processed.size() == 1);
        assertThat(routed).isEmpty();
    }

    @Test
    void failureOfOneSessionIsNoneOfTheOthers() {
        final LogListener log = new LogListener(ErrorHandler.class);
        open(1, 10);
        final JID broken = new JID("broken@example.org/x");
        final LocalClientSession session = connect(broken);
        doThrow(new IllegalStateException("as the test wants it")).when(session).process(any());
        connect(ROMEO);

        sender.sendToAll(message(null, 1), List.of(broken, ROMEO));

        await().until(() -> processed.size() == 1);
        log.close();
        assertThat(log.heard(Level.ERROR)).hasSize(1);
    }

    // Other domains

    private static JID remote(final int number) {
        return new JID("u@dark" + number + ".example/x");
    }

    private void holdOthers() {
        before = stanza -> {
            if (stanza.getTo().getDomain().startsWith("dark")) {
                try {
                    latch.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    @Test
    void s9_domainsThatCannotBeReachedDelayNobodyElse() {
        holdOthers();
        open(2, 10);
        for (int domain = 0; domain < 130; domain++) {
            sender.send(message(remote(domain), 0));
            sender.sendToAll(message(null, 1), List.of(remote(domain)));
        }
        final IQ answer = new IQ(IQ.Type.result, "answer");
        answer.setTo(ROMEO);
        final JID healthy = new JID("u@healthy.example/x");

        final long begun = System.nanoTime();
        assertThat(sender.offer(answer)).isTrue();
        sender.send(message(ROMEO, 7));
        sender.send(message(healthy, 8));

        await().until(() -> routed.size() == 3);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(routed).extracting(Packet::getID).containsExactlyInAnyOrder("answer", "7", "8");
    }

    @Test
    void s9_whatWaitsForADomainIsBoundedAndCounted() {
        holdOthers();
        open(1, 10);
        sender.send(message(remote(1), 0));
        await().until(() -> sender.remote().waiting() == 0);
        for (int i = 0; i < 150; i++) {
            sender.send(message(remote(1), i));
        }

        assertThat(sender.remote().dropped()).isEqualTo(50);
        assertThat(sender.offer(message(remote(1), 200))).isFalse();
        assertThat(sender.local().dropped()).isZero();
    }

    @Test
    void s9_stanzasForOneRemoteRecipientKeepTheirOrder() {
        open(1, 10);
        final JID recipient = new JID("u@healthy.example/x");
        for (int i = 0; i < 90; i += 3) {
            sender.send(message(recipient, i));
            final int next = i + 1;
            sender.sendLate(recipient, () -> message(recipient, next));
            sender.sendToAll(message(null, i + 2), List.of(recipient));
        }

        await().until(() -> routed.size() == 90);
        assertThat(routed).extracting(Packet::getID)
            .containsExactlyElementsOf(IntStream.range(0, 90).mapToObj(Integer::toString).toList());
    }

    @Test
    void s9_largeMessageForManyOfOneDomainCountsOnce() {
        holdOthers();
        open(1, 10);
        final Message large = message(null, 1);
        large.setBody("x".repeat(500_000));
        sender.send(message(remote(1), 0));

        sender.sendToAll(large, IntStream.range(0, 80).mapToObj(i -> new JID("u" + i + "@dark1.example/x")).toList());
        sender.sendToAll(large, IntStream.range(0, 10).mapToObj(i -> new JID("u" + i + "@dark1.example/x")).toList());
        assertThat(sender.remote().dropped()).isZero();
        sender.sendToAll(large, List.of(remote(1)));

        assertThat(sender.remote().dropped()).isEqualTo(1);
    }

    @Test
    void s1_bytesThatWaitForAWorkerAreBounded() {
        holdAtTheLatch();
        open(1, 1_000);
        final Message large = message(ROMEO, 1);
        large.setBody("x".repeat(300_000));
        sender.send(message(ROMEO, 0));
        await().until(() -> sender.local().waiting() == 0);

        assertThat(IntStream.range(0, 10).filter(i -> sender.offer(large)).count()).isEqualTo(3);

        assertThat(sender.local().dropped()).isEqualTo(7);
    }
}
