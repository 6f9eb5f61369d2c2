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

import com.google.common.collect.Sets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ConsentEntries.Entry;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What users chose to have published. A choice takes effect at once; the {@link ConsentWriter} writes it to the
 * database after that.
 * <p>
 * A choice belongs to an account, not to its name. A choice that was read from the database has no effect before the
 * account was looked up. Where there is no account any longer, or where another account has the name, the choice is
 * void, but for the choice that nothing be published. Where the account cannot be looked up, nothing is published. Safe
 * for use by several threads; methods that block say so.
 */
final class Consents {

    private static final Logger Log = LoggerFactory.getLogger(Consents.class);

    private final ChattingStore store;
    private final Accounts accounts;
    private final ConsentEntries entries;
    private final BooleanSupplier clustered;
    private final Supplier<Mode> mode;

    Consents(@Nonnull final ChattingStore store, @Nonnull final Accounts accounts,
             @Nonnull final ConsentEntries entries, @Nonnull final BooleanSupplier clustered,
             @Nonnull final Supplier<Mode> mode) {
        this.clustered = clustered;
        this.mode = mode;
        this.store = store;
        this.accounts = accounts;
        this.entries = entries;
    }

    /**
     * Reads all choices from the database; those in the journal, and those that users have made since, prevail. In a
     * cluster, users may have chosen something else on another server since what is in the journal, which therefore can
     * withhold something, and not permit anything. Blocks.
     */
    void load() throws IOException {
        if (clustered.getAsBoolean() && !entries.replayed().isEmpty()) {
            final Map<JID, Consent> stored = store.consents();
            for (final ConsentJournal.Choice choice : List.copyOf(entries.replayed().values())) {
                final Optional<Consent> row = Optional.ofNullable(stored.get(choice.user()));
                final Optional<Consent> both = SharedChoice.stricter(row, choice.consent(), mode.get());
                if (both.map(Consent::preferences).equals(row.map(Consent::preferences))) {
                    entries.drop(choice);
                } else {
                    restore(choice, both);
                }
            }
        }
        for (final ConsentJournal.Choice choice : entries.replayed().values()) {
            restore(choice, choice.consent());
        }
        store.consents().forEach(entries::addStored);
    }

    /** Reads all choices again; of those of late, somebody is told what the database has instead. Blocks. */
    void readAgain(@Nonnull final RecentChoices recent,
                   @Nonnull final BiConsumer<SharedChoice, Optional<Consent>> found) throws IOException {
        final Map<JID, Consent> stored = store.consents();
        for (final JID user : Set.copyOf(Sets.union(entries.all().keySet(), stored.keySet()))) {
            recent.of(user).ifPresentOrElse(known -> found.accept(known, Optional.ofNullable(stored.get(user))),
                () -> entries.refresh(user, stored.get(user)));
        }
    }

    /** Takes over what is in the journal alone. */
    private void restore(final ConsentJournal.Choice choice, final Optional<Consent> applies) {
        final Consent consent = applies.orElse(null);
        if (consent == null) {
            entries.restore(choice, null);
            return;
        }
        final Account account = accounts.account(choice.user()).orElse(null);
        if (account == null) {
            entries.restore(choice, null);
        } else if (consent.accountCreated() != null || account.created() == null) {
            entries.restore(choice, new Entry(consent, false));
        } else if (MonotonicTimestamps.of(account.created()) > choice.made()) {
            entries.restore(choice, ofAnother(consent, account));
        } else {
            entries.restore(choice, new Entry(new Consent(consent.preferences(), account.created()), true));
        }
    }

    /** What is left of a choice that another account of the same name made. */
    @Nullable
    private static Entry ofAnother(final Consent consent, final Account account) {
        return consent.preferences().publish() ? null
            : new Entry(new Consent(ChattingPreferences.NOTHING, account.created()), true);
    }

    /**
     * Looks up the accounts of all choices that have no effect yet. Blocks.
     *
     * @return {@code false} where some could not be looked up, and this is to be called again later
     */
    boolean verifyAll() {
        boolean complete = true;
        for (final JID user : entries.all().keySet()) {
            complete &= verify(user);
        }
        return complete;
    }

    /**
     * Looks up the account of a choice, if it has no effect yet. Blocks.
     *
     * @return {@code false} where it could not be looked up, and this is to be called again later
     */
    boolean verify(@Nonnull final JID user) {
        final Entry entry = entries.get(user).orElse(null);
        if (entry == null || entry.isVerified()) {
            return true;
        }
        try {
            verify(user, entry, accounts.account(user).orElse(null));
            return true;
        } catch (final RuntimeException | Error e) {
            Log.debug("Cannot look up whose choice that of {} is. Nothing is published of them.", user, e);
            return false;
        }
    }

    /** Compares the account that made the choice with the one that has the name now. */
    private void verify(final JID user, final Entry entry, @Nullable final Account account) {
        final Consent consent = entry.consent();
        if (account == null) {
            entries.replaceAndWrite(user, entry, null);
        } else if (account.created() == null) {
            // It may be another account. This is not written, as the choice may prove to be theirs later.
            entries.replace(user, entry, new Entry(new Consent(ChattingPreferences.NOTHING, null), true));
        } else if (consent.accountCreated() == null) {
            // The choice was made when accounts were not stored with it, or when this one's creation was not known.
            entries.replaceAndWrite(user, entry,
                new Entry(new Consent(consent.preferences(), account.created()), true));
        } else if (consent.accountCreated().equals(account.created())) {
            entries.replace(user, entry, new Entry(consent, true));
        } else {
            entries.replaceAndWrite(user, entry, ofAnother(consent, account));
        }
    }

    /**
     * What a user chose, for display. Of a choice whose account is not known yet, only the exclusions are shown.
     *
     * @param user the user's bare JID
     * @return empty where the user has made no choice
     */
    @Nonnull
    Optional<ChattingPreferences> stated(@Nonnull final JID user) {
        return entries.get(user).map(entry -> {
            final ChattingPreferences preferences = entry.preferences();
            return entry.isVerified() ? preferences
                : new ChattingPreferences(false, preferences.excludedRooms(), false);
        });
    }

    /**
     * What applies to a user: what they chose, or else the default of the server's mode.
     *
     * @param user the user's bare JID
     * @param mode the server's mode
     * @return the preferences
     */
    @Nonnull
    ChattingPreferences effective(@Nonnull final JID user, @Nonnull final Mode mode) {
        return stated(user).orElseGet(() -> ChattingPreferences.defaults(mode));
    }

    /** What applies to an account that was looked up just now. Voids the choice where another account made it. */
    @Nonnull
    ChattingPreferences effective(@Nonnull final JID user, @Nonnull final Account account, @Nonnull final Mode mode) {
        entries.get(user).filter(entry -> !entry.isVerified() || isOfAnother(entry.consent(), account))
            .ifPresent(entry -> verify(user, entry, account));
        return effective(user, mode);
    }

    private static boolean isOfAnother(final Consent consent, final Account account) {
        return consent.accountCreated() != null && account.created() != null
            && !consent.accountCreated().equals(account.created());
    }

    /**
     * Sets what a user chooses.
     *
     * @return {@code false} where there is no place for the rooms that the user excludes; nothing has changed then
     */
    boolean set(@Nonnull final JID user, @Nonnull final ChattingPreferences preferences) {
        return entries.offer(user, new Entry(new Consent(preferences, null), true));
    }

    /**
     * Removes a user's choice. Where it withheld anything, the choice that nothing be published takes its place, as the
     * default of the server's mode may be to publish.
     */
    void reset(@Nonnull final JID user) {
        final Entry entry = entries.get(user).orElse(null);
        if (entry == null || entry.preferences().withholdsNothing()) {
            entries.remove(user, false);
        } else {
            entries.set(user,
                new Entry(new Consent(ChattingPreferences.NOTHING, entry.consent().accountCreated()),
                    entry.isVerified()));
        }
    }

    /** Removes a user's choice, as the account is deleted. */
    void accountDeleted(@Nonnull final JID user) {
        entries.remove(user, true);
    }
}
