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
        return decide(user, room).profile();
    }

    /** Why something may be published, or not. */
    enum Reason {
        /** It may be published. */
        PERMITTED,
        /** The server publishes nothing. */
        OFF,
        /** It is not known in whole which rooms must not be published. */
        INCOMPLETE,
        /** No session of the user that is connected to this server is in the room. */
        OUTSIDE,
        /** The room is being configured. */
        CHANGING,
        /** The administrator excludes the room. */
        EXCLUDED,
        /** The user does not agree. */
        NO_CONSENT,
        /** The user excepts the room. */
        EXCEPTED,
        /** The server does not offer personal eventing. */
        NO_EVENTING,
        /** There is no account. */
        NO_ACCOUNT,
        /** There is no such room in memory. */
        NO_ROOM,
        /** The room is locked. */
        LOCKED,
        /** Not everybody can find and enter the room, and the user did not agree to that. */
        PRIVATE
    }

    /**
     * Whether something may be published. Immutable.
     *
     * @param reason why
     * @param profile the room, empty where it may not be published
     */
    record Verdict(@Nonnull Reason reason, @Nonnull Optional<RoomProfile> profile) {

        private static Verdict no(final Reason reason) {
            return new Verdict(reason, Optional.empty());
        }
    }

    /** Whether it may be published at this moment that a user is in a room, and why. */
    @Nonnull
    Verdict decide(@Nonnull final JID user, @Nonnull final JID room) {
        final ChattingSettings current = settings.get();
        if (current.mode() == Mode.OFF) {
            return Verdict.no(Reason.OFF);
        }
        if (!current.complete()) {
            return Verdict.no(Reason.INCOMPLETE);
        }
        return occupiedRooms.sessionIn(room, user)
            .map(session -> decide(session, room, current, () -> roomWatch.profile(room)))
            .orElseGet(() -> Verdict.no(Reason.OUTSIDE));
    }

    /**
     * Whether it may be published that a user is in a room, if the user is there, on whichever server of the cluster.
     *
     * @param user the user's bare JID
     * @param room the room's bare JID
     * @param profile the room as it is now, asked for where it matters
     */
    boolean permits(@Nonnull final JID user, @Nonnull final JID room,
                    @Nonnull final Supplier<Optional<RoomProfile>> profile) {
        final ChattingSettings current = settings.get();
        return current.mode() != Mode.OFF && current.complete()
            && decide(user, room, current, profile).reason() == Reason.PERMITTED;
    }

    private Verdict decide(final JID user, final JID room, final ChattingSettings current,
                           final Supplier<Optional<RoomProfile>> profile) {
        if (roomWatch.isChanging(room)) {
            return Verdict.no(Reason.CHANGING);
        }
        if (current.excluded().contains(room.toString())) {
            return Verdict.no(Reason.EXCLUDED);
        }
        // The preferences are asked twice: here to spare the look at the account, below as the account may be another.
        final ChattingPreferences stated = consents.effective(user.asBareJID(), current.mode());
        if (!stated.allows(room)) {
            return refusal(stated);
        }
        if (!eventing.isOffered()) {
            return Verdict.no(Reason.NO_EVENTING);
        }
        final Optional<Account> account = accounts.account(user);
        if (account.isEmpty()) {
            return Verdict.no(Reason.NO_ACCOUNT);
        }
        final ChattingPreferences preferences =
            consents.effective(user.asBareJID(), account.get(), current.mode());
        return preferences.allows(room) ? decide(preferences, profile.get()) : refusal(preferences);
    }

    private static Verdict refusal(final ChattingPreferences preferences) {
        return Verdict.no(preferences.publish() ? Reason.EXCEPTED : Reason.NO_CONSENT);
    }

    private static Verdict decide(final ChattingPreferences preferences, final Optional<RoomProfile> room) {
        if (room.isEmpty()) {
            return Verdict.no(Reason.NO_ROOM);
        }
        if (room.get().isPublic() || !room.get().locked() && preferences.privateRooms()) {
            return new Verdict(Reason.PERMITTED, room);
        }
        // A room is locked until it is configured, and it is not known what it is going to be.
        return Verdict.no(room.get().locked() ? Reason.LOCKED : Reason.PRIVATE);
    }

    @Override
    public boolean areChoicesKnown() {
        return choicesKnown.getAsBoolean();
    }
}
