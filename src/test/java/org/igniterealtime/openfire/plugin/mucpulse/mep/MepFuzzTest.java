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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M7: whatever is asked, the answer is one of the protocol's, and a refused request changes nothing. */
class MepFuzzTest {

    private static final String DATA = "jabber:x:data";
    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final List<String> NAMESPACES = List.of(PUBSUB, PUBSUB, PUBSUB, PUBSUB + "#owner", PUBSUB + "#owner",
        PUBSUB + "#event", PUBSUB + "#errors", DATA, "http://jabber.org/protocol/rsm", "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/disco#items", "urn:x-mucpulse:request", "jabber:client", "urn:example:other", "");
    private static final List<String> ACTIONS = List.of("publish", "retract", "create", "configure", "subscribe",
        "unsubscribe", "items", "subscriptions", "affiliations", "default", "delete", "purge", "options",
        "publish-options", "request");
    private static final List<String> NAMES = List.of("item", "x", "field", "value", "set", "max", "after", "before",
        "index", "redirect", "pubsub", "query", "error", "thing");
    private static final List<String> ATTRIBUTES = List.of("node", "id", "jid", "subid", "max_items", "notify", "type",
        "var", "secret", "to", "xml");
    private static final String LONG = "long ".repeat(2_000);
    private static final List<String> VALUES = List.of(ACTIVITY, "x", "1", "true", "", "-1", "0", "99999999999999",
        "max", "submit", "cancel", "form", "FORM_TYPE", PUBSUB + "#node_config", PUBSUB + "#publish-options",
        "pubsub#", "never", "presence", "open", CRONE.toString(),
        WICCA.toBareJID(), occupant(SECOND).toString(), "@", "a@b@c/d", "/", "\u202e\ud83d\ude00",
        "' OR 1=1 --<&>", LONG, "n".repeat(256));
    private static final List<String> OPTIONS = List.of("pubsub#max_items", "pubsub#persist_items",
        "pubsub#access_model", "pubsub#send_last_published_item", "pubsub#item_expire", "pubsub#type",
        "pubsub#deliver_payloads", "pubsub#notify_config", "pubsub#max_payload_size", "pubsub#title");
    private static final List<String> CHOICES = List.of("1", "0", "2", "max", "presence", "never", "on_sub", ACTIVITY);
    private static final Set<String> CONDITIONS = Set.of("bad-request", "conflict", "feature-not-implemented",
        "forbidden", "item-not-found", "not-acceptable", "not-authorized", "policy-violation", "unexpected-request");
    private static final Set<String> DETAILS = Set.of("invalid-jid", "invalid-payload", "invalid-subid",
        "item-forbidden", "item-required", "jid-required", "max-items-exceeded", "max-nodes-exceeded",
        "nodeid-required", "not-subscribed",
        "payload-required", "payload-too-big", "precondition-not-met", "presence-subscription-required", "unsupported",
        "unsupported-access-model");

    /** Makes up content that is more or less that of a request; the same for the same seed. */
    private static final class Generator {

        private final Random random;

        Generator(final long seed) {
            random = new Random(seed);
        }

        private <T> T any(final List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private boolean oneIn(final int number) {
            return random.nextInt(number) == 0;
        }

        Element content() {
            return oneIn(3) ? wild() : plausible();
        }

        /** The protocol's own words, in wrong places. */
        private Element wild() {
            final Element top = element(any(NAMES), 0);
            if (!oneIn(4)) {
                top.setName("pubsub");
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                top.add(element(any(ACTIONS), 2));
            }
            return top;
        }

        private Element element(final String name, final int depth) {
            final Element element = DocumentHelper.createElement(QName.get(name, any(NAMESPACES)));
            for (int i = random.nextInt(3); i > 0; i--) {
                element.addAttribute(any(ATTRIBUTES), any(VALUES));
            }
            for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
                element.add(element(any(NAMES), depth - 1));
            }
            if (oneIn(4)) {
                element.addText(any(VALUES));
            }
            return element;
        }

        /** An action of the protocol with what belongs to it, most of the time. */
        private Element plausible() {
            final String name = any(ACTIONS);
            final boolean asOwner = oneIn(4) ? oneIn(2) : Set.of("default", "delete", "purge", "configure").contains(name);
            final String namespace = asOwner ? PUBSUB + "#owner" : PUBSUB;
            final Element pubsub = DocumentHelper.createElement(QName.get("pubsub", namespace));
            final Element action = pubsub.addElement(name);
            if (!oneIn(8)) {
                action.addAttribute("node", any(List.of(ACTIVITY, ACTIVITY, ACTIVITY, "x", "y", oneIn(8) ? LONG : "x")));
            }
            if (name.endsWith("subscribe")) {
                action.addAttribute("jid", oneIn(4) ? any(VALUES) : CRONE.toString());
            }
            if (Set.of("publish", "retract").contains(name) && !oneIn(8)) {
                final Element item = action.addElement("item");
                if (!oneIn(3)) {
                    item.addAttribute("id", any(VALUES));
                }
                for (int i = oneIn(6) ? random.nextInt(3) : 1; i > 0; i--) {
                    item.add(payload());
                }
            }
            if (Set.of("create", "publish").contains(name) && oneIn(3)) {
                pubsub.addElement("create".equals(name) ? "configure" : "publish-options").add(form());
            } else if ("configure".equals(name)) {
                action.add(form());
            }
            if (oneIn(6)) {
                (oneIn(2) ? pubsub : action).add(element(any(NAMES), 2));
            }
            return pubsub;
        }

        private Element payload() {
            final Element top = DocumentHelper.createElement(QName.get("thing", oneIn(6) ? any(NAMESPACES) : ACTIVITY));
            Element deepest = top;
            for (int i = oneIn(20) ? 200 : random.nextInt(3); i > 0; i--) {
                deepest = deepest.addElement("a");
            }
            if (oneIn(20)) {
                deepest.setText(LONG.repeat(10));
            }
            return top;
        }

        private Element form() {
            final Element form = DocumentHelper.createElement(QName.get("x", oneIn(10) ? "" : DATA));
            form.addAttribute("type", oneIn(6) ? any(VALUES) : "submit");
            for (int i = random.nextInt(4); i > 0; i--) {
                final Element field = form.addElement("field");
                field.addAttribute("var", oneIn(3) ? any(VALUES) : any(OPTIONS));
                for (int j = oneIn(6) ? random.nextInt(3) : 1; j > 0; j--) {
                    field.addElement("value").setText(any(oneIn(3) ? VALUES : CHOICES));
                }
            }
            return form;
        }
    }

    private static final List<JID> SENDERS = List.of(CRONE, CRONE, CRONE, CRONE, CRONE, HAG, WICCA, MACBETH);
    private static final List<JID> ADDRESSES = List.of(occupant(FIRST), occupant(FIRST),
        occupant(FIRST), occupant(FIRST), occupant(FIRST), COVEN, COVEN, occupant(SECOND),
        occupant("nobody"), new JID("heath", SERVICE, null));

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void m7_everyRequestIsAnsweredInTheWordsOfTheProtocolOrNotClaimed(@ForAll final long seed) {
        final Generator generator = new Generator(seed);
        final MepFixture server = new MepFixture();
        server.settings.unhurried();
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND, ACTIVITY);
        server.join(HAG, THIRD);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "1");
        Map<String, String> state = state(server);
        for (int i = 0; i < 12; i++) {
            server.everything();
            final boolean set = !generator.oneIn(3);
            final IQ iq = server.stanza(set ? "set" : "get", generator.any(SENDERS), generator.any(ADDRESSES), "");
            iq.getElement().add(generator.content());
            if (!server.claims(iq)) {
                continue;
            }
            final IQ reply = server.answered(iq);
            final Map<String, String> after = state(server);
            if (reply.getType() == IQ.Type.error) {
                assertProperError(reply);
                assertThat(server.everything()).isEmpty();
                assertThat(after).isEqualTo(state);
            } else if (!set) {
                assertThat(server.everything()).isEmpty();
                assertThat(after).isEqualTo(state);
            }
            Statistics.collect(reply.getType() == IQ.Type.result ? "result"
                : reply.getElement().element("error").elements().get(0).getName());
            state = after;
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void s4_outsidersGetOneAnswerWhateverTheyAskAndWhomever(@ForAll final long seed) {
        final Generator generator = new Generator(seed);
        final MepFixture server = new MepFixture();
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(HAG, THIRD);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "1");
        for (int i = 0; i < 12; i++) {
            final String type = generator.oneIn(2) ? "set" : "get";
            final Element content = generator.content();
            for (final List<JID> places : List.of(
                List.of(COVEN, new JID("heath", SERVICE, null)),
                List.of(occupant(FIRST), occupant("nobody"), new JID("heath", SERVICE, FIRST)))) {
                final Set<String> answers = places.stream().map(to -> {
                    final IQ request = server.stanza(type, MACBETH, to, "");
                    request.getElement().add(content.createCopy());
                    return server.claims(request) ? error(server.answered(request)) : "left to the server";
                }).collect(Collectors.toSet());
                assertThat(answers).as(() -> type + " of " + content.asXML()).hasSize(1);
                assertThat(answers.iterator().next()).matches(answer -> answer.startsWith("left")
                    || answer.contains("not-authorized") && answer.contains("presence-subscription-required"));
            }
        }
    }

    private static String error(final IQ reply) {
        return reply.getElement().element("error").asXML();
    }

    private static void assertProperError(final IQ reply) {
        final Element error = reply.getElement().element("error");
        assertThat(error.attributeValue("type")).isIn("auth", "cancel", "modify", "wait");
        final List<Element> conditions = error.elements();
        assertThat(conditions).hasSizeBetween(1, 2);
        assertThat(conditions.get(0).getNamespaceURI()).isEqualTo(STANZAS);
        assertThat(conditions.get(0).getName()).isIn(CONDITIONS);
        if (conditions.size() == 2) {
            assertThat(conditions.get(1).getNamespaceURI()).isEqualTo(PUBSUB + "#errors");
            assertThat(conditions.get(1).getName()).isIn(DETAILS);
        }
    }

    /** All that can be seen of the nodes by their owners. */
    private static Map<String, String> state(final MepFixture server) {
        final Map<String, String> state = new TreeMap<>();
        look(server, HAG, COVEN, state);
        look(server, CRONE, occupant(FIRST), state);
        look(server, WICCA, occupant(SECOND), state);
        state.put("stored", server.store.stored(COVEN).toString());
        return state;
    }

    private static void look(final MepFixture server, final JID owner, final JID service,
                             final Map<String, String> state) {
        final Set<String> nodes;
        if (service.equals(COVEN)) {
            final IQ result = Stanzas.iq("<iq type='result' id='d' from='" + COVEN + "' to='" + owner
                + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
            server.mep.decorate(result);
            nodes = nodes(result);
        } else {
            final IQ list =
                server.stanza("get", owner, service, "<query xmlns='http://jabber.org/protocol/disco#items'/>");
            nodes = server.claims(list) ? nodes(server.answered(list)) : Set.of();
        }
        for (final String node : nodes) {
            for (final String question : List.of("items", "subscriptions", "configure")) {
                final boolean asOwner = !"items".equals(question);
                final IQ get = server.stanza("get", owner, service, "<pubsub xmlns='" + PUBSUB
                    + (asOwner ? "#owner" : "") + "'/>");
                get.getChildElement().addElement(question).addAttribute("node", node);
                final IQ reply = server.answered(get);
                state.put(service + " " + node + ' ' + question, reply.getElement().elements().stream()
                    .map(Element::asXML).collect(Collectors.joining()));
            }
        }
    }

    private static Set<String> nodes(final IQ list) {
        return list.getChildElement().elements("item").stream().map(item -> item.attributeValue("node"))
            .collect(Collectors.toSet());
    }
}
