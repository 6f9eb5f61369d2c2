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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Checks whether a subscriber is notified of a message in a room, and how soon. A second instance of the feature, with
 * the settings, executors and sender of the real one, meets a {@link SyntheticServer}: neither its room nor its user is
 * known to anybody else, the notification goes the whole way but for the last step, and nothing remains. Safe for use
 * by several threads.
 */
final class NotificationCheck implements SelfCheck {

    /** How long it may take. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String NAME = "mucpulse-self-test-";

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final StanzaSender sender;
    private final Supplier<List<String>> services;
    private final String domain;
    private final InstantSource clock;
    private final Ticker ticker;

    /**
     * Creates a check.
     *
     * @param settings the feature's settings
     * @param executor the feature's executor
     * @param queries runs the feature's database queries
     * @param sender on whose threads notifications are made
     * @param services the group chat services of the moment
     * @param domain the server's domain
     * @param clock the wall clock
     * @param ticker measures time
     */
    NotificationCheck(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                      @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                      @Nonnull final Supplier<List<String>> services, @Nonnull final String domain,
                      @Nonnull final InstantSource clock, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.sender = sender;
        this.services = services;
        this.domain = domain;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    @Nonnull
    public Text label() {
        return Text.of("selftest.notified");
    }

    @Override
    @Nonnull
    public CompletionStage<Finding> run() {
        if (!settings.get().enabled()) {
            return CompletableFuture.completedFuture(Finding.off());
        }
        final List<String> all = services.get();
        return all.isEmpty() ? CompletableFuture.completedFuture(
            Finding.unknown(Text.of("selftest.service.none"), Text.of("selftest.service.none.advice")))
            : run(all.get(0));
    }

    private CompletionStage<Finding> run(final String service) {
        // Random, so that it is nobody's.
        final String name = NAME + UUID.randomUUID();
        final JID room = new JID(name, service, null, true);
        final JID subscriber = new JID(name, domain, "subscriber", true);
        if (!settings.get().isOffered(room)) {
            return CompletableFuture.completedFuture(
                Finding.bad(Text.of("health.rooms.bad"), Text.of("selftest.database.advice")));
        }
        final CompletableFuture<Finding> result = new CompletableFuture<>();
        final long begun = ticker.read();
        final SyntheticServer server = new SyntheticServer(room, subscriber.asBareJID());
        final RoomActivityIndicators rai = new RoomActivityIndicators(settings, executor, queries,
            new Recipient(sender, stanza -> judge(stanza, ticker.read() - begun, result)), server, server, server,
            server, (unused, activity) -> { }, new MonotonicTimestamps(clock), clock, ticker, server,
            ClusterPorts.ALONE);
        executor.schedule(PATIENCE, () -> {
            result.complete(Finding.bad(Text.of("selftest.notified.late", PATIENCE.toSeconds()),
                Text.of("selftest.notified.late.advice")));
            rai.sessionEnded(subscriber);
        });
        rai.presenceReceived(Rai.request(subscriber, service));
        // Where only visited rooms are of interest.
        final JID visitor = new JID(name, domain, "visitor", true);
        rai.occupantJoined(room, visitor, name);
        rai.occupantLeft(room, visitor);
        rai.messageBroadcast(room, new JID(name, domain + ".invalid", "author", true), message(room));
        return result;
    }

    private static Message message(final JID room) {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(room);
        message.setTo(room);
        message.setBody(room.getNode());
        return message;
    }

    private static void judge(final Packet stanza, final long nanoseconds, final CompletableFuture<Finding> result) {
        if (stanza instanceof Message) {
            result.complete(Finding.good(
                Text.of("selftest.notified.good", TimeUnit.NANOSECONDS.toMillis(nanoseconds))));
        } else {
            result.complete(Finding.bad(Text.of("selftest.notified.refused"),
                Text.of("selftest.notified.refused.advice")));
        }
    }

    /**
     * Takes the place of the subscriber: what is sent is made on the threads of the real sender, and goes no further.
     *
     * @param real the real sender
     * @param taken is given what would be sent
     */
    private record Recipient(StanzaSender real, Consumer<Packet> taken) implements StanzaSender {

        @Override
        public void send(@Nonnull final Packet stanza) {
            taken.accept(stanza);
        }

        @Override
        public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
            real.sendLate(recipient, () -> {
                final Packet made = stanza.get();
                if (made != null) {
                    taken.accept(made);
                }
                return null;
            });
        }

        @Override
        public boolean offer(@Nonnull final Packet stanza) {
            taken.accept(stanza);
            return true;
        }
    }
}
