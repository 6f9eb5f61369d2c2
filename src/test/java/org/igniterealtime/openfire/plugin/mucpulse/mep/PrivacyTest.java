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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** M11: who an occupant really is appears in no stanza that somebody else gets. */
class PrivacyTest {

    private static final List<JID> WITCHES = List.of(CRONE, WICCA, WICCA_PHONE, HAG);

    private final MepFixture server = new MepFixture();
    private final List<Packet> seen = new ArrayList<>();

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String owner(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>";
    }

    private void look() {
        server.settle();
        seen.addAll(server.everything());
    }

    /** Asks for everything that can be asked for, of everybody; some of it is refused. */
    private void askForEverything(final JID session) {
        for (final JID service : List.of(COVEN, occupant(FIRST), occupant(SECOND), occupant(THIRD))) {
            for (final String node : List.of(ACTIVITY, MOOD, "urn:example:none")) {
                for (final String request : List.of(
                    pubsub("<items node='" + node + "'/>"),
                    pubsub("<subscriptions node='" + node + "'/>"),
                    pubsub("<subscriptions/>"),
                    pubsub("<affiliations node='" + node + "'/>"),
                    pubsub("<affiliations/>"),
                    owner("<configure node='" + node + "'/>"),
                    owner("<subscriptions node='" + node + "'/>"),
                    owner("<affiliations node='" + node + "'/>"),
                    owner("<default/>"),
                    "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "'/>",
                    "<query xmlns='http://jabber.org/protocol/disco#items' node='" + node + "'/>",
                    "<query xmlns='http://jabber.org/protocol/disco#items'/>")) {
                    take(server.stanza("get", session, service, request));
                }
                take(server.stanza("set", session, service, pubsub("<retract node='" + node
                    + "'><item id='none'/></retract>")));
                take(server.stanza("set", session, service, pubsub("<unsubscribe node='" + node + "' jid='"
                    + session + "'/>")));
            }
        }
        for (final String namespace : List.of("info", "items")) {
            final IQ result = Stanzas.iq("<iq type='result' id='d' from='" + COVEN + "' to='" + session
                + "'><query xmlns='http://jabber.org/protocol/disco#" + namespace + "'/></iq>");
            server.mep.decorate(result);
            seen.add(result);
        }
    }

    private void take(final IQ request) {
        if (server.claims(request)) {
            server.mep.take(request);
            look();
        }
    }

    @Test
    void m11_realJidsAppearNowhere() {
        server.settings.unhurried();
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND, ACTIVITY, MOOD);
        server.join(WICCA_PHONE, SECOND, MOOD);
        server.join(HAG, THIRD, ACTIVITY);
        for (final JID session : WITCHES) {
            final JID own = occupant(server.rooms.get(COVEN).nicknames.get(session));
            server.publish(session, own, ACTIVITY, "a" + session.getResource());
            server.publish(session, own, MOOD, "m");
            look();
        }
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, MOOD, "1");
        for (final JID session : WITCHES) {
            for (final JID service : List.of(COVEN, occupant(FIRST), occupant(SECOND), occupant(THIRD))) {
                take(server.stanza("set", session, service, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + session
                    + "'/>")));
            }
        }
        WITCHES.forEach(this::askForEverything);
        askForEverything(MACBETH);
        server.publish(HAG, COVEN, ACTIVITY, "2");
        server.set(HAG, COVEN, owner("<configure node='" + ACTIVITY + "'><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='pubsub#notify_config'><value>1</value></field></x></configure>"));
        server.set(HAG, COVEN, owner("<purge node='" + ACTIVITY + "'/>"));
        server.set(CRONE, occupant(FIRST), owner("<delete node='" + ACTIVITY + "'/>"));
        server.leave(CRONE);
        server.join(CRONE, FIRST, ACTIVITY, MOOD);
        server.rename(SECOND, "hecate");
        server.publish(WICCA, occupant("hecate"), ACTIVITY, "3");
        look();

        assertThat(seen).hasSizeGreaterThan(500);
        for (final Packet stanza : seen) {
            assertThat(stanza.getFrom().asBareJID()).isEqualTo(COVEN);
            final String xml = stanza.toXML();
            for (final JID witch : WITCHES) {
                if (!witch.asBareJID().equals(stanza.getTo().asBareJID())) {
                    assertThat(xml).doesNotContainIgnoringCase(witch.getNode());
                }
            }
        }
    }
}
