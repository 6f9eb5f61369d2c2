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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertResult;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.published;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.retracted;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** M9: each option of a node takes effect. The crone owns, Wicca watches. */
class NodeOptionsTest {

    private static final JID OWN = occupant(FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND, ACTIVITY);
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private IQ configure(final String... options) {
        return server.set(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'><configure node='" + ACTIVITY + "'>"
            + form(options) + "</configure></pubsub>");
    }

    private static String form(final String... options) {
        final StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        for (int i = 0; i < options.length; i += 2) {
            form.append("<field var='pubsub#").append(options[i]).append("'><value>").append(options[i + 1])
                .append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    private void create(final String... options) {
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/><configure>" + form(options)
            + "</configure>")));
    }

    private void publish(final String id) {
        server.done(server.publish(CRONE, OWN, ACTIVITY, id));
    }

    private List<String> kept() {
        final Element items =
            server.done(server.get(WICCA, OWN, pubsub("<items node='" + ACTIVITY + "'/>"))).element("items");
        return items.elements().stream().map(item -> item.attributeValue("id")).toList();
    }

    @Test
    void m9_withoutPayloadsTheEventSaysOnlyThatThereIsAnItem() {
        create("deliver_payloads", "0");

        publish("1");

        assertEvent(server.eventOf(WICCA), OWN, "<items node='" + ACTIVITY + "'><item id='1'/></items>");
        assertResult(server.get(WICCA, OWN, pubsub("<items node='" + ACTIVITY + "'/>")),
            pubsub(published(ACTIVITY, "1")));
    }

    @Test
    void m9_withoutPayloadsAnItemNeedsNone() {
        create("deliver_payloads", "0");

        final IQ reply =
            server.set(CRONE, OWN, pubsub("<publish node='" + ACTIVITY + "'><item id='1'/></publish>"));

        assertResult(reply, pubsub("<publish node='" + ACTIVITY + "'><item id='1'/></publish>"));
        assertEvent(server.eventOf(WICCA), OWN, "<items node='" + ACTIVITY + "'><item id='1'/></items>");
    }

    @Test
    void m9_nodeThatNeitherKeepsNorDeliversTellsThatSomethingHappened() {
        create("deliver_payloads", "0", "persist_items", "0");

        final IQ reply = server.set(CRONE, OWN, pubsub("<publish node='" + ACTIVITY + "'/>"));

        assertResult(reply, pubsub("<publish node='" + ACTIVITY + "'/>"));
        assertEvent(server.eventOf(WICCA), OWN, "<items node='" + ACTIVITY + "'/>");
    }

    @Test
    void m9_withoutPersistenceNothingIsKept() {
        create("persist_items", "0");

        publish("1");

        assertEvent(server.eventOf(WICCA), OWN, published(ACTIVITY, "1"));
        server.join(HAG, THIRD, ACTIVITY);
        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @Test
    void m9_persistenceThatEndsForgetsWhatIsKept() {
        publish("1");
        server.done(configure("persist_items", "0"));
        server.done(configure("persist_items", "1"));

        assertThat(kept()).isEmpty();
    }

    @Test
    void m9_onlyTheNewestItemsAreKept() {
        create("max_items", "2");
        publish("1");
        publish("2");
        server.forgetEvents();

        publish("3");

        final List<Message> events = server.eventsOf(WICCA);
        assertThat(events).hasSize(2);
        assertEvent(events.get(0), OWN, retracted(ACTIVITY, "1"));
        assertEvent(events.get(1), OWN, published(ACTIVITY, "3"));
        assertThat(kept()).containsExactly("2", "3");
        server.done(configure("max_items", "1"));
        assertThat(kept()).containsExactly("3");
    }

    @Test
    void m9_nodeWithOneItemReplacesItSilently() {
        publish("1");
        server.forgetEvents();

        publish("2");

        assertEvent(server.eventOf(WICCA), OWN, published(ACTIVITY, "2"));
        assertThat(kept()).containsExactly("2");
    }

    @Test
    void m9_withoutNotifyRetractNobodyIsToldOfItemsThatGo() {
        create("notify_retract", "0", "max_items", "2");
        publish("1");
        publish("2");
        server.forgetEvents();

        publish("3");
        assertThat(server.eventsOf(WICCA)).hasSize(1);
        server.done(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "'><item id='2'/></retract>")));
        server.done(server.set(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'><purge node='" + ACTIVITY
            + "'/></pubsub>"));

        assertThat(server.eventsOf(WICCA)).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void m9_withoutNotifyDeleteNobodyIsToldThatTheNodeIsGone() {
        create("notify_delete", "0");

        server.done(server.set(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'><delete node='" + ACTIVITY
            + "'/></pubsub>"));

        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m9_configurationIsToldOfWhereNotifyConfigSaysSo() {
        create("title", "T");
        server.done(configure("title", "U"));
        assertThat(server.eventsOf(WICCA)).isEmpty();

        server.done(configure("notify_config", "1", "deliver_payloads", "0"));
        assertEvent(server.eventOf(WICCA), OWN, "<configuration node='" + ACTIVITY + "'/>");

        server.done(configure("deliver_payloads", "1"));
        final Message event = server.eventOf(WICCA);
        final Element form = event.getElement().element("event").element("configuration").elements().get(0);
        assertThat(form.attributeValue("type")).isEqualTo("result");
        assertThat(form.elements("field")).extracting(field -> field.attributeValue("var")).contains("FORM_TYPE",
            "pubsub#title", "pubsub#max_items").doesNotHaveDuplicates();
        assertThat(form.selectNodes("*/*[local-name()='option']")).isEmpty();

        server.done(configure("title", "U"));
        assertThat(server.eventsOf(WICCA)).as("nothing changed").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // the option, and whether the last item is sent on presence, on subscription
        "never,               false, false",
        "on_sub,              false, true",
        "on_sub_and_presence, true,  true"})
    void m9_lastItemIsSentWhenTheOptionSaysSo(final String option, final boolean onPresence, final boolean onSub) {
        create("send_last_published_item", option);
        publish("1");

        server.join(HAG, THIRD, ACTIVITY);
        assertThat(server.eventsOf(HAG)).hasSize(onPresence ? 1 : 0);

        server.done(server.set(HAG, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + HAG + "'/>")));
        assertThat(server.eventsOf(HAG)).hasSize(onSub ? 1 : 0);
    }

    @Test
    void m9_itemsExpire() {
        create("item_expire", "60", "max_items", "5");
        publish("1");
        server.pass(Duration.ofSeconds(59));
        publish("2");
        assertThat(kept()).containsExactly("1", "2");

        server.pass(Duration.ofSeconds(1));
        assertThat(kept()).containsExactly("2");

        server.pass(Duration.ofSeconds(59));
        server.join(HAG, THIRD, ACTIVITY);
        assertThat(server.eventsOf(HAG)).isEmpty();
        assertRefused(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "'><item id='2'/></retract>")),
            "cancel", "item-not-found");
    }

    @Test
    void m9_payloadsAreHeldToTheNodesLimit() {
        create("max_payload_size", "20");

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "modify", "not-acceptable", "payload-too-big");
        server.done(configure("max_payload_size", "1000"));
        publish("1");
    }

    @Test
    void m9_typeIsTheNamespaceOfThePayloads() {
        create("type", "urn:example:other");

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "modify", "bad-request", "invalid-payload");
        server.done(configure("type", ""));
        publish("1");
    }
}
