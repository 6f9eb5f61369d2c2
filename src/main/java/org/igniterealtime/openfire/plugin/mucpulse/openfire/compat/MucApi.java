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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.call;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.lookUp;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.method;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.type;

import com.google.common.base.Strings;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.xmpp.packet.JID;

/**
 * The only place that calls Openfire's rooms and occupants. Their types changed incompatibly: {@code MUCRoom} is an
 * interface in 4.2 and a class since 4.7, and {@code MUCRole} became {@code MUCOccupant} in 5.0. Their methods are
 * found by name when the plugin starts; a missing one is found then, too. Immutable.
 */
public final class MucApi {

    private final MethodHandle jid;
    private final MethodHandle membersOnly;
    private final MethodHandle publicRoom;
    private final MethodHandle passwordProtected;
    private final MethodHandle persistent;
    private final MethodHandle moderated;
    private final MethodHandle locked;
    private final MethodHandle affiliation;
    private final MethodHandle owners;
    private final MethodHandle admins;
    private final MethodHandle members;
    private final MethodHandle outcasts;
    private final MethodHandle occupants;
    private final MethodHandle occupantsOf;
    private final MethodHandle occupantOfSession;
    private final MethodHandle occupantsCalled;
    private final MethodHandle occupantNickname;
    private final MethodHandle occupantSession;
    private final MethodHandle occupantRole;
    private final MethodHandle occupantAffiliation;
    private final MethodHandle loadedRooms;
    private final RoomsInMemory roomsInMemory;
    private final RegisteredNicknames registeredNicknames;
    private final MethodHandle name;
    private final MethodHandle subject;
    private final MethodHandle creationDate;
    private final MethodHandle emptyDate;

    /**
     * Finds the methods.
     *
     * @param server the class loader of the server's classes
     * @throws IllegalStateException where this server has not all of them
     */
    public MucApi(@Nonnull final ClassLoader server) {
        final Class<?> room = type(server, "MUCRoom");
        jid = method(room, JID.class, "getJID");
        membersOnly = method(room, boolean.class, "isMembersOnly");
        publicRoom = method(room, boolean.class, "isPublicRoom");
        passwordProtected = method(room, boolean.class, "isPasswordProtected");
        persistent = method(room, boolean.class, "isPersistent");
        moderated = method(room, boolean.class, "isModerated");
        locked = method(room, boolean.class, "isLocked");
        affiliation = lookUp(room, new Class<?>[] {JID.class}, "getAffiliation")
            .asType(MethodType.methodType(Enum.class, Object.class, JID.class));
        owners = method(room, Collection.class, "getOwners");
        admins = method(room, Collection.class, "getAdmins");
        members = method(room, Collection.class, "getMembers");
        outcasts = method(room, Collection.class, "getOutcasts");
        occupants = method(room, Collection.class, "getOccupants");
        occupantsOf = lookUp(room, new Class<?>[] {JID.class}, "getOccupantsByBareJID")
            .asType(MethodType.methodType(Collection.class, Object.class, JID.class));
        occupantOfSession = lookUp(room, new Class<?>[] {JID.class}, "getOccupantByFullJID")
            .asType(MethodType.methodType(Object.class, Object.class, JID.class));
        occupantsCalled = lookUp(room, new Class<?>[] {String.class}, "getOccupantsByNickname")
            .asType(MethodType.methodType(Collection.class, Object.class, String.class));
        final Class<?> occupant = type(server, "MUCOccupant", "MUCRole");
        occupantNickname = method(occupant, String.class, "getNickname");
        occupantSession = method(occupant, JID.class, "getUserAddress");
        occupantRole = method(occupant, Enum.class, "getRole");
        occupantAffiliation = method(occupant, Enum.class, "getAffiliation");
        loadedRooms = method(type(server, "MultiUserChatService"), Collection.class,
            "getActiveChatRooms", "getChatRooms");
        name = method(room, String.class, "getNaturalLanguageName");
        subject = method(room, String.class, "getSubject");
        creationDate = method(room, Date.class, "getCreationDate");
        emptyDate = method(room, Date.class, "getEmptyDate");
        roomsInMemory = new RoomsInMemory(server);
        registeredNicknames = new RegisteredNicknames(room);
    }

    @Nonnull
    public Collection<?> loadedRooms(@Nonnull final Object service) {
        return call(() -> (Collection<?>) loadedRooms.invokeExact(service));
    }

    /** A room, if it is in memory; {@code null} otherwise. */
    // What is called may answer with null; type parameters cannot say so to NullAway.
    @SuppressWarnings("NullAway")
    @Nullable
    public Object loadedRoom(@Nonnull final MultiUserChatService service, @Nonnull final String name) {
        return call(() -> roomsInMemory.find(service, name));
    }

    /**
     * A snapshot of a room and its occupants.
     *
     * @param room the server's room
     * @return the snapshot
     */
    @Nonnull
    public RoomView view(@Nonnull final Object room) {
        return call(() -> {
            final Collection<?> all = (Collection<?>) occupants.invokeExact(room);
            return new RoomView((JID) jid.invokeExact(room), access(room), (boolean) persistent.invokeExact(room),
                (boolean) moderated.invokeExact(room), all.stream().map(this::occupant).toList());
        });
    }

    @Nonnull
    public RoomAccess access(@Nonnull final Object room) {
        return call(() -> new RoomAccess((boolean) membersOnly.invokeExact(room),
            !(boolean) publicRoom.invokeExact(room), (boolean) passwordProtected.invokeExact(room),
            (boolean) locked.invokeExact(room)));
    }

    /**
     * What a room shows of itself.
     *
     * @param room the server's room
     * @return its profile at the moment
     */
    @Nonnull
    public RoomProfile profile(@Nonnull final Object room) {
        return call(() -> {
            // Who may know them is looked at after the name and the topic, which can change in between.
            final String shownName = Strings.nullToEmpty((String) name.invokeExact(room));
            final String topic = Strings.nullToEmpty((String) subject.invokeExact(room));
            return new RoomProfile((JID) jid.invokeExact(room), access(room), (boolean) locked.invokeExact(room),
                shownName, topic);
        });
    }

    /**
     * The sessions with which a user is in a room.
     *
     * @param room the server's room
     * @param user the user's bare JID
     * @return full JIDs, possibly empty
     */
    @Nonnull
    public Collection<JID> sessions(@Nonnull final Object room, @Nonnull final JID user) {
        return call(() -> {
            try {
                final Collection<?> found = (Collection<?>) occupantsOf.invokeExact(room, user);
                return found.stream().map(this::occupant).map(OccupantView::session).toList();
            } catch (final UserNotFoundException e) {
                return List.<JID>of();
            }
        });
    }

    /**
     * The occupant that a session is; {@code null} where it is not in the room. The server's own count of occupants is
     * one of nicknames in 4.2, and one of sessions since.
     */
    @Nullable
    public OccupantView occupant(@Nonnull final Object room, @Nonnull final JID session) {
        final Object found = call(() -> (Object) occupantOfSession.invokeExact(room, session));
        return found == null ? null : occupant(found);
    }

    /**
     * How a session stands to a room: what decides whether it may know of the room.
     *
     * @param room the server's room
     * @param session the full JID
     * @return its standing at the moment
     */
    @Nonnull
    public RoomStanding standing(@Nonnull final Object room, @Nonnull final JID session) {
        return call(() -> {
            final Object occupant = occupantOfSession.invokeExact(room, session);
            return new RoomStanding(access(room), affiliation(room, session.asBareJID()), occupant != null,
                created(room));
        });
    }

    /** When the room came to be; as long ago as can be where the server does not say. */
    @Nonnull
    public Instant created(@Nonnull final Object room) {
        final Date created = call(() -> (Date) creationDate.invokeExact(room));
        return created == null ? Instant.EPOCH : Instant.ofEpochMilli(created.getTime());
    }

    /** Whether somebody is in the room, or was since a moment. */
    public boolean wasOccupiedSince(@Nonnull final Object room, @Nonnull final Instant since) {
        return call(() -> {
            final Date empty = (Date) emptyDate.invokeExact(room);
            return empty == null || empty.getTime() >= since.toEpochMilli()
                || !((Collection<?>) occupants.invokeExact(room)).isEmpty();
        });
    }

    /** As {@link Rooms#namesakes}. */
    @Nonnull
    public List<OccupantView> namesakes(@Nonnull final Object room, @Nonnull final String nickname) {
        return call(() -> {
            try {
                final Collection<?> found = (Collection<?>) occupantsCalled.invokeExact(room, nickname);
                // In 4.2 this is the server's own list, which changes meanwhile.
                return Stream.of(found.toArray()).filter(Objects::nonNull).map(this::occupant).toList();
            } catch (final UserNotFoundException e) {
                return List.<OccupantView>of();
            }
        });
    }

    /** As {@link Rooms#registeredMember}. */
    @Nonnull
    public Optional<JID> registeredMember(@Nonnull final Object room, @Nonnull final String nickname) {
        return call(() -> registeredNicknames.member(room, nickname));
    }

    /** As {@link Rooms#requestContext}. */
    @Nonnull
    public RequestContext requestContext(@Nonnull final Object room, @Nonnull final JID sender,
                                  @Nullable final String nickname) {
        final OccupantView found = occupant(room, sender);
        return found == null ? RequestContext.OUTSIDE
            : RequestContext.of(found, call(() -> (boolean) moderated.invokeExact(room)),
                nickname == null ? List.of() : namesakes(room, nickname));
    }

    public boolean isPersistent(@Nonnull final Object room) {
        return call(() -> (boolean) persistent.invokeExact(room));
    }

    /** The occupant that a session is, as a speaker; {@code null} where it is not in the room. */
    // What is called may answer with null; type parameters cannot say so to NullAway.
    @SuppressWarnings("NullAway")
    @Nullable
    public SpeakerView speaker(@Nonnull final Object room, @Nonnull final JID session) {
        return call(() -> {
            final Object occupant = occupantOfSession.invokeExact(room, session);
            if (occupant == null) {
                return null;
            }
            final boolean voice = !(boolean) moderated.invokeExact(room)
                || role((Enum<?>) occupantRole.invokeExact(occupant)).hasVoice();
            return new SpeakerView((String) occupantNickname.invokeExact(occupant), voice,
                ((Collection<?>) occupants.invokeExact(room)).size());
        });
    }

    private OccupantView occupant(final Object occupant) {
        return call(() -> new OccupantView((String) occupantNickname.invokeExact(occupant),
            (JID) occupantSession.invokeExact(occupant), role((Enum<?>) occupantRole.invokeExact(occupant)),
            affiliation((Enum<?>) occupantAffiliation.invokeExact(occupant))));
    }

    @Nonnull
    public Affiliation affiliation(@Nonnull final Object room, @Nonnull final JID user) {
        return affiliation(call(() -> (Enum<?>) affiliation.invokeExact(room, user)));
    }

    /** The entries of the lists of owners, admins and members, users and groups. */
    @Nonnull
    public Set<JID> affiliated(@Nonnull final Object room) {
        return call(() -> Stream.of((Collection<?>) owners.invokeExact(room), (Collection<?>) admins.invokeExact(room),
            (Collection<?>) members.invokeExact(room)).flatMap(Collection::stream).map(JID.class::cast)
            .collect(Collectors.toSet()));
    }

    private static Affiliation affiliation(@Nullable final Enum<?> affiliation) {
        return affiliation == null ? Affiliation.NONE
            : Affiliation.valueOf(affiliation.name().toUpperCase(Locale.ROOT));
    }

    private static Role role(@Nullable final Enum<?> role) {
        return role == null ? Role.NONE : Role.valueOf(role.name().toUpperCase(Locale.ROOT));
    }

    /** As {@link Rooms#accessFingerprint}. */
    public int accessFingerprint(@Nonnull final Object room) {
        return call(() -> {
            int fingerprint = access(room).hashCode() + 1;
            fingerprint = 31 * fingerprint + Boolean.hashCode((boolean) persistent.invokeExact(room));
            fingerprint = 31 * fingerprint + ((Collection<?>) owners.invokeExact(room)).size();
            fingerprint = 31 * fingerprint + ((Collection<?>) admins.invokeExact(room)).size();
            fingerprint = 31 * fingerprint + ((Collection<?>) members.invokeExact(room)).size();
            fingerprint = 31 * fingerprint + ((Collection<?>) outcasts.invokeExact(room)).size();
            return fingerprint == Rooms.NO_ROOM ? 1 : fingerprint;
        });
    }

    /** As {@link Rooms#affiliationsFingerprint}. */
    public int affiliationsFingerprint(@Nonnull final Object room) {
        return call(() -> {
            int fingerprint = hash((Collection<?>) owners.invokeExact(room)) + 1;
            fingerprint = 31 * fingerprint + hash((Collection<?>) admins.invokeExact(room));
            fingerprint = 31 * fingerprint + hash((Collection<?>) members.invokeExact(room));
            return 31 * fingerprint + hash((Collection<?>) outcasts.invokeExact(room));
        });
    }

    /** The same for any order of the entries. */
    private static int hash(final Collection<?> entries) {
        return entries.stream().mapToInt(Object::hashCode).sum();
    }
}
