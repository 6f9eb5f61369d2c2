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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Changes;
import org.xmpp.packet.JID;

/**
 * What is to be written to the table: who and what is to be forgotten, and then what is to be remembered. Not safe for
 * use by several threads.
 *
 * @param users the users to forget
 * @param rooms the rooms to forget
 * @param nicknames the nicknames to remember
 */
record NicknameChanges(@Nonnull Set<JID> users, @Nonnull Set<JID> rooms,
                       @Nonnull Map<KnownNickname.Key, KnownNickname> nicknames) implements Changes<NicknameChanges> {

    NicknameChanges() {
        this(new HashSet<>(), new HashSet<>(), new HashMap<>());
    }

    @Override
    public boolean isEmpty() {
        return users.isEmpty() && rooms.isEmpty() && nicknames.isEmpty();
    }

    void forgetUser(@Nonnull final JID user) {
        forget(Set.of(user), Set.of());
    }

    void forgetRoom(@Nonnull final JID room) {
        forget(Set.of(), Set.of(room));
    }

    /** Goes once through the nicknames, however much is to be forgotten, as a lock is held meanwhile. */
    private void forget(final Set<JID> goneUsers, final Set<JID> goneRooms) {
        users.addAll(goneUsers);
        rooms.addAll(goneRooms);
        nicknames.keySet().removeIf(key -> goneUsers.contains(key.user()) || goneRooms.contains(key.room()));
    }

    @Override
    public void followedBy(@Nonnull final NicknameChanges later) {
        if (!later.users.isEmpty() || !later.rooms.isEmpty()) {
            forget(later.users, later.rooms);
        }
        nicknames.putAll(later.nicknames);
    }

    /** Of these changes those that concern some users and rooms; what is to be forgotten is in it in whole. */
    @Nonnull
    NicknameChanges about(@Nonnull final Predicate<KnownNickname.Key> some) {
        final NicknameChanges own = new NicknameChanges();
        own.users.addAll(users);
        own.rooms.addAll(rooms);
        nicknames.forEach((key, known) -> {
            if (some.test(key)) {
                own.nicknames.put(key, known);
            }
        });
        return own;
    }

    /** Whether nothing that was known of a user in a room before is to be known any longer. */
    boolean forgets(@Nonnull final KnownNickname.Key key) {
        return users.contains(key.user()) || rooms.contains(key.room());
    }
}
