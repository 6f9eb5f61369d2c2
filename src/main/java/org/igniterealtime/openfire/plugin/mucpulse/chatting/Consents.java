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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What users chose: in memory, where it takes effect at once, and written to the database after that. Choices are few
 * and small, so that all of them can be held.
 * <p>
 * A choice belongs to an account. One that was read from the database does not count before the account was looked up:
 * where there is none any longer, or where the name belongs to another account by now, the choice is void. All that is
 * left of it is that nothing is published, if that was chosen. Where it cannot be found out whose choice it is, nothing
 * is published. Safe for use by several threads; what blocks says so.
 */
final class Consents {

    private static final Logger Log = LoggerFactory.getLogger(Consents.class);

    /** A choice in memory. Compared by identity, so that it can be told whether another one was made meanwhile. */
    private static final class Entry {

        private final Consent consent;
        /** Whether it is known that the account that has the name now made the choice. */
        private final boolean trusted;

        private Entry(final Consent consent, final boolean trusted) {
            this.consent = consent;
            this.trusted = trusted;
        }
    }

    /** How many bytes the rooms that users excluded can take in memory, of all users together, as estimated. */
    static final int MOST_BYTES = 33_554_432;
    /** What an address takes in memory, in bytes, without its characters. */
    private static final int ADDRESS = 250;

    private final ChattingStore store;
    private final Accounts accounts;
    private final ByteBudget<JID> bytes = new ByteBudget<>();
    private final Map<JID, Entry> entries = new ConcurrentHashMap<>();
    /** What is to be written yet; empty where a choice is to be forgotten. */
    private final Map<JID, Optional<Entry>> unwritten = new ConcurrentHashMap<>();

    Consents(@Nonnull final ChattingStore store, @Nonnull final Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    /** Reads all choices; those that were made in the meantime prevail. Blocks. */
    void load() throws IOException {
        store.consents().forEach((user, consent) -> {
            if (!unwritten.containsKey(user) && entries.putIfAbsent(user, new Entry(consent, false)) == null) {
                count(user, consent.choice());
            }
        });
    }

    /**
     * Looks up the accounts of all choices that do not count yet. Blocks.
     *
     * @return {@code false} where some could not be looked up, and this is to be called again later
     */
    boolean reconcile() {
        boolean all = true;
        for (final Map.Entry<JID, Entry> entry : entries.entrySet()) {
            if (!entry.getValue().trusted) {
                try {
                    compare(entry.getKey(), entry.getValue(), accounts.account(entry.getKey()).orElse(null));
                } catch (final RuntimeException | Error e) {
                    Log.debug("Cannot look up whose choice that of {} is. Nothing is published of them.",
                        entry.getKey(), e);
                    all = false;
                }
            }
        }
        return all;
    }

    /** Compares the account that chose with the one that has the name now. */
    private void compare(final JID user, final Entry entry, @Nullable final Account account) {
        final ChattingPreferences choice = entry.consent.choice();
        if (account == null) {
            change(user, entry, null);
        } else if (account.created() == null) {
            // It may be another account. That is not written, as the choice may be told to be theirs later.
            if (entries.replace(user, entry, new Entry(new Consent(ChattingPreferences.NOTHING, null), true))) {
                count(user, ChattingPreferences.NOTHING);
            }
        } else if (entry.consent.account() == null) {
            // It was made when accounts were not noted, or when it was not known when this one was made.
            change(user, entry, new Entry(new Consent(choice, account.created()), true));
        } else if (entry.consent.account().equals(account.created())) {
            entries.replace(user, entry, new Entry(entry.consent, true));
        } else {
            change(user, entry, choice.publish() ? null
                : new Entry(new Consent(ChattingPreferences.NOTHING, account.created()), true));
        }
    }

    private void change(final JID user, final Entry from, @Nullable final Entry to) {
        if (to == null ? entries.remove(user, from) : entries.replace(user, from, to)) {
            unwritten.put(user, Optional.ofNullable(to));
            count(user, to == null ? ChattingPreferences.NOTHING : to.consent.choice());
        }
    }

    /** Counts what a user's choice takes in memory, instead of what an earlier one took. */
    private void count(final JID user, final ChattingPreferences choice) {
        synchronized (bytes) {
            bytes.release(user, bytes.held(user));
            bytes.add(user, size(choice));
        }
    }

    private static long size(final ChattingPreferences choice) {
        return choice.excludedRooms().stream().mapToLong(room -> ADDRESS + room.toString().length()).sum();
    }

    /** What a user chose, for whoever asks. Publishes nothing while it is not known whose choice it is. */
    @Nonnull
    Optional<ChattingPreferences> stated(@Nonnull final JID user) {
        return Optional.ofNullable(entries.get(user)).map(entry -> {
            final ChattingPreferences choice = entry.consent.choice();
            return entry.trusted ? choice : new ChattingPreferences(false, choice.excludedRooms(), false);
        });
    }

    /** What counts for a user: what they chose, or what the server's mode makes of silence. */
    @Nonnull
    ChattingPreferences counting(@Nonnull final JID user, @Nonnull final Mode mode) {
        return stated(user).orElseGet(() -> ChattingPreferences.silence(mode));
    }

    /** What counts for an account, at the moment of publishing. */
    @Nonnull
    ChattingPreferences counting(@Nonnull final JID user, @Nonnull final Account account, @Nonnull final Mode mode) {
        final Entry entry = entries.get(user);
        if (entry != null && (!entry.trusted || entry.consent.account() != null && account.created() != null
            && !entry.consent.account().equals(account.created()))) {
            compare(user, entry, account);
        }
        return counting(user, mode);
    }

    /**
     * The user chose.
     *
     * @return {@code false} where there is no place for the rooms that the user excludes; nothing has changed then
     */
    boolean state(@Nonnull final JID user, @Nonnull final ChattingPreferences choice) {
        synchronized (bytes) {
            final long size = size(choice);
            if (size > 0 && bytes.total() - bytes.held(user) + size > MOST_BYTES) {
                return false;
            }
            set(user, new Entry(new Consent(choice, null), true));
            return true;
        }
    }

    /** Forgets a choice, but for what it kept from being published: silence may mean that it is. */
    void reset(@Nonnull final JID user) {
        final Entry entry = entries.get(user);
        if (entry == null || entry.consent.choice().withholdsNothing()) {
            forget(user);
        } else {
            set(user, new Entry(new Consent(ChattingPreferences.NOTHING, entry.consent.account()), entry.trusted));
        }
    }

    private void set(final JID user, final Entry entry) {
        unwritten.put(user, Optional.of(entry));
        entries.put(user, entry);
        count(user, entry.consent.choice());
    }

    /** The account is gone. */
    void forget(@Nonnull final JID user) {
        unwritten.put(user, Optional.empty());
        entries.remove(user);
        count(user, ChattingPreferences.NOTHING);
    }

    /** Whether something is to be written. */
    boolean isUnwritten() {
        return !unwritten.isEmpty();
    }

    /** Writes what is not written yet, one by one, so that what is refused is no obstacle. Blocks. */
    void write() throws IOException {
        IOException failure = null;
        for (final Map.Entry<JID, Optional<Entry>> entry : unwritten.entrySet()) {
            try {
                write(entry.getKey(), entry.getValue());
            } catch (final IOException | RuntimeException e) {
                failure = e instanceof IOException io ? io : new IOException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void write(final JID user, final Optional<Entry> change) throws IOException {
        final Optional<Entry> written = change.isPresent() ? identified(user, change.get()) : change;
        if (written.isPresent()) {
            store.keep(user, written.get().consent);
        } else {
            store.forget(user);
        }
        // Unless the user has chosen something else in between.
        if (unwritten.remove(user, change) && written != change) {
            if (written.isPresent()) {
                entries.replace(user, change.get(), written.get());
            } else if (entries.remove(user, change.get())) {
                count(user, ChattingPreferences.NOTHING);
            }
        }
    }

    /** The same choice, and the account that made it; empty where there is none any longer. */
    private Optional<Entry> identified(final JID user, final Entry entry) {
        if (entry.consent.account() != null || !entry.trusted) {
            return Optional.of(entry);
        }
        try {
            return accounts.account(user).map(account ->
                new Entry(new Consent(entry.consent.choice(), account.created()), true));
        } catch (final IllegalStateException e) {
            if (entry.consent.choice().publish()) {
                throw e;
            }
            Log.debug("It is not noted which account of {} chose that nothing be published.", user, e);
            return Optional.of(entry);
        }
    }
}
