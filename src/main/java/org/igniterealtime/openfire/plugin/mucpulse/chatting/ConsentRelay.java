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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
    /** After what time the database is read once more where a server has left, which may have been stopping. */
    static final Duration STOP_TIME = Duration.ofSeconds(10);

    /** How long what is chosen waits for the database at most, unless that is away. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final SerialExecutor executor;
    private final ConsentEntries entries;
    private final RecentChoices recent = new RecentChoices();
    private final ChoiceSender sender;
    private final ChoiceQuestions questions;
    private final MonotonicTimestamps timestamps;
    private final Supplier<Mode> mode;
    private final Owner owner;
    private final FailureLog failures = new FailureLog();
    private final Coalescer rereading;
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
        this.executor = executor;
        this.entries = entries;
        this.timestamps = timestamps;
        this.mode = mode;
        this.owner = owner;
        this.sender = new ChoiceSender(relay, recent, executor);
        this.questions = new ChoiceQuestions(relay, executor, sender, new ChoiceQuestions.Owner() {
            @Override
            public void asked() {
                rereadAnyway();
            }

            @Override
            public void answered() {
                goOnIfComplete();
            }
        });
        this.rereading = new Coalescer(task -> executor.schedule(Publisher.RETRY_INTERVAL, task), this::reread);
        entries.onChoice(this::made);
    }

    @Override
    public boolean areKnown() {
        return complete;
    }

    private void made(final ConsentJournal.Choice choice, final boolean deleted) {
        sender.toAll(recent.made(choice, deleted));
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
            sender.sayAll(peer, ChoiceSender.UNASKED);
            // After a split, a server that has died on the other side may have written what nobody here has heard.
            doubtful = true;
            questions.await(peer);
            rereadAnyway();
        });
    }

    @Override
    public void messagesLost(@Nonnull final String peer) {
        complete = false;
        executor.execute(() -> {
            complete = false;
            questions.awaitAnew(peer);
        });
        questions.askSoon(peer);
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        // It may have written a choice that it could not tell any more, also while it was stopping.
        complete = false;
        executor.execute(() -> {
            sender.stopSaying(peer);
            questions.forget(peer);
            readAgain();
        });
        executor.schedule(STOP_TIME, this::readAgain);
    }

    @Override
    public void readAgain() {
        doubtful = true;
        rereadAnyway();
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
                sender.toAll(now);
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
            case ChoiceSender.CHOICE -> takeAll(peer, message);
            case ChoiceSender.REQUEST -> {
                final int question = number(message);
                executor.execute(() -> sender.answer(peer, question));
            }
            case ChoiceSender.SAYING -> {
                final int question = number(message);
                executor.execute(() -> questions.heard(peer, question, false));
            }
            case ChoiceSender.ALL_SAID -> {
                final int question = number(message);
                executor.execute(() -> questions.heard(peer, question, true));
            }
            default -> throw new IOException("It is of an unknown kind");
        }
    }

    private static int number(final ByteBuffer message) {
        return message.remaining() < Integer.BYTES ? ChoiceQuestions.UNKNOWN : message.getInt();
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
                    sender.send(peer, known);
                }
                return null;
            }
            recent.put(now);
            if (now != heard) {
                sender.toAll(now);
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

    private void rereadAnyway() {
        complete = false;
        stale = true;
        reread();
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
        if (!stale && questions.areAnswered() && !complete) {
            complete = true;
            owner.complete();
        }
    }
}
