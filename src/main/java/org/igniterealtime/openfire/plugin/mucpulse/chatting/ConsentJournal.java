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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalChannel;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalSource;
import org.xmpp.packet.JID;

/**
 * The records of consents in the journal, and what it has of earlier runs, until that is in the database. A record says
 * when the choice was made, as the account that made it may not be known yet, and another account can have the name by
 * the time it is read. Safe for use by several threads; only {@link #replay} blocks.
 */
final class ConsentJournal {

    /** The format of the records. */
    private static final int FORMAT = 1;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final JournalChannel channel;
    private final MonotonicTimestamps timestamps;
    private final Map<JID, Choice> replayed = new ConcurrentHashMap<>();
    /** What waits for the database. */
    private final Map<JID, Choice> unwritten = new ConcurrentHashMap<>();

    /**
     * What a user chose.
     *
     * @param user the user's bare JID
     * @param consent the choice; empty where it is to be deleted
     * @param made the timestamp of when
     */
    record Choice(@Nonnull JID user, @Nonnull Optional<Consent> consent, long made) {
    }

    /**
     * Creates it.
     *
     * @param journal has the records
     * @param timestamps gives the timestamp of the moment
     */
    ConsentJournal(@Nonnull final Journal journal, @Nonnull final MonotonicTimestamps timestamps) {
        this.timestamps = timestamps;
        this.channel = journal.channel("chatting", new Records());
    }

    private final class Records implements JournalSource {

        @Override
        public void replay(@Nonnull final byte[] record) throws IOException {
            final Choice choice = read(record);
            timestamps.startAfter(choice.made());
            replayed.put(choice.user(), choice);
        }

        @Override
        public void snapshot(@Nonnull final Consumer<byte[]> records) {
            // First, as what waits for the database is newer. What is moved from one to the other meanwhile is in both.
            replayed.values().forEach(choice -> records.accept(record(choice)));
            unwritten.values().forEach(choice -> records.accept(record(choice)));
        }
    }

    /** Reads what earlier runs have left. Blocks. */
    void replay() {
        channel.replay();
    }

    /** What earlier runs have left, and no later choice has replaced. */
    @Nonnull
    Map<JID, Choice> replayed() {
        return replayed;
    }

    /** Notes a change that waits for the database from now on. The caller holds a lock, for the order. */
    @Nonnull
    Choice changed(@Nonnull final JID user, @Nonnull final Optional<Consent> consent) {
        final Choice choice = new Choice(user, consent, timestamps.next());
        takeOver(choice);
        return choice;
    }

    /** Notes a choice that was made on another server, and waits for the database from now on. */
    void takeOver(@Nonnull final Choice choice) {
        timestamps.startAfter(choice.made());
        unwritten.put(choice.user(), choice);
        channel.append(record(choice));
        replayed.remove(choice.user());
    }

    /** Notes that what an earlier run has left waits for the database; of that there is a record already. */
    void restored(@Nonnull final Choice choice) {
        unwritten.put(choice.user(), choice);
        replayed.remove(choice.user());
    }

    /** Notes that the database has the last change. */
    void written(@Nonnull final JID user) {
        unwritten.remove(user);
    }

    @Nonnull
    static byte[] record(@Nonnull final Choice choice) {
        return BinaryRecord.of(out -> {
            out.writeByte(FORMAT);
            BinaryRecord.writeText(out, choice.user().toString());
            out.writeLong(choice.made());
            out.writeBoolean(choice.consent().isPresent());
            if (choice.consent().isPresent()) {
                write(out, choice.consent().get());
            }
        });
    }

    private static void write(final DataOutputStream out, final Consent consent) throws IOException {
        final ChattingPreferences preferences = consent.preferences();
        out.writeLong(consent.accountCreated() == null ? UNKNOWN : consent.accountCreated().toEpochMilli());
        out.writeBoolean(preferences.publish());
        out.writeBoolean(preferences.privateRooms());
        out.writeInt(preferences.excludedRooms().size());
        for (final JID room : preferences.excludedRooms()) {
            BinaryRecord.writeText(out, room.toString());
        }
    }

    @Nonnull
    static Choice read(@Nonnull final byte[] record) throws IOException {
        final DataInputStream in = BinaryRecord.read(record);
        if (in.readByte() != FORMAT) {
            throw new IOException("It has another format");
        }
        final JID user = address(in);
        final long made = in.readLong();
        if (!in.readBoolean()) {
            return new Choice(user, Optional.empty(), made);
        }
        final long created = in.readLong();
        final boolean publish = in.readBoolean();
        final boolean privateRooms = in.readBoolean();
        final Set<JID> excluded = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            excluded.add(address(in));
        }
        return new Choice(user, Optional.of(new Consent(new ChattingPreferences(publish, excluded, privateRooms),
            created == UNKNOWN ? null : Instant.ofEpochMilli(created))), made);
    }

    private static JID address(final DataInputStream in) throws IOException {
        return Addresses.bare(BinaryRecord.readText(in))
            .orElseThrow(() -> new IOException("It has something else than an address"));
    }
}
