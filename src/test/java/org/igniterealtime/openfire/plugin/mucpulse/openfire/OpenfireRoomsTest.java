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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.when;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.jivesoftware.openfire.muc.MUCRole;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** Rooms are found by their addresses. */
@ExtendWith(MockitoExtension.class)
class OpenfireRoomsTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");

    @Mock
    private MultiUserChatManager manager;
    @Mock
    private MultiUserChatService service;
    @Mock
    private MUCRoom room;

    private OpenfireRooms rooms;

    @BeforeEach
    void thereIsARoom() {
        lenient().when(manager.getMultiUserChatService("conference")).thenReturn(service);
        lenient().when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        lenient().when(service.getChatRoom("orchard")).thenReturn(room);
        lenient().doReturn(List.of(room)).when(service).getChatRooms();
        lenient().when(room.getJID()).thenReturn(ROOM);
        lenient().when(room.getAffiliation(ROMEO)).thenReturn(MUCRole.Affiliation.member);
        rooms = new OpenfireRooms(manager, "example.org");
    }

    @Test
    void roomIsFound() {
        assertThat(rooms.room(ROOM)).map(RoomView::jid).contains(ROOM);
        assertThat(rooms.affiliation(ROOM, ROMEO)).isEqualTo(Affiliation.MEMBER);
        assertThat(rooms.accessFingerprint(ROOM)).isNotZero();
        assertThat(rooms.affiliationsFingerprint(ROOM)).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"balcony@conference.example.org", "orchard@rooms.example.org", "orchard@example.org",
        "orchard@conference.example.net", "orchard@conference", "conference.example.org",
        "orchard@conferencexexample.org", "orchard@org"})
    void roomThatIsNotThereIsNot(final String address) {
        final JID other = new JID(address);

        assertThat(rooms.room(other)).isEmpty();
        assertThat(rooms.affiliation(other, ROMEO)).isEqualTo(Affiliation.NONE);
        assertThat(rooms.accessFingerprint(other)).isZero();
        assertThat(rooms.affiliationsFingerprint(other)).isZero();
    }

    @Test
    void serviceAdministratorIsKnown() {
        when(service.isSysadmin(ROMEO)).thenReturn(true);

        assertThat(rooms.isServiceAdmin("conference.example.org", ROMEO)).isTrue();
        assertThat(rooms.isServiceAdmin("conference.example.org", new JID("juliet@example.org"))).isFalse();
        assertThat(rooms.isServiceAdmin("rooms.example.org", ROMEO)).isFalse();
    }

    @Test
    void r4_whoCanBeAffiliatedIsKnownWhereNoListHoldsAGroup() {
        final JID juliet = new JID("juliet@example.org");
        final JID admin = new JID("admin@example.org");
        final JID serviceAdmin = new JID("service-admin@example.org");
        when(room.getOwners()).thenReturn(List.of(ROMEO));
        when(room.getAdmins()).thenReturn(List.of(admin));
        when(room.getMembers()).thenReturn(List.of(juliet, ROMEO));
        when(service.getSysadmins()).thenReturn(List.of(serviceAdmin));

        assertThat(rooms.snapshot(ROOM).affiliated()).contains(Set.of(ROMEO, juliet, admin, serviceAdmin));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r4_whoCanBeAffiliatedIsNotKnownWhereAListHoldsAGroup(final boolean ofService) {
        final Collection<JID> group = List.of(new JID("d1nmq836", "example.org", "0c3b1d1f"));
        when(ofService ? service.getSysadmins() : room.getMembers()).thenReturn(group);

        assertThat(rooms.snapshot(ROOM).affiliated()).isEmpty();
        assertThat(rooms.snapshot(new JID("balcony@conference.example.org")).affiliated()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true, false, NONE", "true, true, true, OWNER", "true, false, false, OWNER",
        "false, true, false, OWNER"})
    void r9_administratorOfTheServiceIsNoOwnerOfALockedRoom(final boolean locked, final boolean administrator,
                                                           final boolean owner, final Affiliation expected) {
        when(room.isLocked()).thenReturn(locked);
        lenient().when(service.isSysadmin(ROMEO)).thenReturn(administrator);
        lenient().when(room.getOwners()).thenReturn(owner ? List.of(ROMEO) : List.of());
        when(room.getAffiliation(ROMEO)).thenReturn(MUCRole.Affiliation.owner);

        final RoomSnapshot snapshot = rooms.snapshot(ROOM);
        assertThat(snapshot.affiliation(ROMEO)).isEqualTo(expected);
        final RoomStanding standing = snapshot.standing(new JID("romeo@example.org/phone")).orElseThrow();
        assertThat(standing.affiliation()).isEqualTo(expected);
        assertThat(standing.isAdmitted()).isEqualTo(expected == Affiliation.OWNER);
        assertThat(rooms.affiliation(ROOM, ROMEO)).as("to the server").isEqualTo(Affiliation.OWNER);
    }

    @Test
    void loadedRoomsAreThoseOfAllServices() {
        assertThat(rooms.loaded()).extracting(RoomView::jid).containsExactly(ROOM);
    }
}
