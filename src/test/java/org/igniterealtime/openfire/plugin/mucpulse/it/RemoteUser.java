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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import java.net.IDN;
import java.util.Locale;
import java.util.function.Predicate;
import org.igniterealtime.openfire.plugin.mucpulse.harness.PeerDomain;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;

/**
 * A session at a server that is no more than a test. Openfire 4.2 does not handle the stanzas of another server in their
 * order, so that each step waits for what it brings about.
 */
final class RemoteUser {

    private final PeerDomain domain;
    private final String jid;

    /** A session of a domain, which gives no account of itself before it does something. */
    RemoteUser(final PeerDomain domain, final String user, final String resource) {
        this(domain, user + "@" + domain.name() + "/" + resource);
    }

    /** A session whose address is spelled as given. */
    RemoteUser(final PeerDomain domain, final String jid) {
        this.domain = domain;
        this.jid = jid;
    }

    PeerDomain domain() {
        return domain;
    }

    String jid() {
        return jid;
    }

    String bareJid() {
        return jid.substring(0, jid.indexOf('/'));
    }

    /** Sends a presence. */
    void presence(final String to, final String attributes, final String content) {
        domain.send("<presence from='" + Xml.escape(jid) + "' to='" + Xml.escape(to) + "' " + attributes + ">" + content
            + "</presence>");
    }

    /** Sends a message. */
    void message(final String to, final String attributes, final String content) {
        domain.send("<message from='" + Xml.escape(jid) + "' to='" + Xml.escape(to) + "' " + attributes + ">" + content
            + "</message>");
    }

    /** Asks for activity indicators, without waiting. */
    void ask(final String service) {
        presence(service, "id='" + TestClient.newId() + "'", RaiScene.REQUEST);
    }

    /** Becomes a member of a new room in which something is said, asks for activity indicators, and is told of it. */
    void subscribe(final RaiScene scene) {
        final String room = scene.room();
        affiliate(scene, room);
        scene.say(room);
        ask(scene.service());
        awaitTold(room);
    }

    /** Becomes a member of a new room. */
    String memberRoom(final RaiScene scene) {
        final String room = scene.room();
        affiliate(scene, room);
        return room;
    }

    private void affiliate(final RaiScene scene, final String room) {
        Rooms.affiliate(scene.owner(), room, bareJid(), "member");
    }

    /** Enters a room. */
    Stanza enter(final String room, final String nick) {
        return enter(room, nick, "");
    }

    /** Enters a room, with something more in its presence. */
    Stanza enter(final String room, final String nick, final String extension) {
        presence(room + "/" + nick, "", "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
            + extension);
        return await(stanza -> stanza.isPresence() && stanza.from().equalsIgnoreCase(room + "/" + nick)
            && stanza.type().isEmpty());
    }

    /** Leaves a room. */
    void leave(final String room, final String nick) {
        presence(room + "/" + nick, "type='unavailable'", "");
        await(stanza -> stanza.isPresence() && stanza.from().equalsIgnoreCase(room + "/" + nick)
            && "unavailable".equals(stanza.type()));
    }

    /** Waits for a stanza to this session. */
    Stanza await(final Predicate<Stanza> wanted) {
        return domain.await(stanza -> isMine(stanza) && wanted.test(stanza), RaiScene.PATIENCE);
    }

    /** Waits until this session is told of a room. */
    Stanza awaitTold(final String room) {
        return await(stanza -> RaiScene.tellsOf(stanza, room));
    }

    /** How often this session was told of a room. */
    long told(final String room) {
        return domain.stanzas(stanza -> isMine(stanza) && RaiScene.tellsOf(stanza, room)).size();
    }

    /** How often this session was sent errors. */
    long errors() {
        return domain.stanzas(stanza -> isMine(stanza) && stanza.isError()).size();
    }

    private boolean isMine(final Stanza stanza) {
        return canonical(stanza.to()).equals(canonical(jid));
    }

    /** An address such that its spellings are equal, for those of these tests. */
    private static String canonical(final String address) {
        final int slash = address.indexOf('/');
        final int at = address.indexOf('@');
        if (at < 0 || slash < at) {
            return address;
        }
        return address.substring(0, at).toLowerCase(Locale.ROOT) + '@'
            + IDN.toASCII(address.substring(at + 1, slash)).toLowerCase(Locale.ROOT) + address.substring(slash);
    }
}
