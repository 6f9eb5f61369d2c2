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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M1: nothing is announced that fails. For each feature the shortest proof that it is there. */
class AnnouncedFeaturesTest {

    private static final JID OWN = occupant(FIRST);

    /** Something that works, or throws. */
    @FunctionalInterface
    private interface Proof {
        void prove(MepFixture server);
    }

    private static final Map<String, Proof> PROOFS = new TreeMap<>(Map.ofEntries(
        Map.entry("access-presence", server -> {
            publish(server, "1");
            get(server, WICCA, "<items node='" + ACTIVITY + "'/>");
            assertRefused(server.get(MACBETH, OWN, pubsub("<items node='" + ACTIVITY + "'/>")), "auth",
                "not-authorized", "presence-subscription-required");
        }),
        Map.entry("auto-create", server -> publish(server, "1")),
        Map.entry("auto-subscribe", AnnouncedFeaturesTest::proveFilteredNotifications),
        Map.entry("config-node", server -> configure(server, "title", "x")),
        Map.entry("config-node-max", server -> {
            configure(server, "max_items", "max");
            configure(server, "item_expire", "max");
        }),
        Map.entry("create-and-configure", server -> set(server, "<create node='x'/><configure>" + form("title", "y")
            + "</configure>")),
        Map.entry("create-nodes", server -> set(server, "<create node='x'/>")),
        Map.entry("delete-items", AnnouncedFeaturesTest::proveRetract),
        Map.entry("delete-nodes", server -> {
            publish(server, "1");
            setAsOwner(server, "<delete node='" + ACTIVITY + "'/>");
        }),
        Map.entry("filtered-notifications", AnnouncedFeaturesTest::proveFilteredNotifications),
        Map.entry("instant-nodes", server -> assertThat(set(server, "<create/>").element("create")
            .attributeValue("node")).isNotEmpty()),
        Map.entry("item-ids", server -> {
            publish(server, "one");
            assertThat(ids(server, "<items node='" + ACTIVITY + "'><item id='one'/></items>")).containsExactly("one");
        }),
        Map.entry("last-published", server -> {
            publish(server, "1");
            server.join(MepFixture.HAG, "late", ACTIVITY);
            server.eventOf(MepFixture.HAG);
        }),
        Map.entry("meta-data", server -> {
            publish(server, "1");
            final Element info = server.done(server.get(WICCA, OWN,
                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + ACTIVITY + "'/>"));
            assertThat(info.element("x").getStringValue()).contains(PUBSUB + "#meta-data");
        }),
        Map.entry("multi-items", server -> {
            set(server, "<create node='" + ACTIVITY + "'/><configure>" + form("max_items", "2") + "</configure>");
            publish(server, "1");
            publish(server, "2");
            assertThat(ids(server, "<items node='" + ACTIVITY + "'/>")).containsExactly("1", "2");
        }),
        Map.entry("persistent-items", server -> {
            publish(server, "1");
            assertThat(ids(server, "<items node='" + ACTIVITY + "'/>")).containsExactly("1");
        }),
        Map.entry("publish", server -> publish(server, "1")),
        Map.entry("publish-options", server -> {
            set(server, "<publish node='x'><item id='1'><y xmlns='urn:example:y'/></item></publish><publish-options>"
                + form("max_items", "2") + "</publish-options>");
            assertRefused(server.set(CRONE, OWN, pubsub("<publish node='x'><item id='1'><y xmlns='urn:example:y'/>"
                + "</item></publish><publish-options>" + form("max_items", "3") + "</publish-options>")), "cancel",
                "conflict", "precondition-not-met");
        }),
        Map.entry("purge-nodes", server -> {
            publish(server, "1");
            setAsOwner(server, "<purge node='" + ACTIVITY + "'/>");
            assertThat(ids(server, "<items node='" + ACTIVITY + "'/>")).isEmpty();
        }),
        Map.entry("retract-items", AnnouncedFeaturesTest::proveRetract),
        Map.entry("retrieve-affiliations", server -> {
            publish(server, "1");
            assertThat(get(server, CRONE, "<affiliations/>").element("affiliations").elements()).hasSize(1);
        }),
        Map.entry("retrieve-default", server ->
            server.done(server.get(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'><default/></pubsub>"))),
        Map.entry("retrieve-items", server -> {
            publish(server, "1");
            assertThat(ids(server, "<items node='" + ACTIVITY + "'/>")).containsExactly("1");
        }),
        Map.entry("retrieve-subscriptions", server -> {
            proveSubscribe(server);
            assertThat(get(server, WICCA, "<subscriptions node='" + ACTIVITY + "'/>").element("subscriptions")
                .elements()).hasSize(1);
        }),
        Map.entry("rsm", server -> {
            publish(server, "1");
            assertThat(get(server, WICCA, "<items node='" + ACTIVITY + "'/><set xmlns='http://jabber.org/protocol/rsm'>"
                + "<max>1</max></set>").element("set").elementText("count")).isEqualTo("1");
        }),
        Map.entry("subscribe", server -> {
            proveSubscribe(server);
            server.done(server.set(WICCA, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + WICCA + "'/>")));
        })));

    private static void proveFilteredNotifications(final MepFixture server) {
        server.join(MepFixture.HAG, "interested", ACTIVITY);
        publish(server, "1");
        server.eventOf(MepFixture.HAG);
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    private static void proveRetract(final MepFixture server) {
        publish(server, "1");
        set(server, "<retract node='" + ACTIVITY + "'><item id='1'/></retract>");
        assertThat(ids(server, "<items node='" + ACTIVITY + "'/>")).isEmpty();
    }

    private static void proveSubscribe(final MepFixture server) {
        publish(server, "1");
        server.done(server.set(WICCA, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + WICCA + "'/>")));
        server.forgetEvents();
        publish(server, "2");
        server.eventOf(WICCA);
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String form(final String option, final String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#" + option + "'><value>" + value
            + "</value></field></x>";
    }

    private static void publish(final MepFixture server, final String id) {
        server.done(server.publish(CRONE, OWN, ACTIVITY, id));
    }

    private static void configure(final MepFixture server, final String option, final String value) {
        publish(server, "1");
        setAsOwner(server, "<configure node='" + ACTIVITY + "'>" + form(option, value) + "</configure>");
    }

    private static Element set(final MepFixture server, final String content) {
        return server.done(server.set(CRONE, OWN, pubsub(content)));
    }

    private static void setAsOwner(final MepFixture server, final String content) {
        server.done(server.set(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>"));
    }

    private static Element get(final MepFixture server, final JID from, final String content) {
        return server.done(server.get(from, OWN, pubsub(content)));
    }

    private static List<String> ids(final MepFixture server, final String content) {
        return get(server, WICCA, content).element("items").elements().stream()
            .map(item -> item.attributeValue("id")).toList();
    }

    private static List<String> announced() {
        final IQ result = Stanzas.iq("<iq type='result' id='i' from='" + COVEN + "' to='" + CRONE
            + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        new MepFixture().mep.decorate(result);
        return result.getChildElement().elements("feature").stream().map(feature -> feature.attributeValue("var"))
            .filter(feature -> feature.startsWith(PUBSUB + '#'))
            .map(feature -> feature.substring(PUBSUB.length() + 1)).toList();
    }

    @Test
    void m1_everyAnnouncedFeatureIsProved() {
        assertThat(PROOFS.keySet()).containsExactlyInAnyOrderElementsOf(announced());
    }

    /** What administrators read is what clients are told. */
    @Test
    void m1_everyAnnouncedFeatureIsInTheDocumentAndNoOther() throws IOException {
        final String readme = Files.readString(Path.of("readme.html"));

        assertThat(Pattern.compile("<code>#([a-z-]+)</code>").matcher(readme).results().map(found -> found.group(1)))
            .containsExactlyInAnyOrderElementsOf(announced());
    }

    @TestFactory
    Stream<DynamicTest> m1_announcedFeatureWorks() {
        return PROOFS.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            final MepFixture server = new MepFixture();
            server.join(CRONE, FIRST);
            server.join(WICCA, SECOND);
            entry.getValue().prove(server);
        }));
    }
}
