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

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

/** Rooms and occupants as newer generations of Openfire have them: classes, and under other names. */
class NewerMucApiTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");

    private static final String ROOM_CLASS = """
        package org.jivesoftware.openfire.muc;
        import java.util.*;
        import org.xmpp.packet.JID;
        public class MUCRoom {
            public JID getJID() { return new JID("orchard@conference.example.org"); }
            public boolean isMembersOnly() { return true; }
            public boolean isPublicRoom() { return false; }
            public boolean isPasswordProtected() { return false; }
            public boolean isPersistent() { return true; }
            public boolean isModerated() { return true; }
            public Affiliation getAffiliation(JID user) { return Affiliation.admin; }
            public List<JID> getOwners() { return List.of(new JID("romeo@example.org")); }
            public List<JID> getAdmins() { return List.of(); }
            public Set<JID> getMembers() { return Set.of(); }
            public Collection<JID> getOutcasts() { return List.of(); }
            public List<MUCOccupant> getOccupants() { return List.of(new MUCOccupant()); }
            public List<MUCOccupant> getOccupantsByNickname(String nickname) {
                return nickname.equalsIgnoreCase("romeo") ? List.of(new MUCOccupant()) : List.of();
            }
            public List<MUCOccupant> getOccupantsByBareJID(JID user) { return List.of(new MUCOccupant()); }
            public String getReservedNickname(JID user) { return null; }
            public JID getMemberForReservedNickname(String nickname) {
                return nickname.equalsIgnoreCase("Juliet") ? new JID("juliet@example.org") : null;
            }
            public String getNaturalLanguageName() { return "Orchard"; }
            public String getSubject() { return "Night"; }
            public Date getCreationDate() { return new Date(5000); }
            public Date getEmptyDate() { return new Date(7000); }
            public boolean isLocked() { return true; }
            public MUCOccupant getOccupantByFullJID(JID session) {
                return session.toString().equals("romeo@example.org/phone") ? new MUCOccupant() : null;
            }
        }
        """;
    private static final String OCCUPANT_CLASS = """
        package org.jivesoftware.openfire.muc;
        import org.xmpp.packet.*;
        public class MUCOccupant {
            public String getNickname() { return "romeo"; }
            public JID getUserAddress() { return new JID("romeo@example.org/phone"); }
            public Role getRole() { return Role.moderator; }
            public Affiliation getAffiliation() { return Affiliation.owner; }
            public Presence getPresence() {
                Presence presence = new Presence();
                presence.addChildElement("c", "http://jabber.org/protocol/caps").addAttribute("hash", "sha-1")
                    .addAttribute("node", "urn:example:client").addAttribute("ver", "v");
                return presence;
            }
        }
        """;
    private static final String ROLE_ENUM =
        "package org.jivesoftware.openfire.muc; public enum Role { moderator, participant, visitor, none }";
    private static final String AFFILIATION_ENUM =
        "package org.jivesoftware.openfire.muc; public enum Affiliation { owner, admin, member, outcast, none }";
    private static final String SERVICE_CLASS = """
        package org.jivesoftware.openfire.muc;
        import java.util.*;
        public class MultiUserChatService {
            public List<MUCRoom> getActiveChatRooms() { return List.of(new MUCRoom()); }
            public Set<String> getAllRoomNames() { return Set.of(); }
        }
        """;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path folder;

    /** Hides the types of the Openfire that is on the class path. */
    private static final class OnlyItsOwnRooms extends URLClassLoader {

        OnlyItsOwnRooms(final URL classes) {
            super(new URL[] {classes}, MucApi.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.jivesoftware.openfire.muc.")) {
                return super.loadClass(name, resolve);
            }
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private ClassLoader server(final String... sources) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString(),
            "-classpath", System.getProperty("java.class.path"), "-sourcepath", folder.toString()));
        for (final String source : sources) {
            final String name = source.replaceAll("(?s).*?public (?:class|enum) (\\w+).*", "$1");
            arguments.add(Files.writeString(folder.resolve(name + ".java"), source).toString());
        }
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).as("exit code of javac").isZero();
        return new OnlyItsOwnRooms(url(folder.toFile()));
    }

    private static URL url(final File file) throws MalformedURLException {
        return file.toURI().toURL();
    }

    @Test
    void newerServerIsUnderstood() throws Exception {
        final ClassLoader server = server(ROOM_CLASS, OCCUPANT_CLASS, ROLE_ENUM, AFFILIATION_ENUM, SERVICE_CLASS);
        final Object service = server.loadClass("org.jivesoftware.openfire.muc.MultiUserChatService")
            .getConstructor().newInstance();

        final MucApi api = new MucApi(server);

        final Object room = api.loadedRooms(service).iterator().next();
        assertThat(api.view(room)).isEqualTo(new RoomView(ROOM, new RoomAccess(true, true, false, true), true, true,
            List.of(new OccupantView("romeo", new JID("romeo@example.org/phone"), Role.MODERATOR, Affiliation.OWNER))));
        assertThat(api.speaker(room, new JID("romeo@example.org/phone"))).isEqualTo(new SpeakerView("romeo", true, 1));
        assertThat(api.speaker(room, new JID("romeo@example.org/laptop"))).isNull();
        assertThat(api.sessions(room, ROMEO)).containsExactly(new JID("romeo@example.org/phone"));
        assertThat(api.profile(room))
            .isEqualTo(new RoomProfile(ROOM, new RoomAccess(true, true, false, true), true, "Orchard", "Night"));
        assertThat(api.affiliation(room, ROMEO)).isEqualTo(Affiliation.ADMIN);
        assertThat(api.registeredMember(room, "juliet")).contains(new JID("juliet@example.org"));
        assertThat(api.registeredMember(room, "romeo")).isEmpty();
        assertThat(api.standing(room, new JID("romeo@example.org/phone"))).isEqualTo(new RoomStanding(
            new RoomAccess(true, true, false, true), Affiliation.ADMIN, true, Instant.ofEpochMilli(5000)));
        assertThat(api.wasOccupiedSince(room, Instant.ofEpochMilli(8000))).isTrue();
        assertThat(api.accessFingerprint(room)).isNotZero();
        assertThat(api.affiliationsFingerprint(room)).isNotZero();
        final CapsAnnouncement announced =
            new CapsAnnouncement(CapsAnnouncement.Generation.CAPS, "sha-1", "v", "urn:example:client#v");
        final OccupantPresences presences = new OccupantPresences(server);
        assertThat(presences.announcements(room)).isEqualTo(Map.of(new JID("romeo@example.org/phone"), announced));
        assertThat(presences.announcement(room, new JID("romeo@example.org/phone"))).contains(announced);
        assertThat(presences.announcement(room, new JID("romeo@example.org/laptop"))).isEmpty();
    }

    @Test
    void serverThatLacksAMethodIsRefusedAtOnce() throws Exception {
        final ClassLoader server = server(ROOM_CLASS.replace("isMembersOnly", "isForMembersOnly"), OCCUPANT_CLASS,
            ROLE_ENUM, AFFILIATION_ENUM, SERVICE_CLASS);

        assertThatThrownBy(() -> new MucApi(server)).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("isMembersOnly");
    }
}
