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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Finds the users whom a message mentions (N2). A nickname that a member registered is that member's. Otherwise it is
 * that of whoever goes by it in the room, and where nobody does, of those who were last in the room by it. Safe for use
 * by several threads.
 */
final class MentionedUsers {

    private static final Logger Log = LoggerFactory.getLogger(MentionedUsers.class);

    private static final String LOOKING = "looking for whom a message mentions";

    private final Nicknames nicknames;
    private final Accounts accounts;
    private final ErrorHandler errors;

    /**
     * Those who were found without the database.
     *
     * @param users the bare JIDs of users
     * @param unknown the nicknames of whom only the database may know whose they are
     */
    record Found(@Nonnull Set<JID> users, @Nonnull Set<String> unknown) {
    }

    MentionedUsers(@Nonnull final Nicknames nicknames, @Nonnull final Accounts accounts,
                   @Nonnull final ErrorHandler errors) {
        this.nicknames = nicknames;
        this.accounts = accounts;
        this.errors = errors;
    }

    /** Finds users without looking into the database. */
    @Nonnull
    Found find(@Nonnull final List<MentionTarget> targets, @Nonnull final RoomSnapshot room) {
        final Found found = new Found(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (final MentionTarget target : targets) {
            errors.run(LOOKING, () -> find(target, room, found));
        }
        return found;
    }

    private static void find(final MentionTarget target, final RoomSnapshot room, final Found found) {
        if (target instanceof MentionTarget.User user) {
            found.users().add(user.jid());
        } else if (target instanceof MentionTarget.Nickname named) {
            final Collection<JID> called = calledNow(named.nickname(), room);
            found.users().addAll(called);
            if (called.isEmpty()) {
                found.unknown().add(named.nickname());
            }
        }
    }

    private static Collection<JID> calledNow(final String nickname, final RoomSnapshot room) {
        final Optional<JID> member = room.registeredMember(nickname);
        return member.isPresent() ? List.of(member.get().asBareJID())
            : room.namesakes(nickname).stream().map(OccupantView::session).map(JID::asBareJID)
                .collect(Collectors.toSet());
    }

    /** Finds those who were last in the room by some nicknames. May block. */
    @Nonnull
    Set<JID> findFormer(@Nonnull final JID room, @Nonnull final Collection<String> unknown,
                        @Nonnull final RoomSnapshot snapshot) {
        final Set<JID> users = new LinkedHashSet<>();
        final long begun = MonotonicTimestamps.of(snapshot.created());
        for (final String nickname : unknown) {
            errors.run(LOOKING, () -> nicknames.calledBy(room, nickname).stream()
                // Not of an earlier room, or an earlier account, with the same name.
                .filter(known -> known.timestamp() >= begun && isOfThisAccount(known))
                .forEach(known -> users.add(known.user())));
        }
        return users;
    }

    private boolean isOfThisAccount(final KnownNickname known) {
        if (!accounts.isLocal(known.user())) {
            return true;
        }
        try {
            final Optional<Account> account = accounts.account(known.user());
            return account.isPresent() && (account.get().created() == null
                || known.timestamp() >= MonotonicTimestamps.of(account.get().created()));
        } catch (final IllegalStateException e) {
            Log.debug("Nobody knows whether {} has the account of then: not told of the mention.", known.user(), e);
            return false;
        }
    }
}
