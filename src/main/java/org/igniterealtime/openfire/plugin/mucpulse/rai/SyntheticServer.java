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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;

/**
 * A server with one room, in which there is nobody, and one user, who is a member of the room. Neither is known to the
 * real server. Remembers nothing. Safe for use by several threads.
 */
final class SyntheticServer implements Rooms, Users, RoomDirectory, VisitLog, SessionProbe {

    private final JID room;
    private final JID user;

    SyntheticServer(@Nonnull final JID room, @Nonnull final JID user) {
        this.room = room;
        this.user = user;
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID asked) {
        return room.equals(asked) ? Optional.of(new RoomView(room, RoomAccess.OPEN, true, false, List.of()))
            : Optional.empty();
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID asked, @Nonnull final JID whose) {
        return room.equals(asked) && user.equals(whose) ? Affiliation.MEMBER : Affiliation.NONE;
    }

    @Override
    public int accessFingerprint(@Nonnull final JID asked) {
        return 1;
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID asked) {
        return 1;
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID whose) {
        return false;
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        return List.of();
    }

    @Override
    public boolean isLocal(@Nonnull final JID whose) {
        return true;
    }

    @Override
    public boolean isAnonymous(@Nonnull final JID session) {
        return false;
    }

    @Override
    public boolean isReachable(@Nonnull final JID session) {
        return true;
    }

    @Override
    @Nonnull
    public Collection<String> identities(@Nonnull final JID whose) {
        return List.of(whose.toString());
    }

    @Override
    @Nonnull
    public Map<JID, Entry> affiliatedRooms(@Nonnull final String service,
                                           @Nonnull final Collection<String> identities) {
        return Map.of();
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service, @Nonnull final Collection<JID> rooms) {
        return Map.of();
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service) {
        return Map.of();
    }

    @Override
    public void visited(@Nonnull final JID whose, @Nonnull final JID where, final long timestamp) {
        // Nothing is to remain.
    }

    @Override
    @Nonnull
    public Map<JID, Long> visits(@Nonnull final JID whose) {
        return Map.of();
    }

    @Override
    public void forgetUser(@Nonnull final JID whose) {
        // Nothing is remembered.
    }

    @Override
    public void forgetRoom(@Nonnull final JID which) {
        // Nothing is remembered.
    }

    @Override
    public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
        // There are no sessions of other servers.
    }
}
