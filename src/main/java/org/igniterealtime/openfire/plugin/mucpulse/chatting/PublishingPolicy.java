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

import java.util.Optional;
import java.util.function.BooleanSupplier;
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
 * the room as it is now all have to permit it (U4). What cannot be found out is thrown, and so permits nothing. For the
 * feature's executor; blocks.
 */
final class PublishingPolicy implements Publisher.Policy {

    private final Supplier<ChattingSettings> settings;
    private final Accounts accounts;
    private final PersonalEventing eventing;
    private final Consents consents;
    private final OccupiedRooms occupiedRooms;
    private final RoomWatch roomWatch;
    private final BooleanSupplier choicesKnown;

    PublishingPolicy(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final Accounts accounts,
                     @Nonnull final PersonalEventing eventing, @Nonnull final Consents consents,
                     @Nonnull final OccupiedRooms occupiedRooms, @Nonnull final RoomWatch roomWatch,
                     @Nonnull final BooleanSupplier choicesKnown) {
        this.settings = settings;
        this.accounts = accounts;
        this.eventing = eventing;
        this.consents = consents;
        this.occupiedRooms = occupiedRooms;
        this.roomWatch = roomWatch;
        this.choicesKnown = choicesKnown;
    }

    @Override
    @Nonnull
    public Optional<RoomProfile> publishable(@Nonnull final JID user, @Nonnull final JID room) {
        final ChattingSettings current = settings.get();
        final Optional<JID> session = occupiedRooms.sessionIn(room, user);
        // The preferences are asked twice: here to spare the look at the account, below as the account may be another.
        if (current.mode() == Mode.OFF || !current.complete() || session.isEmpty() || roomWatch.isChanging(room)
            || current.excluded().contains(room.toString()) || !consents.effective(user, current.mode()).allows(room)
            || !eventing.isOffered()) {
            return Optional.empty();
        }
        final Optional<Account> account = accounts.account(session.get());
        final Optional<ChattingPreferences> preferences = account
            .map(found -> consents.effective(user, found, current.mode())).filter(found -> found.allows(room));
        // A room is locked until it is configured, and it is not known what it is going to be.
        return preferences.isEmpty() ? Optional.empty() : roomWatch.profile(room).filter(profile ->
            profile.isPublic() || !profile.locked() && preferences.get().privateRooms());
    }

    @Override
    public boolean areChoicesKnown() {
        return choicesKnown.getAsBoolean();
    }
}
