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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What owners and admins do to rooms (XEP-0045, sections 9 and 10), in the name of a client. */
public final class Rooms {

    private static final String DATA = "jabber:x:data";
    private static final String OWNER = "http://jabber.org/protocol/muc#owner";
    private static final String ADMIN = "http://jabber.org/protocol/muc#admin";

    private Rooms() {
    }

    /**
     * Creates a room by entering it, and configures it. The client stays in it.
     *
     * @param owner who will own it
     * @param room the room's JID
     * @param nick the owner's nickname
     * @param config what it shall be
     */
    public static void create(final TestClient owner, final String room, final String nick, final RoomConfig config) {
        final Stanza presence = owner.joinRoom(room, nick);
        if (!presence.mucStatus().contains(201)) {
            throw new AssertionError("The room " + room + " existed before: " + presence.xml());
        }
        configure(owner, room, config);
    }

    /**
     * Changes a room's configuration: asks for the form, fills in what is to change, and sends it back.
     *
     * @param owner an owner
     * @param room the room's JID
     * @param config what is to change
     */
    public static void configure(final TestClient owner, final String room, final RoomConfig config) {
        final Stanza form = succeed(owner.query("get", room, "<query xmlns='" + OWNER + "'/>"));
        final Map<String, List<String>> values = new LinkedHashMap<>();
        for (final Element field : form.descendants(DATA, "field")) {
            if (!field.getAttribute("var").isEmpty() && !"fixed".equals(field.getAttribute("type"))) {
                values.put(field.getAttribute("var"), Stanza.children(field).stream()
                        .filter(child -> "value".equals(child.getLocalName()))
                        .map(Element::getTextContent)
                        .collect(Collectors.toList()));
            }
        }
        config.fields().forEach((name, value) -> values.put(name, value.isEmpty() ? List.of() : List.of(value)));
        values.put("FORM_TYPE", List.of("http://jabber.org/protocol/muc#roomconfig"));

        final StringBuilder xml = new StringBuilder("<query xmlns='" + OWNER + "'><x xmlns='" + DATA
                + "' type='submit'>");
        values.forEach((name, all) -> {
            xml.append("<field var='").append(Xml.escape(name)).append("'>");
            all.forEach(value -> xml.append("<value>").append(Xml.escape(value)).append("</value>"));
            xml.append("</field>");
        });
        succeed(owner.query("set", room, xml.append("</x></query>").toString()));
    }

    /**
     * Destroys a room.
     *
     * @param owner an owner
     * @param room the room's JID
     */
    public static void destroy(final TestClient owner, final String room) {
        succeed(owner.query("set", room, "<query xmlns='" + OWNER + "'><destroy/></query>"));
    }

    /**
     * Gives somebody an affiliation.
     *
     * @param admin an admin or owner
     * @param room the room's JID
     * @param bareJid whom
     * @param affiliation {@code owner}, {@code admin}, {@code member}, {@code none} or {@code outcast}
     */
    public static void affiliate(final TestClient admin, final String room, final String bareJid,
            final String affiliation) {
        succeed(admin.query("set", room, "<query xmlns='" + ADMIN + "'><item jid='" + Xml.escape(bareJid)
                + "' affiliation='" + affiliation + "'/></query>"));
    }

    /**
     * Bans somebody.
     *
     * @param admin an admin or owner
     * @param room the room's JID
     * @param bareJid whom
     */
    public static void ban(final TestClient admin, final String room, final String bareJid) {
        affiliate(admin, room, bareJid, "outcast");
    }

    /**
     * Gives an occupant a role.
     *
     * @param moderator a moderator
     * @param room the room's JID
     * @param nick the occupant
     * @param role {@code moderator}, {@code participant}, {@code visitor} or {@code none}
     */
    public static void role(final TestClient moderator, final String room, final String nick, final String role) {
        succeed(moderator.query("set", room, "<query xmlns='" + ADMIN + "'><item nick='" + Xml.escape(nick)
                + "' role='" + role + "'/></query>"));
    }

    /**
     * Throws an occupant out.
     *
     * @param moderator a moderator
     * @param room the room's JID
     * @param nick the occupant
     */
    public static void kick(final TestClient moderator, final String room, final String nick) {
        role(moderator, room, nick, "none");
    }

    private static Stanza succeed(final Stanza answer) {
        if (answer.isError()) {
            throw new AssertionError("Refused: " + answer.xml());
        }
        return answer;
    }
}
