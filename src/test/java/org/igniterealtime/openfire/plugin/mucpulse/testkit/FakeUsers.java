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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;

/**
 * Users, accounts, groups and sessions in memory. Every session is connected, and every user of the domain has an
 * account that is as old as the world, until the test says otherwise.
 */
public final class FakeUsers implements Users, Accounts {

    /** When accounts were made, unless said otherwise. */
    public static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");

    /** Names of the domain that nobody has. */
    public final Set<JID> withoutAccount = new HashSet<>();
    /** When accounts were made that are not as old as the world; empty where that is not known. */
    public final Map<JID, Optional<Instant>> accounts = new HashMap<>();

    private final String domain;
    private final Set<JID> anonymous = new HashSet<>();
    private final Set<JID> disconnected = new HashSet<>();
    private final Map<JID, Instant> connected = new HashMap<>();
    /** The users who have sent nothing of late, to be changed by the test. */
    public final Set<JID> silent = new HashSet<>();
    private final Map<JID, Instant> unacknowledged = new HashMap<>();
    private final Set<JID> unanswerable = new HashSet<>();
    /** The sessions that take messages, to be changed by the test. */
    public final Set<JID> available = new LinkedHashSet<>();
    private final Map<JID, Set<JID>> groups = new TreeMap<>();
    private boolean accountsFail;
    private Consumer<JID> identitiesObserver = user -> { };

    /**
     * Creates users.
     *
     * @param domain the server's domain
     */
    public FakeUsers(@Nonnull final String domain) {
        this.domain = domain;
    }

    /** Has something done right before each question for the identities of a user; it may throw. */
    public void observeIdentities(final Consumer<JID> observer) {
        identitiesObserver = observer;
    }

    /** Makes a session one without an account. */
    public void anonymous(final JID session) {
        anonymous.add(session);
    }

    public void disconnected(final JID session) {
        disconnected.add(session);
    }

    /** The members of a group, to be changed by the test. */
    public Set<JID> group(final JID group) {
        return groups.computeIfAbsent(group, key -> new HashSet<>());
    }

    /** Whether an address is that of a group. */
    public boolean isGroup(final JID address) {
        return groups.containsKey(address);
    }

    public boolean isInGroup(final JID user, final JID group) {
        return groups.getOrDefault(group, Set.of()).contains(user);
    }

    /** Has every question about an account answered by throwing, or ends that. */
    public void failAccounts(final boolean fail) {
        accountsFail = fail;
    }

    /** Has a session be one that was opened at some moment. */
    public void connectedAt(final JID session, final Instant moment) {
        connected.put(session, moment);
    }

    /** Has a session be one that lost its connection, and acknowledged nothing of what was sent since some moment. */
    public void unacknowledged(final JID session, final Instant since) {
        unacknowledged.put(session, since);
    }

    /** Has questions about what a session acknowledged fail. */
    public void unanswerable(final JID session) {
        unanswerable.add(session);
    }

    @Override
    @Nonnull
    public Optional<Instant> unacknowledgedSince(@Nonnull final JID session, @Nonnull final JID room) {
        if (unanswerable.contains(session)) {
            throw new IllegalStateException("Nothing is known of " + session);
        }
        return Optional.ofNullable(unacknowledged.get(session));
    }

    @Override
    public boolean isReachableSince(@Nonnull final JID session, @Nonnull final Instant moment) {
        return isReachable(session) && !connected.getOrDefault(session, Instant.EPOCH).isAfter(moment);
    }

    @Override
    public boolean isSilentSince(@Nonnull final JID user, @Nonnull final Instant moment) {
        return silent.contains(user);
    }

    @Override
    public boolean isLocal(@Nonnull final JID user) {
        return user.getDomain().equals(domain);
    }

    @Override
    public boolean isAnonymous(@Nonnull final JID session) {
        return anonymous.contains(session);
    }

    @Override
    @Nonnull
    public Collection<JID> availableSessions(@Nonnull final JID user) {
        return available.stream().filter(session -> session.asBareJID().equals(user)).toList();
    }

    @Override
    public boolean isReachable(@Nonnull final JID session) {
        return !disconnected.contains(session);
    }

    @Override
    @Nonnull
    public Collection<String> identities(@Nonnull final JID user) {
        identitiesObserver.accept(user);
        final List<String> identities = new ArrayList<>();
        identities.add(user.toBareJID());
        groups.forEach((group, members) -> {
            if (members.contains(user)) {
                identities.add(group.toString());
            }
        });
        return identities;
    }

    @Override
    public boolean isRegistered(@Nonnull final JID user) {
        if (accountsFail) {
            throw new IllegalStateException("as the test wants it");
        }
        return isLocal(user) && !isAnonymous(user) && !withoutAccount.contains(user.asBareJID());
    }

    @Override
    @Nonnull
    public Optional<Account> account(@Nonnull final JID user) {
        return isRegistered(user) ? Optional.of(new Account(accounts.getOrDefault(user.asBareJID(),
            Optional.of(BEGINNING)).orElse(null))) : Optional.empty();
    }
}
