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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Tells the other servers of the cluster what users choose, and obeys what they chose there (K3). Each server writes
 * what it hears, so that the last choice is the last to be written, whichever server was the slower. Where something
 * may not have been heard, nothing further is published until the other server has said what was chosen of late, unless
 * it has left, and the database was read again. Safe for use by several threads; what is heard is treated on the
 * feature's executor.
 */
final class ConsentRelay implements RelayListener, OtherChoices {

    private static final Logger Log = LoggerFactory.getLogger(ConsentRelay.class);

    static final String TOPIC = "chatting";
    /** How long another server is waited for until it is asked again. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(10);
    /** How often it is asked. One that never answers does not have the feature. */
    static final int QUESTIONS = 6;

    /** How long what is chosen waits for the database at most, unless that is away. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** How many choices are in one message at most. */
    private static final int TOGETHER = 100;

    private static final byte CHOICE = 1;
    private static final byte REQUEST = 2;
    private static final byte ALL_SAID = 3;

    private final Relay relay;
    private final SerialExecutor executor;
    private final ConsentEntries entries;
    private final RecentChoices recent = new RecentChoices();
    private final MonotonicTimestamps timestamps;
    private final Supplier<Mode> mode;
    private final Owner owner;
    private final FailureLog failures = new FailureLog();
    private final Coalescer rereading;
    /** How often each server was asked that has not said everything yet. Confined to the executor. */
    private final Map<String, Integer> awaited = new HashMap<>();
    private volatile boolean complete = true;
    /** Whether the database has to be read again. Written on the executor alone. */
    private volatile boolean stale;
    /** Whether a server may have written later choices than are known, of which it told nobody. As above. */
    private volatile boolean doubtful;

    /** Who acts on choices, on the feature's executor. */
    interface Owner {

        /** A user has made another choice on another server. */
        void choiceChanged(@Nonnull JID user);

        /** The account of a user was deleted, as another server heard. */
        void accountDeleted(@Nonnull JID user);

        /**
         * Reads the choices from the database again, but for those of late. Blocks.
         *
         * @param known the choices of late
         * @param found is told what the database has instead of them
         */
        void readAgain(@Nonnull RecentChoices known, @Nonnull BiConsumer<SharedChoice, Optional<Consent>> found)
            throws IOException;

        /** Has written what has yet to be written. */
        void write();

        /** Nothing stands in the way any more of publishing what may be. */
        void complete();
    }

    ConsentRelay(@Nonnull final Relay relay, @Nonnull final SerialExecutor executor,
                 @Nonnull final ConsentEntries entries, @Nonnull final MonotonicTimestamps timestamps,
                 @Nonnull final Supplier<Mode> mode, @Nonnull final Owner owner) {
        this.relay = relay;
        this.executor = executor;
        this.entries = entries;
        this.timestamps = timestamps;
        this.mode = mode;
        this.owner = owner;
        this.rereading = new Coalescer(task -> executor.schedule(Publisher.RETRY_INTERVAL, task), this::reread);
        entries.onChoice(this::made);
    }

    @Override
    public boolean areKnown() {
        return complete;
    }

    private void made(final ConsentJournal.Choice choice, final boolean deleted) {
        final SharedChoice shared = recent.made(choice, deleted);
        if (!relay.peers().isEmpty()) {
            relay.toAll(TOPIC, message(List.of(shared.toBytes())));
        }
    }

    private static byte[] message(final List<byte[]> choices) {
        final ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES * choices.size()
            + choices.stream().mapToInt(choice -> choice.length).sum()).put(CHOICE);
        choices.forEach(choice -> message.putInt(choice.length).put(choice));
        return message.array();
    }

    @Override
    @Nonnull
    public String topic() {
        return TOPIC;
    }

    @Override
    public void peerJoined(@Nonnull final String peer) {
        // Before anything else is published.
        complete = false;
        executor.execute(() -> {
            sayAll(peer);
            // After a split, a server that has died on the other side may have written what nobody here has heard.
            doubtful = true;
            await(peer);
        });
    }

    @Override
    public void messagesLost(@Nonnull final String peer) {
        complete = false;
        executor.execute(() -> {
            await(peer);
            ask(peer);
        });
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        // It may have written a choice that it could not tell any more, also while it was stopping.
        complete = false;
        executor.execute(() -> {
            awaited.remove(peer);
            readAgain();
        });
        executor.schedule(ANSWER_TIME, this::readAgain);
    }

    @Override
    public void readAgain() {
        complete = false;
        stale = true;
        doubtful = true;
        reread();
    }

    /**
     * The database does not say when a choice was made. That which differs may be a later one, of which nobody heard,
     * or an earlier one, written after this server had written the last: only what both permit is permitted.
     */
    private void compare(final SharedChoice known, final Optional<Consent> stored) {
        final JID user = known.choice().user();
        if (entries.unwritten().containsKey(user)) {
            return;
        }
        final Optional<Consent> here = entries.get(user).map(ConsentEntries.Entry::consent);
        final long made = known.choice().made();
        final Optional<Consent> applies =
            made < timestamps.before(LATE) ? stored : SharedChoice.stricter(here, stored, mode.get());
        if (!areSame(applies, here)) {
            entries.takeOver(user, () -> {
                if (recent.of(user).orElse(null) != known) {
                    return null;
                }
                // It is later than what is known here, and earlier than whatever is not.
                final SharedChoice now =
                    new SharedChoice(new ConsentJournal.Choice(user, applies, made + 1), made, false);
                recent.put(now);
                relay.toAll(TOPIC, message(List.of(now.toBytes())));
                return now.choice();
            });
        } else if (!areSame(stored, here)) {
            entries.writeAgain(known.choice());
        }
    }

    private static boolean areSame(final Optional<Consent> one, final Optional<Consent> other) {
        return one.map(Consent::preferences).equals(other.map(Consent::preferences));
    }

    @Override
    public void received(@Nonnull final String peer, @Nonnull final byte[] message) {
        try {
            read(peer, ByteBuffer.wrap(message));
        } catch (final IOException | RuntimeException e) {
            Log.debug("A message of the server {} about what users chose cannot be read.", peer, e);
        }
    }

    private void read(final String peer, final ByteBuffer message) throws IOException {
        switch (message.get()) {
            case CHOICE -> takeAll(peer, message);
            case REQUEST -> executor.execute(() -> sayAll(peer));
            case ALL_SAID -> executor.execute(() -> {
                awaited.remove(peer);
                goOnIfComplete();
            });
            default -> throw new IOException("It is of an unknown kind");
        }
    }

    /** At once, whatever the executor is doing. */
    private void takeAll(final String peer, final ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            final byte[] next = new byte[Math.min(message.getInt(), message.remaining() + 1)];
            message.get(next);
            take(peer, SharedChoice.of(next));
        }
    }

    private void take(final String peer, final SharedChoice heard) {
        final JID user = heard.choice().user();
        final boolean changed = entries.takeOver(user, () -> {
            final SharedChoice known = recent.of(user).orElse(null);
            timestamps.startAfter(heard.choice().made());
            final SharedChoice now = known == null ? heard : known.resolved(heard, mode.get());
            if (known != null && now == known) {
                if (heard.choice().made() != known.choice().made()) {
                    // What that server was told of it is lost, or has not arrived.
                    relay.send(peer, TOPIC, message(List.of(known.toBytes())));
                }
                return null;
            }
            recent.put(now);
            if (now != heard) {
                relay.toAll(TOPIC, message(List.of(now.toBytes())));
            }
            return now.choice();
        });
        if (changed) {
            executor.execute(() -> {
                if (heard.deleted()) {
                    owner.accountDeleted(user);
                } else {
                    owner.choiceChanged(user);
                }
            });
        }
    }

    private void sayAll(final String peer) {
        Iterables.partition(Iterables.transform(recent.all(), SharedChoice::toBytes), TOGETHER)
            .forEach(some -> relay.send(peer, TOPIC, message(some)));
        relay.send(peer, TOPIC, new byte[] {ALL_SAID});
    }

    private void ask(final String peer) {
        relay.send(peer, TOPIC, new byte[] {REQUEST});
    }

    private void await(final String peer) {
        stale = true;
        complete = false;
        awaited.put(peer, 1);
        executor.schedule(ANSWER_TIME, () -> askAgain(peer));
        reread();
    }

    private void askAgain(final String peer) {
        final Integer asked = awaited.get(peer);
        if (asked == null) {
            return;
        }
        if (asked >= QUESTIONS || !relay.peers().contains(peer)) {
            awaited.remove(peer);
            goOnIfComplete();
            return;
        }
        awaited.put(peer, asked + 1);
        ask(peer);
        executor.schedule(ANSWER_TIME, () -> askAgain(peer));
    }

    private void reread() {
        failures.begin();
        try {
            owner.readAgain(recent, doubtful ? this::compare : (known, stored) -> { });
            stale = false;
            if (doubtful) {
                doubtful = false;
                owner.write();
            }
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Cannot read from the database what users chose on other servers. Nothing further is "
                + "published until that succeeds.", e);
            rereading.request();
        }
        failures.end();
        goOnIfComplete();
    }

    private void goOnIfComplete() {
        if (!stale && awaited.isEmpty() && !complete) {
            complete = true;
            owner.complete();
        }
    }
}
