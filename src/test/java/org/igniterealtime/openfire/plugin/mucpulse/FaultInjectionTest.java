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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.google.common.base.Ticker;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dom4j.DocumentHelper;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RepeatingWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerPool;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.MucServices;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenRequests;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.PropertyEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.RoomEventHooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.RouterStanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.VCardEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** S1: errors thrown into every worker and loop of the plugin, through whatever it calls; all go on afterwards. */
@Timeout(60)
class FaultInjectionTest {

    /** Every worker that the plugin starts, and of what kind it is. A new one belongs here. */
    private static final Map<String, String> WORKERS = Map.ofEntries(Map.entry("rai", "executor"),
        Map.entry("mep", "executor"), Map.entry("chatstate", "executor"), Map.entry("chatting", "executor"),
        Map.entry("store", "executor"), Map.entry("journal", "executor"), Map.entry("console", "executor"),
        Map.entry("watch", "executor"), Map.entry("sender", "worker"), Map.entry("remote", "domains"),
        Map.entry("query", "pool"), Map.entry("query_lists", "pool"), Map.entry("relay", "executor"),
        Map.entry("relay_registry", "executor"), Map.entry("relay_sender", "repeating"),
        Map.entry("mention", "executor"), Map.entry("query_mentions", "pool"), Map.entry("commands", "pool"));

    /** The classes that start threads. Whatever runs in them is caught there. */
    private static final Set<Class<?>> STARTERS =
        Set.of(SingleThreadSerialExecutor.class, BoundedWorker.class, KeyedExecutor.class, WorkerPool.class,
            RepeatingWorker.class);

    private static final JID ROMEO = new JID("romeo@example.org/phone");
    private static final JID REMOTE = new JID("romeo@elsewhere.example/phone");

    private final Ticker ticker = Ticker.systemTicker();
    private final ErrorHandler errors = new ErrorHandler(ticker);
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final AtomicInteger thrown = new AtomicInteger();
    private AutoCloseable closing = () -> { };

    @AfterEach
    void close() throws Exception {
        closing.close();
    }

    /** Throws what is to be thrown at the moment, if anything is. */
    private void maybeFail() {
        final Throwable now = fault.get();
        if (now != null) {
            thrown.incrementAndGet();
            Faults.sneak(now);
        }
    }

    private void awaitThrown() {
        await().until(() -> thrown.get() > 0);
        fault.set(null);
        thrown.set(0);
    }

    // That none is forgotten

    @Test
    void s1_everyWorkerOfThePluginIsTriedHere() throws IOException {
        final Set<String> started = new TreeSet<>(MucPulsePlugin.features().stream().map(Feature::name).toList());
        final Pattern worker = Pattern.compile(
            "(?:(?:[eE]xecutor|queries|workers\\.(?:pool|boundedWorkers|keyedExecutor))\\(|String LINE = )\"(\\w+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (final Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                final Matcher matcher = worker.matcher(Files.readString(source));
                while (matcher.find()) {
                    started.add(matcher.group(1));
                }
            }
        }

        assertThat(started).isEqualTo(new TreeSet<>(WORKERS.keySet()));
    }

    /** What creates a worker adds its line as well: see WorkersTest. */
    @Test
    void s1_workersAreCreatedOnlyWhereTheyAreAddedToTheHealthPage() {
        final Set<String> creators = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(MucPulsePlugin.class).stream()
            .filter(type -> type.getConstructorCallsFromSelf().stream()
                .anyMatch(call -> STARTERS.stream().anyMatch(call.getTargetOwner()::isEquivalentTo)))
            .map(JavaClass::getName).collect(Collectors.toSet());

        assertThat(creators).containsExactly(Workers.class.getName());
    }

    @Test
    void s1_everyWorkerOfThePluginIsShownOnTheHealthPage() throws IOException {
        final String texts = Files.readString(Path.of("i18n/mucpulse_i18n.properties"));

        assertThat(WORKERS.keySet()).allSatisfy(name -> assertThat(texts).contains("health.queue." + name + " ="));
    }

    @Test
    void s1_threadsAreStartedWhereEverythingIsCaught() {
        final Set<String> starters = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(MucPulsePlugin.class).stream()
            .filter(type -> type.getConstructorCallsFromSelf().stream()
                .map(call -> call.getTargetOwner()).anyMatch(FaultInjectionTest::runsThings)
                || type.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Executors.class)))
            .map(JavaClass::getName).map(name -> name.replaceAll("\\$.*", "")).collect(Collectors.toSet());

        assertThat(starters).isEqualTo(STARTERS.stream().map(Class::getName).collect(Collectors.toSet()));
    }

    private static boolean runsThings(final JavaClass type) {
        return type.isAssignableTo(Thread.class) || type.isAssignableTo(Timer.class)
            || type.isAssignableTo(ExecutorService.class);
    }

    // Workers

    static Stream<Arguments> workersAndFaults() {
        return WORKERS.entrySet().stream().flatMap(worker ->
            Faults.all().map(thrown -> Arguments.of(worker.getKey(), worker.getValue(), thrown)));
    }

    private Executor worker(final String name, final String kind) {
        final Executor executor;
        switch (kind) {
            case "executor" -> {
                final SingleThreadSerialExecutor serial = new SingleThreadSerialExecutor("test-" + name, 100, errors, ticker);
                closing = serial;
                executor = serial;
            }
            case "worker" -> {
                final BoundedWorker worker = new BoundedWorker("test-" + name, 100, 1_000, errors, ticker);
                closing = worker;
                executor = task -> worker.put(1, task);
            }
            case "domains" -> {
                final KeyedExecutor<String> domains =
                    new KeyedExecutor<>("test-" + name, limits(), domain -> true, errors, ticker);
                closing = domains;
                executor = task -> domains.offer("domain", 1, task);
            }
            case "pool" -> {
                final WorkerPool pool = new WorkerPool("test-" + name, 1, 100, errors, ticker);
                closing = pool;
                executor = pool;
            }
            case "repeating" -> {
                final Repeating repeating = new Repeating(name);
                closing = repeating;
                executor = repeating.tasks::add;
            }
            default -> throw new AssertionError(kind);
        }
        return executor;
    }

    /** A worker that repeats taking a task and running it. */
    private final class Repeating implements AutoCloseable, WorkerStatus.Source {

        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final RepeatingWorker worker;

        Repeating(final String name) {
            worker = new RepeatingWorker("test-" + name, () -> {
                tasks.take().run();
                return !closed.get();
            }, errors);
        }

        @Override
        public WorkerStatus status() {
            return new WorkerStatus(worker.isHealthy(), Duration.ZERO, tasks.size(), 0);
        }

        @Override
        public void close() {
            tasks.add(() -> closed.set(true));
            worker.join(Duration.ofSeconds(10));
            assertThat(worker.isOver()).isTrue();
        }
    }

    private static QueueLimits limits() {
        return new QueueLimits(100, 100_000, 100, 1_000_000, Duration.ofMinutes(1), 1, 1, 1, Duration.ofSeconds(1),
            Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @MethodSource("workersAndFaults")
    void s1_workerGoesOnWhateverItsTasksThrow(final String name, final String kind, final Throwable thrownNow) {
        final Executor worker = worker(name, kind);
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        for (int i = 0; i < 20; i++) {
            worker.execute(() -> {
                threads.add(Thread.currentThread());
                Faults.sneak(thrownNow);
            });
        }
        final CountDownLatch done = new CountDownLatch(1);
        worker.execute(() -> {
            threads.add(Thread.currentThread());
            done.countDown();
        });

        await().until(() -> done.getCount() == 0);
        assertThat(threads).hasSize(1);
        assertThat(errors.count()).isEqualTo(20);
        assertThat(((WorkerStatus.Source) closing).status().isHealthy()).isTrue();
    }

    // The sender, through the router, the sessions and the users

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_senderGoesOnWhateverTheServerThrows(final Throwable thrownNow) {
        final Set<String> sent = ConcurrentHashMap.newKeySet();
        final Answer<Object> failing = call -> {
            maybeFail();
            return sent.add(call.<Packet>getArgument(0).getID());
        };
        final PacketRouter router = mock(PacketRouter.class);
        doAnswer(failing).when(router).route(any(Packet.class));
        doAnswer(failing).when(router).route(any(Message.class));
        doAnswer(failing).when(router).route(any(IQ.class));
        final LocalClientSession session = mock(LocalClientSession.class);
        doAnswer(failing).when(session).process(any());
        final Map<JID, ClientSession> sessions = new ConcurrentHashMap<>(Map.of(ROMEO, session));
        final RouterStanzaSender sender = new RouterStanzaSender(router, new FakeUsers("example.org"), sessions::get,
            List.of(new BoundedWorker("test-sender", 100, 100_000, errors, ticker)),
            new KeyedExecutor<>("test-remote", limits(), domain -> true, errors, ticker), errors);
        closing = sender;
        final List<Consumer<String>> ways = List.of(
            id -> sender.send(message(ROMEO, id)), id -> sender.send(message(REMOTE, id)),
            id -> sender.offer(message(ROMEO, id)), id -> sender.offer(message(REMOTE, id)),
            id -> sender.sendLate(ROMEO, () -> message(ROMEO, id)),
            id -> sender.sendLate(REMOTE, () -> message(REMOTE, id)),
            id -> sender.sendToAll(message(null, id), List.of(ROMEO)),
            id -> sender.sendToAll(message(null, id), List.of(REMOTE)));

        for (final Consumer<String> way : ways) {
            fault.set(thrownNow);
            way.accept("lost");
            awaitThrown();
            final String id = "sent" + ways.indexOf(way);
            way.accept(id);
            await().until(() -> sent.contains(id));
        }

        assertThat(sent).doesNotContain("lost");
        assertThat(sender.local().isHealthy()).isTrue();
        assertThat(sender.remote().isHealthy()).isTrue();
    }

    private static Message message(final JID to, final String id) {
        final Message message = new Message();
        message.setTo(to);
        message.setID(id);
        return message;
    }

    // The look at open requests, through the sender

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_watchGoesOnWhateverIsThrown(final Throwable thrownNow) {
        final SingleThreadSerialExecutor executor = new SingleThreadSerialExecutor("test-watch", 100, errors, ticker);
        closing = executor;
        final AtomicInteger looks = new AtomicInteger();
        final OpenRequests requests = new OpenRequests(mock(), new FakeUsers("example.org"), new Ticker() {
            @Override
            public long read() {
                looks.incrementAndGet();
                maybeFail();
                return System.nanoTime();
            }
        });
        fault.set(thrownNow);

        requests.start(executor);

        awaitThrown();
        final int before = looks.get();
        await().until(() -> looks.get() > before + 1);
        requests.stop();
    }

    // Listeners, on the server's threads

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_nothingThatListenersThrowReachesTheServer(final Throwable thrownNow) {
        final RoomEventListener first = mock(RoomEventListener.class, call -> {
            Faults.sneak(thrownNow);
            return null;
        });
        final RoomEventListener second = mock();
        final Hooks hooks = new Hooks(errors);
        hooks.rooms().add(first);
        hooks.rooms().add(second);
        final RoomEvents events = new RoomEvents(new RoomEventHooks(hooks.rooms()), errors);
        final JID room = new JID("room@conference.example.org");

        events.occupantJoined(room, ROMEO, "romeo");
        events.occupantLeft(room, ROMEO);
        events.nicknameChanged(room, ROMEO, "romeo", "romeo2");
        events.messageReceived(room, ROMEO, "romeo", message(room, "1"));
        events.roomSubjectChanged(room, ROMEO, "subject");
        events.roomDestroyed(room);
        new PropertyEvents("mucpulse.", () -> Faults.sneak(thrownNow), errors).propertySet("mucpulse.x", Map.of());
        final MucServices services = services(hooks, thrownNow);
        hooks.roomVCards().add((owner, vCard) -> Faults.sneak(thrownNow));
        new VCardEvents(services, hooks.roomVCards(), errors)
            .vCardCreated(room.toString(), DocumentHelper.createElement("vCard"));

        assertThat(errors.count()).isEqualTo(6 + 1 + 1 + 1);
        assertThat(Mockito.mockingDetails(second).getInvocations()).hasSize(6);
    }

    private MucServices services(final Hooks hooks, final Throwable thrownNow) {
        final MultiUserChatService service = mock();
        Mockito.when(service.getServiceDomain()).thenReturn("conference.example.org");
        final MultiUserChatManager manager = mock();
        Mockito.when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        final MucServices services = new MucServices(manager, mock(InternalComponentManager.class), mock(),
            hooks.services(), errors);
        hooks.services().add(new MucServiceListener() {
            @Override
            public void serviceAdded(final String domain) {
                Faults.sneak(thrownNow);
            }
        });
        services.componentRegistered(new JID("conference.example.org"));
        return services;
    }
}
