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

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * A room as one look-up found it. Whoever has several questions about a room while handling one request or event takes
 * one snapshot and asks that: in a cluster, each look-up copies the whole room. Not to be kept for later, as it is of
 * no use once the room changes, and may hold the server's own room. Safe for use by several threads.
 */
public interface RoomSnapshot {

    /** Whether the room outlives its last occupant; {@code false} where there is no such room. */
    boolean isPersistent();

    /** As {@link Rooms#requestContext}. */
    @Nonnull
    RequestContext requestContext(@Nonnull JID sender, @Nullable String nickname);

    /** As {@link Rooms#namesakes}. */
    @Nonnull
    Collection<OccupantView> namesakes(@Nonnull String nickname);

    /** As {@link Rooms#registeredMember}. */
    @Nonnull
    Optional<JID> registeredMember(@Nonnull String nickname);

    /** Whether exactly this session is in the room. */
    boolean isInRoom(@Nonnull JID session);

    /** The real, full JIDs of all sessions in the room; possibly empty, never {@code null}. */
    @Nonnull
    Set<JID> sessions();

    /** The room with its occupants, who are walked for that; empty where there is no such room. */
    @Nonnull
    Optional<RoomView> view();

    /** As {@link Rooms#created}. */
    @Nonnull
    Instant created();

    /** As {@link Rooms#affiliation}; of a room that is locked, administrators of the service are no owners by that. */
    @Nonnull
    Affiliation affiliation(@Nonnull JID user);

    /** As {@link Rooms#affiliated}. */
    @Nonnull
    Optional<Set<JID>> affiliated();

    /** As {@link Rooms#standing}, with the user's {@linkplain #affiliation affiliation} as it is given here. */
    @Nonnull
    Optional<RoomStanding> standing(@Nonnull JID session);

    /** As {@link Rooms#accessFingerprint}. */
    int accessFingerprint();

    /** As {@link Rooms#affiliationsFingerprint}. */
    int affiliationsFingerprint();

    /**
     * A snapshot that answers from a view of the room, which is taken once, when it is first needed. What the view does
     * not hold is asked of the rooms.
     *
     * @param rooms the rooms
     * @param room the room's bare JID
     * @return the snapshot
     */
    @Nonnull
    static RoomSnapshot of(@Nonnull final Rooms rooms, @Nonnull final JID room) {
        final Supplier<Optional<RoomView>> view = Suppliers.memoize(() -> rooms.room(room));
        return new RoomSnapshot() {
            private List<OccupantView> occupants() {
                return view.get().map(RoomView::occupants).orElse(List.of());
            }

            @Override
            @Nonnull
            public Optional<RoomView> view() {
                return view.get();
            }

            @Override
            @Nonnull
            public Instant created() {
                return rooms.created(room);
            }

            @Override
            @Nonnull
            public Affiliation affiliation(@Nonnull final JID user) {
                return rooms.affiliation(room, user);
            }

            @Override
            @Nonnull
            public Optional<Set<JID>> affiliated() {
                return rooms.affiliated(room);
            }

            @Override
            @Nonnull
            public Optional<RoomStanding> standing(@Nonnull final JID session) {
                return view.get().map(seen -> new RoomStanding(seen.access(),
                    rooms.affiliation(room, session.asBareJID()), isInRoom(session), rooms.created(room)));
            }

            @Override
            public int accessFingerprint() {
                return rooms.accessFingerprint(room);
            }

            @Override
            public int affiliationsFingerprint() {
                return rooms.affiliationsFingerprint(room);
            }

            @Override
            public boolean isPersistent() {
                return view.get().filter(RoomView::persistent).isPresent();
            }

            @Override
            @Nonnull
            public RequestContext requestContext(@Nonnull final JID sender, @Nullable final String nickname) {
                final OccupantView found = occupants().stream()
                    .filter(occupant -> occupant.session().equals(sender)).findFirst().orElse(null);
                return RequestContext.of(found, view.get().filter(RoomView::moderated).isPresent(),
                    nickname == null ? List.of() : namesakes(nickname));
            }

            @Override
            @Nonnull
            public Collection<OccupantView> namesakes(@Nonnull final String nickname) {
                return occupants().stream().filter(occupant -> occupant.nickname().equalsIgnoreCase(nickname)).toList();
            }

            @Override
            @Nonnull
            public Optional<JID> registeredMember(@Nonnull final String nickname) {
                return rooms.registeredMember(room, nickname);
            }

            @Override
            public boolean isInRoom(@Nonnull final JID session) {
                return occupants().stream().anyMatch(occupant -> occupant.session().equals(session));
            }

            @Override
            @Nonnull
            public Set<JID> sessions() {
                return occupants().stream().map(OccupantView::session).collect(Collectors.toSet());
            }
        };
    }
}
