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

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.xmpp.packet.JID;

/**
 * The consents of all users in memory, by the users' bare JIDs, and which of them have yet to be written to the
 * database. Consents are few and small, so that all of them can be held; the rooms that users exclude are bounded in
 * bytes. Safe for use by several threads; nothing blocks.
 */
final class ConsentEntries {

    /**
     * A consent in memory. Compared by identity, so that a replacement fails where the user made another choice
     * meanwhile.
     */
    static final class Entry {

        private final Consent consent;
        private final boolean verified;

        /**
         * Creates an entry.
         *
         * @param consent the consent
         * @param verified whether the account that has the name now is known to be the one that gave the consent
         */
        Entry(@Nonnull final Consent consent, final boolean verified) {
            this.consent = consent;
            this.verified = verified;
        }

        @Nonnull
        Consent consent() {
            return consent;
        }

        @Nonnull
        ChattingPreferences preferences() {
            return consent.preferences();
        }

        boolean isVerified() {
            return verified;
        }
    }

    /** How many bytes of memory the rooms that users exclude can take, of all users together, as estimated. */
    static final int MAX_BYTES = 33_554_432;
    /** How many bytes of memory an address takes without its characters. */
    private static final int ADDRESS = 250;

    private final ConsentJournal journal;
    /** Held while a change is noted, so that the journal has changes in their order. */
    private final Object noting = new Object();
    private final ByteBudget<JID> bytes = new ByteBudget<>();
    private final Map<JID, Entry> entries = new ConcurrentHashMap<>();
    /** What has yet to be written; empty where a consent is to be deleted. */
    private final Map<JID, Optional<Entry>> unwritten = new ConcurrentHashMap<>();
    private volatile BiConsumer<ConsentJournal.Choice, Boolean> listener = (choice, deleted) -> { };

    /**
     * Creates an empty collection.
     *
     * @param journal keeps what is not written yet
     * @param timestamps gives the timestamp of the moment
     */
    ConsentEntries(@Nonnull final Journal journal, @Nonnull final MonotonicTimestamps timestamps) {
        this.journal = new ConsentJournal(journal, timestamps);
    }

    /** Reads from the journal what earlier runs have left; see {@link #replayed}. Blocks. */
    void replay() {
        journal.replay();
    }

    /** What earlier runs have left in the journal, and no later choice has replaced. */
    @Nonnull
    Map<JID, ConsentJournal.Choice> replayed() {
        return journal.replayed();
    }

    /** Notes that a change has yet to be written. */
    private void write(final JID user, final Optional<Entry> change) {
        synchronized (noting) {
            unwritten.put(user, change);
            journal.changed(user, change.map(Entry::consent));
        }
    }

    /** As {@link #write}, of a choice that was made now. */
    private void choose(final JID user, final Optional<Entry> change, final boolean deleted) {
        synchronized (noting) {
            unwritten.put(user, change);
            listener.accept(journal.changed(user, change.map(Entry::consent)), deleted);
        }
    }

    /** Has somebody hear of each choice that is made, and whether it ends as the account was deleted. */
    void onChoice(@Nonnull final BiConsumer<ConsentJournal.Choice, Boolean> newListener) {
        listener = newListener;
    }

    /**
     * Takes over a choice that was made on another server, to be written here as well.
     *
     * @param user whose choice it is
     * @param decision what applies, {@code null} for what is known already; no choice is made meanwhile
     * @return whether something has changed
     */
    boolean takeOver(@Nonnull final JID user, @Nonnull final Supplier<ConsentJournal.Choice> decision) {
        final Entry entry;
        synchronized (noting) {
            final ConsentJournal.Choice choice = decision.get();
            if (choice == null) {
                return false;
            }
            entry = choice.consent().map(consent -> new Entry(consent, consent.accountCreated() == null)).orElse(null);
            unwritten.put(user, Optional.ofNullable(entry));
            journal.takeOver(choice);
            if (entry == null) {
                entries.remove(user);
            } else {
                entries.put(user, entry);
            }
        }
        count(user, entry == null ? ChattingPreferences.NOTHING : entry.preferences());
        return true;
    }

    /** Has a choice written once more, unless it is to be written anyway. */
    void writeAgain(@Nonnull final ConsentJournal.Choice choice) {
        synchronized (noting) {
            unwritten.putIfAbsent(choice.user(), get(choice.user()));
        }
    }

    /** Forgets what the journal has of a choice, as it does not count. */
    void drop(@Nonnull final ConsentJournal.Choice choice) {
        journal.replayed().remove(choice.user(), choice);
    }

    @Nonnull
    Optional<Entry> get(@Nonnull final JID user) {
        return Optional.ofNullable(entries.get(user));
    }

    /** A view of all entries. */
    @Nonnull
    Map<JID, Entry> all() {
        return entries;
    }

    /** Adds a consent that was read from the database, unless the user has made a choice since. */
    void addStored(@Nonnull final JID user, @Nonnull final Consent consent) {
        if (!unwritten.containsKey(user) && entries.putIfAbsent(user, new Entry(consent, false)) == null) {
            count(user, consent.preferences());
        }
    }

    /**
     * Sets the consent of a user as the database has it, unless a change has yet to be written.
     *
     * @param user the user
     * @param consent the consent, {@code null} where there is none
     */
    void refresh(@Nonnull final JID user, @Nullable final Consent consent) {
        final Entry entry = entries.get(user);
        if (entry == null && consent != null) {
            addStored(user, consent);
        } else if (entry != null && !unwritten.containsKey(user) && !entry.consent().equals(consent)) {
            replace(user, entry, consent == null ? null : new Entry(consent, false));
        }
    }

    /**
     * Sets the entry of a user, to be written, where there is place for it.
     *
     * @return {@code false} where the rooms that it excludes would exceed {@link #MAX_BYTES}; nothing has changed then
     */
    boolean offer(@Nonnull final JID user, @Nonnull final Entry entry) {
        synchronized (bytes) {
            final long size = size(entry.preferences());
            if (size > 0 && bytes.total() - bytes.held(user) + size > MAX_BYTES) {
                return false;
            }
            set(user, entry);
            return true;
        }
    }

    /** Sets the entry of a user, to be written. */
    void set(@Nonnull final JID user, @Nonnull final Entry entry) {
        choose(user, Optional.of(entry), false);
        entries.put(user, entry);
        count(user, entry.preferences());
    }

    /** Takes over what is in the journal alone, unless the user has made another choice since. */
    void restore(@Nonnull final ConsentJournal.Choice choice, @Nullable final Entry entry) {
        final JID user = choice.user();
        synchronized (noting) {
            if (journal.replayed().get(user) != choice) {
                return;
            }
            unwritten.put(user, Optional.ofNullable(entry));
            journal.restored(choice);
            if (entry == null) {
                entries.remove(user);
            } else {
                entries.put(user, entry);
            }
        }
        count(user, entry == null ? ChattingPreferences.NOTHING : entry.preferences());
    }

    /**
     * Removes the entry of a user, also from the database.
     *
     * @param user the user
     * @param deleted whether that is because the account was deleted
     */
    void remove(@Nonnull final JID user, final boolean deleted) {
        choose(user, Optional.empty(), deleted);
        entries.remove(user);
        count(user, ChattingPreferences.NOTHING);
    }

    /**
     * Replaces an entry in memory, unless the user has made another choice meanwhile.
     *
     * @param user the user
     * @param from the entry to replace
     * @param to the new entry, {@code null} to remove it
     * @return whether it was replaced
     */
    boolean replace(@Nonnull final JID user, @Nonnull final Entry from, @Nullable final Entry to) {
        final boolean replaced = to == null ? entries.remove(user, from) : entries.replace(user, from, to);
        if (replaced) {
            count(user, to == null ? ChattingPreferences.NOTHING : to.preferences());
        }
        return replaced;
    }

    /** As {@link #replace}, and the change is to be written. */
    void replaceAndWrite(@Nonnull final JID user, @Nonnull final Entry from, @Nullable final Entry to) {
        if (replace(user, from, to)) {
            write(user, Optional.ofNullable(to));
        }
    }

    boolean hasUnwritten() {
        return !unwritten.isEmpty();
    }

    /** Whether the database has everything, also what was in the journal. */
    boolean isWritten() {
        return unwritten.isEmpty() && journal.replayed().isEmpty();
    }

    /** A view of what has yet to be written; an empty value is a consent that is to be deleted. */
    @Nonnull
    Map<JID, Optional<Entry>> unwritten() {
        return unwritten;
    }

    /**
     * Marks a change as written.
     *
     * @return {@code false} where the user has made another choice meanwhile, which has yet to be written
     */
    boolean markWritten(@Nonnull final JID user, @Nonnull final Optional<Entry> change) {
        synchronized (noting) {
            final boolean written = unwritten.remove(user, change);
            if (written) {
                journal.written(user);
            }
            return written;
        }
    }

    /** Counts what a user's excluded rooms take in memory, in place of what earlier ones took. */
    private void count(final JID user, final ChattingPreferences preferences) {
        synchronized (bytes) {
            bytes.release(user, bytes.held(user));
            bytes.add(user, size(preferences));
        }
    }

    private static long size(final ChattingPreferences preferences) {
        return preferences.excludedRooms().stream().mapToLong(room -> ADDRESS + room.toString().length()).sum();
    }
}
