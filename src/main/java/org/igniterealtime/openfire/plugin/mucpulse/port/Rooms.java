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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * The rooms of all group chat services of this server. Implementations are safe for use by several threads.
 */
public interface Rooms {

    /** The {@linkplain #accessFingerprint fingerprint} of a room that there is not, or that is not in memory. */
    int NO_ROOM = 0;

    /**
     * A snapshot of a room, if it is in memory.
     *
     * @param room the room's bare JID
     * @return the room, empty where it is not in memory
     */
    @Nonnull
    Optional<RoomView> room(@Nonnull JID room);

    /**
     * A room, looked up once for several questions.
     *
     * @param room the room's bare JID
     * @return the room; where it is not in memory, one in which there is nobody
     */
    @Nonnull
    default RoomSnapshot snapshot(@Nonnull final JID room) {
        return RoomSnapshot.of(this, room);
    }

    /**
     * Whether there is a room. A persistent room that is not in memory is loaded, for which this may block: to be asked
     * only of rooms that somebody named, and not because of an event in them.
     *
     * @param room the room's bare JID
     * @return whether there is such a room
     */
    default boolean exists(@Nonnull final JID room) {
        return room(room).isPresent();
    }

    /**
     * A session in a room, as somebody who is about to say something.
     *
     * @param room the room's bare JID
     * @param session a full JID
     * @return the occupant, empty where the session is not in the room
     */
    @Nonnull
    default Optional<SpeakerView> speaker(@Nonnull final JID room, @Nonnull final JID session) {
        return room(room).flatMap(view -> view.occupants().stream()
            .filter(occupant -> occupant.session().equals(session)).findFirst()
            .map(occupant -> new SpeakerView(occupant.nickname(),
                !view.moderated() || occupant.role().hasVoice(), view.occupants().size())));
    }

    /**
     * A session in a room.
     *
     * @param room the room's bare JID
     * @param session a full JID
     * @return the occupant, empty where the session is not in the room
     */
    @Nonnull
    default Optional<OccupantView> occupant(@Nonnull final JID room, @Nonnull final JID session) {
        return room(room).flatMap(view ->
            view.occupants().stream().filter(occupant -> occupant.session().equals(session)).findFirst());
    }

    /**
     * Who asks whom, by the server's own understanding of nicknames. Looks at the room once.
     *
     * @param room the room's bare JID
     * @param sender a full JID
     * @param nickname the nickname that is asked, {@code null} where it is the room
     * @return the context, {@link RequestContext#OUTSIDE} where the sender is not in the room
     */
    @Nonnull
    default RequestContext requestContext(@Nonnull final JID room, @Nonnull final JID sender,
                                          @Nullable final String nickname) {
        return room(room).map(view -> RequestContext.of(occupant(room, sender).orElse(null), view.moderated(),
            nickname == null ? List.of() : namesakes(room, nickname))).orElse(RequestContext.OUTSIDE);
    }

    /**
     * The sessions that go by a nickname, by the server's own understanding of nicknames.
     *
     * @param room the room's bare JID
     * @param nickname the nickname
     * @return the sessions, possibly none, never {@code null}
     */
    @Nonnull
    default Collection<OccupantView> namesakes(@Nonnull final JID room, @Nonnull final String nickname) {
        return room(room).map(view -> view.occupants().stream()
            .filter(occupant -> occupant.nickname().equalsIgnoreCase(nickname)).toList()).orElse(List.of());
    }

    /**
     * The member who registered a nickname with a room (XEP-0045 §7.10), by the server's own understanding of
     * nicknames. May look at all members of the room.
     *
     * @param room the room's bare JID
     * @param nickname the nickname
     * @return the member's bare JID, empty where nobody registered it
     */
    @Nonnull
    default Optional<JID> registeredMember(@Nonnull final JID room, @Nonnull final String nickname) {
        return Optional.empty();
    }

    /**
     * What the sessions in a room announce of their capabilities, by the last presence of each that the server has.
     * Looks at the room once, and walks its occupants.
     *
     * @param room the room's bare JID
     * @return the announcements of those that announce something, by full JID; none where the room is not in memory
     */
    @Nonnull
    default Map<JID, CapsAnnouncement> announcements(@Nonnull final JID room) {
        return Map.of();
    }

    /**
     * The same of one session.
     *
     * @param room the room's bare JID
     * @param session a full JID
     * @return the announcement, empty where there is none, and where the session is not in the room
     */
    @Nonnull
    default Optional<CapsAnnouncement> announcement(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(announcements(room).get(session));
    }

    /**
     * Whether a room outlives its last occupant.
     *
     * @param room the room's bare JID
     * @return {@code false} also where there is no such room
     */
    default boolean isPersistent(@Nonnull final JID room) {
        return room(room).filter(RoomView::persistent).isPresent();
    }

    /**
     * A user's affiliation with a room now, groups resolved; administrators of the service count as owners.
     *
     * @param room the room's bare JID
     * @param user the user's bare JID
     * @return the affiliation, {@link Affiliation#NONE} also where there is no such room
     */
    @Nonnull
    Affiliation affiliation(@Nonnull JID room, @Nonnull JID user);

    /**
     * The owners, admins and members of a room now, groups resolved. Walks the lists, and may ask a directory server.
     *
     * @param room the room's bare JID
     * @return bare JIDs, possibly with repetitions; none where the room is not in memory
     */
    @Nonnull
    default Collection<JID> affiliates(@Nonnull final JID room) {
        return List.of();
    }

    /**
     * How a session and its user stand to a room now. Cheap: does not walk the occupants.
     *
     * @param room the room's bare JID
     * @param session a full JID
     * @return how they stand, empty where the room is not in memory
     */
    @Nonnull
    default Optional<RoomStanding> standing(@Nonnull final JID room, @Nonnull final JID session) {
        return room(room).map(view -> new RoomStanding(view.access(), affiliation(room, session.asBareJID()),
            view.occupants().stream().anyMatch(occupant -> occupant.session().equals(session)), created(room)));
    }

    /**
     * When a room came to be.
     *
     * @param room the room's bare JID
     * @return the moment, {@link Instant#EPOCH} where the room is not in memory
     */
    @Nonnull
    default Instant created(@Nonnull final JID room) {
        return Instant.EPOCH;
    }

    /**
     * When a room that is in memory came to be. Looks at the room once.
     *
     * @param room the room's bare JID
     * @return the moment, empty where the room is not in memory
     */
    @Nonnull
    default Optional<Instant> createdIfLoaded(@Nonnull final JID room) {
        final RoomSnapshot snapshot = snapshot(room);
        return snapshot.view().map(view -> snapshot.created());
    }

    /**
     * Whether somebody has been in a room since a moment.
     *
     * @param room the room's bare JID
     * @param since the moment
     * @return {@code false} also where the room is not in memory
     */
    default boolean wasOccupiedSince(@Nonnull final JID room, @Nonnull final Instant since) {
        return room(room).filter(view -> !view.occupants().isEmpty()).isPresent();
    }

    /**
     * What a room keeps of what was said in it since a moment. May block, and costs about as much as it does the server
     * when somebody enters.
     *
     * @param room the room's bare JID
     * @param since the moment
     * @return what was said, {@link RoomHistory#UNKNOWN} also where the room is not in memory
     */
    @Nonnull
    default RoomHistory history(@Nonnull final JID room, @Nonnull final Instant since) {
        return RoomHistory.UNKNOWN;
    }

    /**
     * A number that changes when the room's access, its persistence or the <em>length</em> of one of its affiliation
     * lists changes. Cheap: does not walk the lists.
     *
     * @param room the room's bare JID
     * @return the number, {@link #NO_ROOM} where the room is not in memory, and only there
     */
    int accessFingerprint(@Nonnull JID room);

    /**
     * A number that changes when an entry of one of the room's affiliation lists changes. Walks the lists.
     *
     * @param room the room's bare JID
     * @return the number, zero where there is no such room
     */
    int affiliationsFingerprint(@Nonnull JID room);

    /**
     * Whether the rooms give every message an id in their name, and remove what pretends to be one (XEP-0359).
     *
     * @return {@code false} where anybody may have written such an id
     */
    default boolean assignsStanzaIds() {
        return false;
    }

    /**
     * Those who can be affiliated with a room: who is not among them is no owner, admin or member of it. Walks the
     * lists.
     *
     * @param room the room's bare JID
     * @return bare JIDs, those of the service's administrators among them; empty where that is not known, such as where
     *         a list holds a group
     */
    @Nonnull
    default Optional<Set<JID>> affiliated(@Nonnull final JID room) {
        return Optional.empty();
    }

    /**
     * Whether a user administers a service, and with it every room of it.
     *
     * @param service the service's domain
     * @param user the user's bare JID
     * @return whether the user is an administrator of the service
     */
    boolean isServiceAdmin(@Nonnull String service, @Nonnull JID user);

    /**
     * The rooms of all services that are in memory.
     *
     * @return snapshots, possibly empty, never {@code null}
     */
    @Nonnull
    Collection<RoomView> loaded();
}
