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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests reach into the server for, works on the server that they are run against. */
class ServerControlIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    @Test
    void accountsComeAndGo() {
        final ServerControl control = openfire.control();
        final String user = openfire.newUser("account");
        assertThat(control.userExists(user)).isTrue();
        control.deleteUser(user);
        assertThat(control.userExists(user)).isFalse();
    }

    @Test
    void groupsHaveMembers() {
        final ServerControl control = openfire.control();
        final String user = openfire.newUser("grouped");
        final String group = "group-of-" + user;
        final String sql = "SELECT username FROM ofGroupUser WHERE groupName = ?";

        control.createGroup(group);
        control.addGroupMember(group, user + "@" + openfire.server().domain());
        assertThat(control.query(sql, group)).containsExactly(List.of(user));

        control.removeGroupMember(group, user + "@" + openfire.server().domain());
        assertThat(control.query(sql, group)).isEmpty();
        control.deleteGroup(group);
    }

    @Test
    void propertiesAreSetAndDeleted() {
        final ServerControl control = openfire.control();
        control.setProperty("mucpulse.test.property", "one\ttwo\nthree % + ü");
        assertThat(control.property("mucpulse.test.property")).isEqualTo("one\ttwo\nthree % + ü");
        control.deleteProperty("mucpulse.test.property");
        assertThat(control.property("mucpulse.test.property")).isNull();
    }

    @Test
    void databaseIsReadAndWritten() {
        final ServerControl control = openfire.control();
        final String user = openfire.newUser("row");
        assertThat(control.update("UPDATE ofUser SET email = ? WHERE username = ?", "row@mail.example", user)).isOne();
        assertThat(control.query("SELECT username, email, name FROM ofUser WHERE username = ?", user))
                .hasSize(1)
                .first().asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(user, "row@mail.example", null);
    }

    @Test
    void failureIsTold() {
        final ServerControl control = openfire.control();
        assertThatThrownBy(() -> control.query("SELECT nothing FROM nowhere"))
                .isInstanceOf(OpenfireException.class).hasMessageContaining("NOWHERE");
    }

    @Test
    void mucServicesComeAndGo() {
        final ServerControl control = openfire.control();
        control.createMucService("second");
        assertThat(control.mucServices()).contains("conference", "second");
        control.removeMucService("second");
        assertThat(control.mucServices()).contains("conference").doesNotContain("second");
    }

    @Test
    void roomIsUnloadedAndComesBack() {
        final String room = openfire.newRoom("sleeping");
        final TestClient owner = openfire.login("owner");
        Rooms.create(owner, room, "Owner", RoomConfig.open());
        assertThat(openfire.control().isRoomLoaded(room)).isTrue();

        owner.leaveRoom(room, "Owner");
        openfire.control().unloadRoom(room);
        assertThat(openfire.control().isRoomLoaded(room)).isFalse();

        assertThat(owner.joinRoom(room, "Owner").mucStatus()).doesNotContain(201);
        assertThat(openfire.control().isRoomLoaded(room)).isTrue();
    }

    @Test
    void sessionsAreClosed() {
        final TestClient client = openfire.login("closed");
        final String jid = client.jid();
        assertThat(openfire.control().sessions()).contains(jid);
        assertThat(openfire.control().closeSession(jid)).isTrue();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !openfire.control().sessions().contains(jid));
    }

    @Test
    void cutConnectionEndsSession() {
        final TestClient client = openfire.login("cut");
        final String jid = client.jid();
        client.cut();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !openfire.control().sessions().contains(jid));
    }

    @Test
    void capabilitiesAreThoseThatTheClientHas() {
        final TestClient client = openfire.login("capable");
        final TestClient other = openfire.login("curious");
        final String caps = client.caps("urn:example:feature+notify");
        final String node = caps.replaceAll(".*node='([^']*)' ver='([^']*)'.*", "$1#$2");

        final Stanza answer = other.query("get", client.jid(),
                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "'/>");

        assertThat(answer.descendants("http://jabber.org/protocol/disco#info", "feature"))
                .anyMatch(feature -> "urn:example:feature+notify".equals(feature.getAttribute("var")));
    }

    @Test
    void anonymousUsersLogIn() {
        final TestClient client = openfire.anonymous();
        client.sync();
        assertThat(client.jid()).contains("@" + openfire.server().domain() + "/");
    }

    @Test
    void peersStandForOtherServers() {
        final ServerControl control = openfire.control();
        final String room = openfire.newRoom("federated");
        final TestClient owner = openfire.login("host");
        Rooms.create(owner, room, "Host", RoomConfig.open());
        final String domain = control.openPeer("peer");

        control.route("<presence from='romeo@" + domain + "/orchard' to='" + room + "/Romeo'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
        owner.await(stanza -> stanza.isPresence() && stanza.from().equals(room + "/Romeo"));
        owner.say(room, "Wherefore art thou?");

        Awaitility.await().until(() -> control.receivedByPeer("peer").stream()
                .anyMatch(xml -> xml.contains("Wherefore") && xml.contains("romeo@" + domain)));
        control.closePeer("peer");
    }

    @Test
    void pluginIsUnloadedAndLoadedAgain() {
        final ServerControl control = openfire.control();
        final String loader = control.watchLoader(ServerControl.PLUGIN);
        control.unloadPlugin();
        assertThat(control.isPluginLoaded(ServerControl.PLUGIN)).isFalse();
        assertThat(control.pluginRegistrations()).isEmpty();

        // Openfire 4.2 holds the last loader until it loads another plugin.
        control.loadPlugin();
        assertThat(control.isPluginLoaded(ServerControl.PLUGIN)).isTrue();
        Awaitility.await().until(() -> control.isLoaderCollected(loader));
    }

    @Test
    void registrationsAndThreadsAreListed() {
        assertThat(openfire.control().registrations()).anyMatch(entry -> entry.startsWith("interceptor "))
                .anyMatch(entry -> entry.startsWith("property-event "));
        assertThat(openfire.control().pluginRegistrations()).isNotEmpty();
        assertThat(openfire.control().threads()).contains("control-accept");
        assertThat(openfire.control().majorVersion()).isGreaterThanOrEqualTo(4);
    }
}
