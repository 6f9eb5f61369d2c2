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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.time.Instant;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.xmpp.packet.JID;

/**
 * A room of a {@link FakeMuc}, to be changed by the test: by default persistent, open to all and empty. Its affiliation
 * lists hold users and groups as Openfire's do.
 */
public final class FakeRoom {

    public final JID jid;
    public boolean membersOnly;
    public boolean hidden;
    public boolean password;
    public boolean persistent = true;
    public boolean moderated;
    public boolean locked;
    public String name;
    public String topic = "";
    public Instant created = Instant.EPOCH;
    /** What it keeps of what was said, {@code null} where looking at that fails. */
    @Nullable
    public RoomHistory history = RoomHistory.UNKNOWN;
    public final Set<JID> owners = new HashSet<>();
    public final Set<JID> admins = new HashSet<>();
    public final Set<JID> members = new HashSet<>();
    public final Set<JID> outcasts = new HashSet<>();
    /** Nicknames by session, in the order in which they came. */
    public final Map<JID, String> nicknames = new LinkedHashMap<>();
    /** Who registered which nickname. */
    public final Map<JID, String> registered = new HashMap<>();
    /** What the presence of sessions announces, {@code null} where looking at that fails. */
    @Nullable
    public Map<JID, CapsAnnouncement> announcements = new HashMap<>();
    /** The sessions in the room; one that is added here has the user's name as its nickname. */
    public final Set<JID> occupants = new Occupants();
    /** Roles by session, where they are not those that follow from the affiliation. Kept while the session is away. */
    public final Map<JID, Role> roles = new HashMap<>();
    /** How many occupants there are besides, who are only counted. */
    public int crowd;

    private final FakeUsers users;

    /** What a room was at some moment. */
    record Snapshot(Optional<RoomView> view, Map<JID, Optional<SpeakerView>> speakers, int accessFingerprint,
                    int affiliationsFingerprint) {
    }

    FakeRoom(final JID jid, final FakeUsers users) {
        this.jid = jid;
        this.name = jid.getNode();
        this.users = users;
    }

    /** The room as it is now, on servers that do not see from now on what changes in this one. */
    @Nonnull
    public FakeRoom copy() {
        final FakeRoom copy = new FakeRoom(jid, users);
        copy.setAccess(access());
        copy.persistent = persistent;
        copy.moderated = moderated;
        copy.locked = locked;
        copy.name = name;
        copy.topic = topic;
        copy.created = created;
        copy.owners.addAll(owners);
        copy.admins.addAll(admins);
        copy.members.addAll(members);
        copy.outcasts.addAll(outcasts);
        copy.nicknames.putAll(nicknames);
        copy.registered.putAll(registered);
        copy.roles.putAll(roles);
        copy.announcements = announcements == null ? null : new HashMap<>(announcements);
        copy.crowd = crowd;
        return copy;
    }

    private final class Occupants extends AbstractSet<JID> {
        @Override
        public Iterator<JID> iterator() {
            return nicknames.keySet().iterator();
        }

        @Override
        public int size() {
            return nicknames.size();
        }

        @Override
        public boolean contains(final Object session) {
            return nicknames.containsKey(session);
        }

        @Override
        public boolean add(final JID session) {
            return nicknames.putIfAbsent(session, session.getNode()) == null;
        }

        @Override
        public boolean remove(final Object session) {
            return nicknames.remove(session) != null;
        }
    }

    @Nonnull
    public RoomAccess access() {
        return new RoomAccess(membersOnly, hidden, password, locked);
    }

    public void setAccess(@Nonnull final RoomAccess access) {
        membersOnly = access.membersOnly();
        hidden = access.hidden();
        password = access.passwordProtected();
    }

    /** The strongest entry as Openfire sees it: a member can be an outcast, an owner or admin cannot. */
    @Nonnull
    public Affiliation affiliation(@Nonnull final Collection<String> identities) {
        if (holds(owners, identities)) {
            return Affiliation.OWNER;
        } else if (holds(admins, identities)) {
            return Affiliation.ADMIN;
        } else if (holds(outcasts, identities)) {
            return Affiliation.OUTCAST;
        }
        return holds(members, identities) ? Affiliation.MEMBER : Affiliation.NONE;
    }

    private static boolean holds(final Set<JID> list, final Collection<String> identities) {
        return !list.isEmpty() && identities.stream().anyMatch(identity -> list.contains(new JID(identity, true)));
    }

    /** Makes this the only affiliation of a user. */
    public void affiliate(@Nonnull final JID user, @Nonnull final Affiliation affiliation) {
        unaffiliate(user);
        switch (affiliation) {
            case OWNER -> owners.add(user);
            case ADMIN -> admins.add(user);
            case MEMBER -> members.add(user);
            case OUTCAST -> outcasts.add(user);
            default -> { }
        }
    }

    /** Takes a user out of all lists. */
    public void unaffiliate(@Nonnull final JID user) {
        List.of(owners, admins, members, outcasts).forEach(list -> list.remove(user));
    }

    private Role role(final JID session, final Affiliation affiliation) {
        return roles.getOrDefault(session, affiliation == Affiliation.OWNER || affiliation == Affiliation.ADMIN
            ? Role.MODERATOR : Role.PARTICIPANT);
    }

    private Affiliation affiliation(final JID session) {
        return affiliation(users.identities(session.asBareJID()));
    }

    private OccupantView occupant(final JID session, final String nickname) {
        final Affiliation affiliation = affiliation(session);
        return new OccupantView(nickname, session, role(session, affiliation), affiliation);
    }

    RoomView view() {
        final List<OccupantView> views = new ArrayList<>(nicknames.size());
        nicknames.forEach((session, nickname) -> views.add(occupant(session, nickname)));
        return new RoomView(jid, access(), persistent, moderated, views);
    }

    Optional<SpeakerView> speaker(final JID session) {
        return Optional.ofNullable(nicknames.get(session)).map(nickname -> new SpeakerView(nickname,
            !moderated || role(session, affiliation(session)).hasVoice(), nicknames.size() + crowd));
    }

    Snapshot snapshot() {
        final Map<JID, Optional<SpeakerView>> speakers = new TreeMap<>();
        nicknames.keySet().forEach(session -> speakers.put(session, speaker(session)));
        return new Snapshot(Optional.of(view()), speakers, accessFingerprint(), affiliationsFingerprint());
    }

    Map<JID, CapsAnnouncement> announcements() {
        final Map<JID, CapsAnnouncement> kept = new HashMap<>(Objects.requireNonNull(announcements));
        kept.keySet().retainAll(nicknames.keySet());
        return kept;
    }

    RoomProfile profile() {
        return new RoomProfile(jid, access(), locked, name, topic);
    }

    Collection<JID> sessions(final JID user) {
        return nicknames.keySet().stream().filter(session -> session.asBareJID().equals(user)).toList();
    }

    int accessFingerprint() {
        return List.of(access(), persistent, owners.size(), admins.size(), members.size(), outcasts.size()).hashCode();
    }

    int affiliationsFingerprint() {
        return List.of(owners, admins, members, outcasts).hashCode();
    }
}
