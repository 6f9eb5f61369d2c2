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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Changes;
import org.xmpp.packet.JID;

/**
 * What is to be written to the tables: who and what is to be forgotten, and then what is to be remembered. Not safe for
 * use by several threads.
 *
 * @param users the users to forget
 * @param rooms the rooms to forget
 * @param visits the visits to remember
 * @param activities the activity to remember
 */
record RaiChanges(@Nonnull Set<JID> users, @Nonnull Set<JID> rooms, @Nonnull Map<Visit, Long> visits,
                  @Nonnull Map<JID, Activity> activities) implements Changes<RaiChanges> {

    RaiChanges() {
        this(new HashSet<>(), new HashSet<>(), new HashMap<>(), new HashMap<>());
    }

    @Override
    public boolean isEmpty() {
        return users.isEmpty() && rooms.isEmpty() && visits.isEmpty() && activities.isEmpty();
    }

    void forgetUser(@Nonnull final JID user) {
        forget(Set.of(user), Set.of());
    }

    void forgetRoom(@Nonnull final JID room) {
        forget(Set.of(), Set.of(room));
    }

    private void forget(final Set<JID> goneUsers, final Set<JID> goneRooms) {
        users.addAll(goneUsers);
        rooms.addAll(goneRooms);
        visits.keySet().removeIf(visit -> goneUsers.contains(visit.user()) || goneRooms.contains(visit.room()));
        activities.keySet().removeIf(goneRooms::contains);
        forgetAuthors(goneUsers);
    }

    /** Forgets that any of some users were the last to say something. */
    void forgetAuthors(@Nonnull final Set<JID> authors) {
        activities.replaceAll((room, activity) -> activity.author() != null && authors.contains(activity.author())
            ? withoutAuthor(activity) : activity);
    }

    private static Activity withoutAuthor(final Activity activity) {
        return new Activity(activity.timestamp(), null, activity.previousTimestamp());
    }

    /** Remembers a visit, unless a later one is known. */
    void visited(@Nonnull final Visit visit, final long timestamp) {
        visits.merge(visit, timestamp, Math::max);
    }

    /** Remembers activity, unless a later one is known. */
    void changed(@Nonnull final JID room, @Nonnull final Activity activity) {
        activities.merge(room, activity, (one, other) -> one.timestamp() > other.timestamp() ? one : other);
    }

    @Override
    public void followedBy(@Nonnull final RaiChanges later) {
        if (!later.users.isEmpty() || !later.rooms.isEmpty()) {
            forget(later.users, later.rooms);
        }
        later.visits.forEach(this::visited);
        later.activities.forEach(this::changed);
    }

    /** Of these changes those that concern the visits to a room. */
    @Nonnull
    RaiChanges ofRoom(@Nonnull final JID room) {
        final RaiChanges own = new RaiChanges();
        own.users.addAll(users);
        if (rooms.contains(room)) {
            own.rooms.add(room);
        }
        visits.forEach((visit, timestamp) -> {
            if (visit.room().equals(room)) {
                own.visits.put(visit, timestamp);
            }
        });
        return own;
    }

    /** Of these changes those that concern the visits of some users. */
    @Nonnull
    RaiChanges ofUsers(@Nonnull final Set<JID> wanted) {
        final RaiChanges own = new RaiChanges();
        wanted.stream().filter(users::contains).forEach(own.users::add);
        own.rooms.addAll(rooms);
        visits.forEach((visit, timestamp) -> {
            if (wanted.contains(visit.user())) {
                own.visits.put(visit, timestamp);
            }
        });
        return own;
    }
}
