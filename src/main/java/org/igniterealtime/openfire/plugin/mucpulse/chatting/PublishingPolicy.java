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

import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.xmpp.packet.JID;

/**
 * Decides what may be published: the server's mode, the administrator's exclusions, the user's account and choice, and
 * what the room is at this moment all have to permit it. What cannot be found out is thrown, and permits nothing. For
 * the feature's executor alone; blocks.
 */
final class PublishingPolicy implements Publisher.Policy {

    private final Supplier<ChattingSettings> settings;
    private final Accounts accounts;
    private final PersonalEventing eventing;
    private final Consents consents;
    private final OccupiedRooms occupiedRooms;
    private final WatchedRooms watched;
    private final ChangingRooms changing;

    PublishingPolicy(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final Accounts accounts,
                     @Nonnull final PersonalEventing eventing, @Nonnull final Consents consents,
                     @Nonnull final OccupiedRooms occupiedRooms, @Nonnull final WatchedRooms watched,
                     @Nonnull final ChangingRooms changing) {
        this.settings = settings;
        this.accounts = accounts;
        this.eventing = eventing;
        this.consents = consents;
        this.occupiedRooms = occupiedRooms;
        this.watched = watched;
        this.changing = changing;
    }

    @Override
    @Nonnull
    public Optional<RoomProfile> publishable(@Nonnull final JID user, @Nonnull final JID room) {
        final ChattingSettings now = settings.get();
        final Optional<JID> session = occupiedRooms.sessionIn(room, user);
        // The preferences are asked twice: here to spare the look at the account, below as the account may be another.
        if (now.mode() == Mode.OFF || !now.complete() || session.isEmpty() || changing.isChanging(room)
            || now.excluded().contains(room.toString()) || !consents.counting(user, now.mode()).admits(room)
            || !eventing.isOffered()) {
            return Optional.empty();
        }
        final Optional<Account> account = accounts.account(session.get());
        final Optional<ChattingPreferences> choice = account.map(found -> consents.counting(user, found, now.mode()))
            .filter(found -> found.admits(room));
        // A room is locked before it is configured: nobody knows what it is going to be.
        return choice.isEmpty() ? Optional.empty() : watched.profile(room).filter(profile ->
            profile.isPublic() || !profile.locked() && choice.get().privateRooms());
    }
}
