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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.jivesoftware.openfire.muc.MUCRole;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** Rooms and occupants as Openfire 4.2 has them. */
@ExtendWith(MockitoExtension.class)
class MucApiTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ROMEO_PHONE = new JID("romeo@example.org/phone");
    private static final JID JULIET = new JID("juliet@example.org");

    @Mock
    private MUCRoom room;

    private final Set<JID> owners = new HashSet<>();
    private final Set<JID> admins = new HashSet<>();
    private final Set<JID> members = new HashSet<>();
    private final Set<JID> outcasts = new HashSet<>();
    private final List<MUCRole> occupants = new ArrayList<>();
    private final MucApi api = new MucApi(MUCRoom.class.getClassLoader());

    @BeforeEach
    void thereIsARoom() {
        lenient().when(room.getJID()).thenReturn(ROOM);
        lenient().when(room.isPublicRoom()).thenReturn(true);
        lenient().when(room.isPersistent()).thenReturn(true);
        lenient().when(room.getOwners()).thenReturn(owners);
        lenient().when(room.getAdmins()).thenReturn(admins);
        lenient().when(room.getMembers()).thenReturn(members);
        lenient().when(room.getOutcasts()).thenReturn(outcasts);
        lenient().when(room.getOccupants()).thenReturn(occupants);
    }

    private static MUCRole occupant(final MUCRole.Role role, final MUCRole.Affiliation affiliation) {
        final MUCRole occupant = mock(MUCRole.class);
        when(occupant.getNickname()).thenReturn("romeo");
        when(occupant.getUserAddress()).thenReturn(ROMEO_PHONE);
        when(occupant.getRole()).thenReturn(role);
        when(occupant.getAffiliation()).thenReturn(affiliation);
        return occupant;
    }

    @Test
    void n2_memberWhoRegisteredANicknameIsFoundWhereTheServerDoesNotLook() {
        members.add(ROMEO);
        members.add(JULIET);
        lenient().when(room.getReservedNickname(JULIET)).thenReturn("jules");

        assertThat(api.registeredMember(room, "JULES")).contains(JULIET);
        assertThat(api.registeredMember(room, "romeo")).isEmpty();
        assertThat(api.registeredMember(room, " ")).isEmpty();
    }

    @Test
    void openRoomIsSeenAsItIs() {
        assertThat(api.view(room)).isEqualTo(new RoomView(ROOM, RoomAccess.OPEN, true, false, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"true,false,false,false,false", "false,true,false,false,false", "false,false,true,false,false",
        "false,false,false,true,false", "false,false,false,false,true"})
    void everySettingIsSeenAsItIs(final boolean membersOnly, final boolean hidden, final boolean password,
                                  final boolean persistent, final boolean moderated) {
        when(room.isMembersOnly()).thenReturn(membersOnly);
        when(room.isPublicRoom()).thenReturn(!hidden);
        when(room.isPasswordProtected()).thenReturn(password);
        when(room.isPersistent()).thenReturn(persistent);
        when(room.isModerated()).thenReturn(moderated);

        assertThat(api.view(room)).isEqualTo(
            new RoomView(ROOM, new RoomAccess(membersOnly, hidden, password), persistent, moderated, List.of()));
    }

    @Test
    void profileIsSeenAsItIs() {
        assertThat(api.profile(room)).isEqualTo(new RoomProfile(ROOM, RoomAccess.OPEN, false, "", ""));

        when(room.getNaturalLanguageName()).thenReturn("Orchard");
        when(room.getSubject()).thenReturn("Night");
        when(room.isMembersOnly()).thenReturn(true);

        assertThat(api.profile(room))
            .isEqualTo(new RoomProfile(ROOM, new RoomAccess(true, false, false), false, "Orchard", "Night"));
    }

    @Test
    void u4_aRoomThatIsNotConfiguredYetIsLockedAndNotPublic() {
        when(room.isLocked()).thenReturn(true);

        assertThat(api.profile(room)).isEqualTo(
            new RoomProfile(ROOM, new RoomAccess(false, false, false, true), true, "", ""));
        assertThat(api.profile(room).isPublic()).isFalse();
    }

    @Test
    void u4_aRoomThatBecomesPrivateWhileItIsLookedAtIsPrivate() {
        when(room.getSubject()).thenAnswer(call -> {
            when(room.isPublicRoom()).thenReturn(false);
            return "Plans";
        });

        assertThat(api.profile(room).isPublic()).isFalse();
    }

    @Test
    void r9_standingOfASessionIsSeenAsItIs() {
        when(room.isMembersOnly()).thenReturn(true);
        when(room.getCreationDate()).thenReturn(new Date(5000));
        when(room.getAffiliation(ROMEO)).thenReturn(MUCRole.Affiliation.none);

        assertThat(api.standing(room, ROMEO_PHONE)).isEqualTo(new RoomStanding(
            new RoomAccess(true, false, false), Affiliation.NONE, false, Instant.ofEpochMilli(5000)));

        when(room.getAffiliation(ROMEO)).thenReturn(MUCRole.Affiliation.member);
        final MUCRole there = mock(MUCRole.class);
        when(room.getOccupantByFullJID(ROMEO_PHONE)).thenReturn(there);

        assertThat(api.standing(room, ROMEO_PHONE)).isEqualTo(new RoomStanding(
            new RoomAccess(true, false, false), Affiliation.MEMBER, true, Instant.ofEpochMilli(5000)));
    }

    @Test
    void m4_announcementsOfOccupantsAreRead() {
        final OccupantPresences presences = new OccupantPresences(MUCRoom.class.getClassLoader());
        final Presence presence = new Presence();
        presence.addChildElement("c", "http://jabber.org/protocol/caps").addAttribute("hash", "sha-1")
            .addAttribute("node", "urn:example:client").addAttribute("ver", "v");
        final MUCRole there = mock(MUCRole.class);
        when(there.getUserAddress()).thenReturn(ROMEO_PHONE);
        when(there.getPresence()).thenReturn(presence);
        when(room.getOccupantByFullJID(ROMEO_PHONE)).thenReturn(there);
        final MUCRole broken = mock(MUCRole.class);
        final Presence unreadable = mock(Presence.class);
        when(unreadable.getElement()).thenThrow(new IllegalStateException("as while it is changed"));
        when(broken.getPresence()).thenReturn(unreadable);
        occupants.addAll(List.of(mock(MUCRole.class), broken, there));

        final CapsAnnouncement announced =
            new CapsAnnouncement(CapsAnnouncement.Generation.CAPS, "sha-1", "v", "urn:example:client#v");
        assertThat(presences.announcements(room)).isEqualTo(Map.of(ROMEO_PHONE, announced));
        assertThat(presences.announcement(room, ROMEO_PHONE)).contains(announced);
        assertThat(presences.announcement(room, new JID("romeo@example.org/laptop"))).isEmpty();
    }

    @Test
    void r9_lockedRoomIsSeenAsOne() {
        final int before = api.accessFingerprint(room);
        when(room.isLocked()).thenReturn(true);

        assertThat(api.access(room)).isEqualTo(new RoomAccess(false, false, false, true));
        assertThat(api.accessFingerprint(room)).isNotEqualTo(before);
    }

    @Test
    void r10_roomWithoutACreationDateWasAlwaysThere() {
        assertThat(api.created(room)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void r15_roomIsKnownToHaveBeenOccupiedSince() {
        final Instant since = Instant.ofEpochMilli(7000);
        assertThat(api.wasOccupiedSince(room, since)).isTrue();

        when(room.getEmptyDate()).thenReturn(new Date(6999));
        assertThat(api.wasOccupiedSince(room, since)).isFalse();

        when(room.getEmptyDate()).thenReturn(new Date(7000));
        assertThat(api.wasOccupiedSince(room, since)).isTrue();

        when(room.getEmptyDate()).thenReturn(new Date(6999));
        occupants.add(mock(MUCRole.class));
        assertThat(api.wasOccupiedSince(room, since)).isTrue();
    }

    @Test
    void sessionsOfAUserAreFound() throws Exception {
        final MUCRole there = occupant(MUCRole.Role.participant, MUCRole.Affiliation.none);
        when(room.getOccupantsByBareJID(ROMEO)).thenReturn(List.of(there));
        when(room.getOccupantsByBareJID(JULIET)).thenThrow(new UserNotFoundException());

        assertThat(api.sessions(room, ROMEO)).containsExactly(ROMEO_PHONE);
        assertThat(api.sessions(room, JULIET)).isEmpty();
    }

    /** Old servers give away lists that they go on changing. */
    @Test
    void s1_roomThatChangesMeanwhileIsLookedAtAgain() throws Exception {
        final MUCRole there = occupant(MUCRole.Role.participant, MUCRole.Affiliation.none);
        when(room.getOccupantsByBareJID(ROMEO)).thenThrow(new ConcurrentModificationException())
            .thenReturn(List.of(there));

        assertThat(api.sessions(room, ROMEO)).containsExactly(ROMEO_PHONE);
    }

    @ParameterizedTest
    @CsvSource({"moderator, owner, MODERATOR, OWNER", "participant, admin, PARTICIPANT, ADMIN",
        "visitor, member, VISITOR, MEMBER", "none, outcast, NONE, OUTCAST", "participant, none, PARTICIPANT, NONE"})
    void occupantsAreSeenAsTheyAre(final MUCRole.Role role, final MUCRole.Affiliation affiliation, final Role seenRole,
                                   final Affiliation seenAffiliation) {
        occupants.add(occupant(role, affiliation));

        assertThat(api.view(room).occupants())
            .containsExactly(new OccupantView("romeo", ROMEO_PHONE, seenRole, seenAffiliation));
    }

    @ParameterizedTest
    @CsvSource({"moderator,true,true", "participant,true,true", "visitor,true,false", "none,true,false",
        "visitor,false,true", ",true,false"})
    void c3_whoMaySpeakHasVoice(final MUCRole.Role role, final boolean moderated, final boolean voice) {
        final MUCRole speaker = mock(MUCRole.class);
        lenient().when(speaker.getNickname()).thenReturn("romeo");
        lenient().when(speaker.getRole()).thenReturn(role);
        when(room.isModerated()).thenReturn(moderated);
        when(room.getOccupantByFullJID(ROMEO_PHONE)).thenReturn(speaker);
        occupants.add(speaker);

        assertThat(api.speaker(room, ROMEO_PHONE)).isEqualTo(new SpeakerView("romeo", voice, 1));
    }

    @Test
    void c5_sessionsAreCountedRatherThanNicknames() {
        final MUCRole speaker = mock(MUCRole.class);
        when(speaker.getNickname()).thenReturn("romeo");
        when(room.getOccupantByFullJID(ROMEO_PHONE)).thenReturn(speaker);
        lenient().when(room.getOccupantsCount()).thenReturn(1);
        occupants.addAll(List.of(speaker, mock(MUCRole.class), mock(MUCRole.class)));

        assertThat(api.speaker(room, ROMEO_PHONE).occupants()).isEqualTo(3);
    }

    @Test
    void c3_whoIsNotInTheRoomIsNoSpeaker() {
        assertThat(api.speaker(room, ROMEO_PHONE)).isNull();
    }

    @Test
    void occupantWhoIsAboutToGoHasNothing() {
        occupants.add(occupant(null, null));

        assertThat(api.view(room).occupants())
            .containsExactly(new OccupantView("romeo", ROMEO_PHONE, Role.NONE, Affiliation.NONE));
    }

    @ParameterizedTest
    @CsvSource({"owner, OWNER", "admin, ADMIN", "member, MEMBER", "outcast, OUTCAST", "none, NONE", ", NONE"})
    void r9_affiliationIsWhatTheRoomSays(final MUCRole.Affiliation affiliation, final Affiliation seen) {
        when(room.getAffiliation(ROMEO)).thenReturn(affiliation);

        assertThat(api.affiliation(room, ROMEO)).isEqualTo(seen);
    }

    @Test
    void failureOfTheServerIsPassedOn() {
        when(room.getAffiliation(ROMEO)).thenThrow(new IllegalStateException("as the test wants it"));

        assertThatThrownBy(() -> api.affiliation(room, ROMEO)).isInstanceOf(IllegalStateException.class)
            .hasMessage("as the test wants it");
    }

    @Test
    void loadedRoomsAreThoseOfTheService() {
        final MultiUserChatService service = mock(MultiUserChatService.class);
        doReturn(List.of(room)).when(service).getChatRooms();

        assertThat(api.loadedRooms(service)).singleElement().isSameAs(room);
    }

    private static Stream<Consumer<MucApiTest>> changes() {
        return Stream.of(
            test -> when(test.room.isMembersOnly()).thenReturn(true),
            test -> when(test.room.isPublicRoom()).thenReturn(false),
            test -> when(test.room.isPasswordProtected()).thenReturn(true),
            test -> when(test.room.isPersistent()).thenReturn(false),
            test -> test.owners.add(JULIET),
            test -> test.admins.add(JULIET),
            test -> test.members.add(JULIET),
            test -> test.outcasts.add(JULIET),
            test -> {
                test.members.remove(ROMEO);
                test.outcasts.add(ROMEO);
            },
            test -> {
                test.members.remove(ROMEO);
                test.admins.add(ROMEO);
            });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void r9_everyChangeThatIsSeenWithoutAWalkChangesTheFingerprint(final Consumer<MucApiTest> change) {
        members.add(ROMEO);
        final int before = api.accessFingerprint(room);
        assertThat(api.accessFingerprint(room)).isEqualTo(before);

        change.accept(this);

        assertThat(api.accessFingerprint(room)).isNotEqualTo(before);
    }

    private static Stream<Consumer<MucApiTest>> changesOfEntries() {
        return Stream.of(
            test -> {
                test.members.remove(ROMEO);
                test.members.add(JULIET);
            },
            test -> {
                test.members.remove(ROMEO);
                test.admins.add(ROMEO);
            },
            test -> {
                test.members.remove(ROMEO);
                test.outcasts.add(ROMEO);
            },
            test -> test.owners.add(ROMEO),
            test -> test.members.clear());
    }

    @ParameterizedTest
    @MethodSource("changesOfEntries")
    void r4_everyChangeOfAnEntryChangesTheFingerprintOfTheLists(final Consumer<MucApiTest> change) {
        members.add(ROMEO);
        final int before = api.affiliationsFingerprint(room);
        assertThat(api.affiliationsFingerprint(room)).isEqualTo(before);

        change.accept(this);

        assertThat(api.affiliationsFingerprint(room)).isNotEqualTo(before);
    }

    @Test
    void fingerprintsOfARoomAreNotThoseOfNone() {
        assertThat(api.accessFingerprint(room)).isNotZero();
        assertThat(api.affiliationsFingerprint(room)).isNotZero();
    }

    @Test
    void serverWithoutTheTypesIsRefusedAtOnce() {
        final ClassLoader empty = ClassLoader.getPlatformClassLoader();

        assertThatThrownBy(() -> new MucApi(empty)).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("MUCRoom");
    }
}
