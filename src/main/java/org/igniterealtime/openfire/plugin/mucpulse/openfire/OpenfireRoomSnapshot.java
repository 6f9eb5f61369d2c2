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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.MucApi;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.xmpp.packet.JID;

/**
 * One of the server's rooms, looked up once. Answers are computed when they are asked for, as most requests need few of
 * them.
 */
final class OpenfireRoomSnapshot implements RoomSnapshot {

    private final MucApi api;
    private final MultiUserChatService service;
    private final Object room;

    /**
     * Creates a snapshot.
     *
     * @param api calls the server's rooms
     * @param service the server's service that the room is one of
     * @param room the server's room
     */
    OpenfireRoomSnapshot(@Nonnull final MucApi api, @Nonnull final MultiUserChatService service,
                         @Nonnull final Object room) {
        this.api = api;
        this.service = service;
        this.room = room;
    }

    @Override
    public boolean isPersistent() {
        return api.isPersistent(room);
    }

    @Override
    @Nonnull
    public RequestContext requestContext(@Nonnull final JID sender, @Nullable final String nickname) {
        return api.requestContext(room, sender, nickname);
    }

    @Override
    @Nonnull
    public Collection<OccupantView> namesakes(@Nonnull final String nickname) {
        return api.namesakes(room, nickname);
    }

    @Override
    @Nonnull
    public Optional<JID> registeredMember(@Nonnull final String nickname) {
        return api.registeredMember(room, nickname);
    }

    @Override
    public boolean isInRoom(@Nonnull final JID session) {
        return api.occupant(room, session) != null;
    }

    @Override
    @Nonnull
    public Set<JID> sessions() {
        return api.view(room).occupants().stream().map(OccupantView::session).collect(Collectors.toSet());
    }

    @Override
    @Nonnull
    public Optional<RoomView> view() {
        return Optional.of(api.view(room));
    }

    @Override
    @Nonnull
    public Instant created() {
        return api.created(room);
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID user) {
        return withoutOffice(user, api.affiliation(room, user));
    }

    /** The server takes the service's administrators for owners, but does not let them enter a locked room. */
    private Affiliation withoutOffice(final JID user, final Affiliation affiliation) {
        return affiliation == Affiliation.OWNER && api.access(room).locked() && service.isSysadmin(user)
            && !api.affiliated(room).contains(user) ? Affiliation.NONE : affiliation;
    }

    @Override
    @Nonnull
    public Optional<Set<JID>> affiliated() {
        final Set<JID> affiliated = new HashSet<>(service.getSysadmins());
        affiliated.addAll(api.affiliated(room));
        // The address of a group has a resource.
        return affiliated.stream().allMatch(user -> user.getResource() == null) ? Optional.of(affiliated)
            : Optional.empty();
    }

    @Override
    @Nonnull
    public Optional<RoomStanding> standing(@Nonnull final JID session) {
        final RoomStanding standing = api.standing(room, session);
        return Optional.of(new RoomStanding(standing.access(),
            withoutOffice(session.asBareJID(), standing.affiliation()), standing.inside(), standing.created()));
    }

    @Override
    public int accessFingerprint() {
        return api.accessFingerprint(room);
    }

    @Override
    public int affiliationsFingerprint() {
        return api.affiliationsFingerprint(room);
    }
}
