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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.MucApi;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.OccupantPresences;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomHistories;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.StanzaIds;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupJID;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The rooms of Openfire's group chat services. Safe for use by several threads.
 */
public final class OpenfireRooms implements Rooms, RoomProfiles {

    private static final Logger Log = LoggerFactory.getLogger(OpenfireRooms.class);

    private final MultiUserChatManager manager;
    /** What the domains of this server's services end with. */
    private final String suffix;
    private final MucApi api;
    private final OccupantPresences presences;
    private final StanzaIds stanzaIds;
    private final RoomHistories histories;

    /**
     * Creates the view of the rooms.
     *
     * @param manager holds the services
     * @param serverDomain the server's domain
     * @throws IllegalStateException where this version of the server is not understood
     */
    public OpenfireRooms(@Nonnull final MultiUserChatManager manager, @Nonnull final String serverDomain) {
        this.manager = manager;
        this.suffix = '.' + serverDomain;
        this.api = new MucApi(MultiUserChatManager.class.getClassLoader());
        this.presences = new OccupantPresences(MultiUserChatManager.class.getClassLoader());
        this.stanzaIds = new StanzaIds(MultiUserChatManager.class.getClassLoader());
        this.histories = new RoomHistories(MultiUserChatManager.class.getClassLoader());
    }

    @Nullable
    private MultiUserChatService service(final String domain) {
        final int length = domain.length() - suffix.length();
        return length > 0 && domain.endsWith(suffix)
            ? manager.getMultiUserChatService(domain.substring(0, length)) : null;
    }

    @Nullable
    private Object find(final JID room) {
        final MultiUserChatService service = service(room.getDomain());
        return service == null || room.getNode() == null ? null : api.loadedRoom(service, room.getNode());
    }

    @Nullable
    private Object findOrLoad(final JID room) {
        final MultiUserChatService service = service(room.getDomain());
        return service == null || room.getNode() == null ? null : service.getChatRoom(room.getNode());
    }

    @Override
    public boolean exists(@Nonnull final JID room) {
        return findOrLoad(room) != null;
    }

    @Override
    @Nonnull
    public Optional<RoomProfile> load(@Nonnull final JID room) {
        return Optional.ofNullable(findOrLoad(room)).map(api::profile);
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID room) {
        return Optional.ofNullable(find(room)).map(api::view);
    }

    @Override
    @Nonnull
    public RoomSnapshot snapshot(@Nonnull final JID room) {
        final MultiUserChatService service = service(room.getDomain());
        final Object found = service == null || room.getNode() == null ? null : api.loadedRoom(service, room.getNode());
        return service == null || found == null ? RoomSnapshot.of(this, room)
            : new OpenfireRoomSnapshot(api, service, found);
    }

    @Override
    @Nonnull
    public Optional<RoomProfile> profile(@Nonnull final JID room) {
        return Optional.ofNullable(find(room)).map(api::profile);
    }

    @Override
    @Nonnull
    public Collection<JID> sessions(@Nonnull final JID room, @Nonnull final JID user) {
        final Object found = find(room);
        return found == null ? List.of() : api.sessions(found, user);
    }

    @Override
    @Nonnull
    public Optional<SpeakerView> speaker(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(find(room)).map(found -> api.speaker(found, session));
    }

    @Override
    @Nonnull
    public Optional<OccupantView> occupant(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(find(room)).map(found -> api.occupant(found, session));
    }

    @Override
    @Nonnull
    public RequestContext requestContext(@Nonnull final JID room, @Nonnull final JID sender,
                                         @Nullable final String nickname) {
        final Object found = find(room);
        return found == null ? RequestContext.OUTSIDE : api.requestContext(found, sender, nickname);
    }

    @Override
    @Nonnull
    public Collection<OccupantView> namesakes(@Nonnull final JID room, @Nonnull final String nickname) {
        final Object found = find(room);
        return found == null ? List.of() : api.namesakes(found, nickname);
    }

    @Override
    @Nonnull
    public Optional<JID> registeredMember(@Nonnull final JID room, @Nonnull final String nickname) {
        return Optional.ofNullable(find(room)).flatMap(found -> api.registeredMember(found, nickname));
    }

    @Override
    @Nonnull
    public Map<JID, CapsAnnouncement> announcements(@Nonnull final JID room) {
        final Object found = find(room);
        return found == null ? Map.of() : presences.announcements(found);
    }

    @Override
    @Nonnull
    public Optional<CapsAnnouncement> announcement(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(find(room)).flatMap(found -> presences.announcement(found, session));
    }

    @Override
    public boolean isPersistent(@Nonnull final JID room) {
        final Object found = find(room);
        return found != null && api.isPersistent(found);
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
        final Object found = find(room);
        return found == null ? Affiliation.NONE : api.affiliation(found, user);
    }

    @Override
    @Nonnull
    public Collection<JID> affiliates(@Nonnull final JID room) {
        final Object found = find(room);
        final List<JID> users = new ArrayList<>();
        if (found != null) {
            api.affiliated(found).forEach(entry -> {
                if (GroupJID.isGroup(entry)) {
                    addMembers(entry, users);
                } else {
                    users.add(entry.asBareJID());
                }
            });
        }
        return users;
    }

    private static void addMembers(final JID group, final Collection<JID> users) {
        try {
            final Group found = GroupManager.getInstance().getGroup(group);
            Stream.concat(found.getMembers().stream(), found.getAdmins().stream()).map(JID::asBareJID)
                .forEach(users::add);
        } catch (final GroupNotFoundException e) {
            Log.trace("A list holds a group that there is no more: {}", group, e);
        }
    }

    @Override
    @Nonnull
    public Optional<RoomStanding> standing(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(find(room)).map(found -> api.standing(found, session));
    }

    @Override
    @Nonnull
    public Instant created(@Nonnull final JID room) {
        final Object found = find(room);
        return found == null ? Instant.EPOCH : api.created(found);
    }

    @Override
    public boolean wasOccupiedSince(@Nonnull final JID room, @Nonnull final Instant since) {
        final Object found = find(room);
        return found != null && api.wasOccupiedSince(found, since);
    }

    @Override
    @Nonnull
    public RoomHistory history(@Nonnull final JID room, @Nonnull final Instant since) {
        final MultiUserChatService service = service(room.getDomain());
        final Object found = find(room);
        return service == null || found == null ? RoomHistory.UNKNOWN
            : histories.since(found, service.getHistoryStrategy(), since);
    }

    @Override
    public int accessFingerprint(@Nonnull final JID room) {
        final Object found = find(room);
        return found == null ? NO_ROOM : api.accessFingerprint(found);
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID room) {
        final Object found = find(room);
        return found == null ? 0 : api.affiliationsFingerprint(found);
    }

    @Override
    public boolean assignsStanzaIds() {
        return stanzaIds.areAssigned();
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
        final MultiUserChatService found = service(service);
        return found != null && found.isSysadmin(user);
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        final List<RoomView> views = new ArrayList<>();
        for (final MultiUserChatService service : manager.getMultiUserChatServices()) {
            api.loadedRooms(service).forEach(room -> views.add(api.view(room)));
        }
        return views;
    }
}
