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

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.INFO;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ITEMS;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * What rooms, occupants and nodes say of themselves: M1 and M2.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#support">XEP-0316 §6</a>
 */
class MepDiscoIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);

    @AfterEach
    void resetSettings() {
        scene.resetSettings();
    }

    /**
     * "It MUST advertise that fact in its responses to Service Discovery information requests by returning an identity of
     * pubsub/mep and the relevant pubsub features": the features of listing 6, and those of M1.
     */
    @Test
    void m1_aRoomSaysThatItIsAPubsubService() {
        final String room = scene.room();
        final TestClient stranger = openfire.login("stranger");

        final Stanza info = info(stranger, room);

        assertThat(identities(info)).contains("pubsub/mep", "conference/text").doesNotHaveDuplicates();
        assertThat(features(info)).doesNotHaveDuplicates()
            .contains(INFO, "http://jabber.org/protocol/muc", "muc_semianonymous", PUBSUB)
            .contains(List.of("access-presence", "auto-create", "auto-subscribe", "config-node",
                "create-and-configure", "create-nodes", "delete-items", "delete-nodes", "filtered-notifications",
                "item-ids", "last-published", "multi-items", "persistent-items", "publish", "purge-nodes", "retract-items",
                "retrieve-default", "retrieve-items", "retrieve-subscriptions", "subscribe").stream()
                .map(feature -> PUBSUB + "#" + feature).toArray(String[]::new));
    }

    /** "Nothing announced that fails": whatever else is announced is known here, and tried in {@link MepUseCasesIT}. */
    @Test
    void m1_nothingIsAnnouncedThatIsNotTried() {
        final Set<String> announced = features(info(scene.owner(), scene.room())).stream()
            .filter(feature -> feature.startsWith(PUBSUB + "#"))
            .map(feature -> feature.substring(PUBSUB.length() + 1))
            .collect(Collectors.toSet());

        announced.removeAll(Set.of("access-presence", "auto-create", "auto-subscribe", "config-node",
            "create-and-configure", "create-nodes", "delete-items", "delete-nodes", "filtered-notifications",
            "item-ids", "last-published", "multi-items", "persistent-items", "publish", "purge-nodes", "retract-items",
            "retrieve-default", "retrieve-items", "retrieve-subscriptions", "subscribe", "instant-nodes",
            "config-node-max", "publish-options", "retrieve-affiliations", "rsm", "meta-data"));
        assertThat(announced).isEmpty();
    }

    /** A service's own answer, and a room's when it is asked for something else, stay what they are. */
    @Test
    void m1_onlyRoomsSayIt() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        assertThat(identities(info(bob, room))).contains("pubsub/mep");

        assertThat(identities(info(bob, scene.service()))).doesNotContain("pubsub/mep");
        assertThat(features(info(bob, scene.service()))).noneMatch(feature -> feature.startsWith(PUBSUB));
        assertThat(identities(info(bob, openfire.server().domain()))).doesNotContain("pubsub/mep");
        final Stanza nick = bob.query("get", room, "<query xmlns='" + INFO + "' node='x-roomuser-item'/>");
        assertThat(nick.xml()).doesNotContain("mep");
    }

    /** XEP-0316 §4.1: "Simplifies the task of discovering": nodes stand next to what the server lists. */
    @Test
    void m2_aRoomListsItsNodes() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final List<String> before = items(items(bob, room, ""));
        publish(scene.owner(), room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        MepScene.create(scene.owner(), room, ACTIVITY, "title", "What goes <on>");

        final Stanza items = items(bob, room, "");

        assertThat(items(items)).containsExactlyInAnyOrderElementsOf(concat(before,
            room + " " + ACTIVITY + " What goes <on>", room + " " + MOOD + " " + MOOD));
        // Those who are not in the room may not see nodes: they could not ask for them either
        assertThat(items(openfire.login("stranger"), room, "").xml()).doesNotContain(ACTIVITY);
    }

    /** M2: "Disco#items of an occupant that has nodes lists them." */
    @Test
    void m2_anOccupantListsItsNodes() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final TestClient carol = scene.enter(room, "Carol");
        publish(bob, occupant(room, "Bob"), MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));

        assertThat(items(items(carol, occupant(room, "Bob"), ""))).containsExactlyInAnyOrder(
            room + "/Bob " + ACTIVITY + " " + ACTIVITY, room + "/Bob " + MOOD + " " + MOOD);
        assertThat(items(items(bob, occupant(room, "Bob"), ""))).hasSize(2);
    }

    /** M2: "Disco#items of a node lists its items"; XEP-0060 §5.5, by their ids. */
    @Test
    void m2_aNodeListsItsItems() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        publish(scene.owner(), room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        publish(scene.owner(), room, MOOD, "2", "<mood xmlns='" + MOOD + "'/>");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "3", activity("Here"));

        items(bob, room, MOOD).assertSimilarTo("<iq type='result' from='" + room + "' to='" + bob.jid() + "'><query"
            + " xmlns='" + ITEMS + "' node='" + MOOD + "'><item jid='" + room + "' name='1'/><item jid='" + room
            + "' name='2'/></query></iq>");
        assertThat(items(items(scene.owner(), occupant(room, "Bob"), ACTIVITY)))
            .containsExactly(room + "/Bob  3");
        // Nor does it list what has expired
        MepScene.configure(bob, occupant(room, "Bob"), ACTIVITY, "item_expire", "1");
        org.awaitility.Awaitility.await().atMost(MepScene.PATIENCE).until(() ->
            items(items(scene.owner(), occupant(room, "Bob"), ACTIVITY)).isEmpty());
    }

    /** M2: "Disco#info of a node gives pubsub/leaf and its metadata"; XEP-0060 §5.3 and §5.4. */
    @Test
    void m2_aNodeDescribesItself() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        MepScene.create(scene.owner(), room, MOOD, "title", "Moods", "type", MOOD);
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));

        final Stanza info = info(bob, room, MOOD);

        assertThat(info.descendants(INFO, "query").get(0).getAttribute("node")).isEqualTo(MOOD);
        assertThat(identities(info)).containsExactly("pubsub/leaf");
        assertThat(features(info)).contains(PUBSUB);
        assertThat(field(info, "FORM_TYPE")).isEqualTo(PUBSUB + "#meta-data");
        assertThat(field(info, "pubsub#title")).isEqualTo("Moods");
        assertThat(field(info, "pubsub#type")).isEqualTo(MOOD);
        assertThat(field(info, "pubsub#owner")).isEqualTo(room);
        assertThat(java.time.Instant.parse(field(info, "pubsub#creation_date")))
            .isBefore(java.time.Instant.now().plusSeconds(60));
        final Stanza occupants = info(scene.owner(), occupant(room, "Bob"), ACTIVITY);
        assertThat(identities(occupants)).containsExactly("pubsub/leaf");
        assertThat(field(occupants, "pubsub#owner")).isEqualTo(occupant(room, "Bob"));
    }

    /** M2: a node that there is not is not found. */
    @Test
    void m2_aNodeThatThereIsNotIsNotFound() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");

        for (final String namespace : new String[] {INFO, ITEMS}) {
            final Stanza answer = bob.query("get", room, "<query xmlns='" + namespace + "' node='urn:example:none'/>");
            MepScene.assertError(answer, "cancel", "item-not-found");
        }
        // The owner's client is asked, and has no such node either
        final Stanza relayed = bob.query("get", occupant(room, OWNER),
            "<query xmlns='" + INFO + "' node='urn:example:none'/>");
        assertThat(relayed.isError()).isTrue();
        scene.owner().await(stanza -> stanza.isIq() && stanza.has(INFO, "query")
            && stanza.xml().contains("urn:example:none"), MepScene.PATIENCE);
    }

    private static Stanza info(final TestClient client, final String to) {
        return succeed(client, "get", to, "<query xmlns='" + INFO + "'/>");
    }

    private static Stanza info(final TestClient client, final String to, final String node) {
        return succeed(client, "get", to, "<query xmlns='" + INFO + "' node='" + node + "'/>");
    }

    private static Stanza items(final TestClient client, final String to, final String node) {
        return succeed(client, "get", to, "<query xmlns='" + ITEMS + "'"
            + (node.isEmpty() ? "" : " node='" + node + "'") + "/>");
    }

    private static List<String> identities(final Stanza info) {
        return info.descendants(INFO, "identity").stream()
            .map(identity -> identity.getAttribute("category") + "/" + identity.getAttribute("type"))
            .collect(Collectors.toList());
    }

    private static List<String> features(final Stanza info) {
        return info.descendants(INFO, "feature").stream().map(feature -> feature.getAttribute("var"))
            .collect(Collectors.toList());
    }

    private static List<String> items(final Stanza answer) {
        return answer.descendants(ITEMS, "item").stream().map(item -> item.getAttribute("jid") + " "
            + item.getAttribute("node") + " " + item.getAttribute("name")).collect(Collectors.toList());
    }

    private static List<String> concat(final List<String> some, final String... others) {
        final List<String> all = new java.util.ArrayList<>(some);
        all.addAll(List.of(others));
        return all;
    }

    private static String field(final Stanza stanza, final String name) {
        return stanza.descendants(MepScene.DATA, "field").stream()
            .filter(field -> name.equals(field.getAttribute("var")))
            .map(Element::getTextContent).findFirst().orElseThrow();
    }
}
