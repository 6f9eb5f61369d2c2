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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.EVENT;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.NODE_CONFIG;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBLISH_OPTIONS;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB_OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.configure;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.create;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.form;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.pubsub.Affiliation;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.ItemPublishEvent;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.Subscription;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxmpp.jid.impl.JidCreate;
import org.w3c.dom.Element;

/**
 * The use cases of publish-subscribe that M8 lists, as clients see them; what they refuse is in {@link MepErrorsIT}.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html">XEP-0060</a>
 */
class MepUseCasesIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);

    /** "Every room JID … a pubsub service": one that Smack's own manager of such services gets on with. */
    @Test
    void m8_smackTakesARoomForAPubsubService() throws Exception {
        final String room = scene.room();
        final TestClient client = scene.enter(room, "Client");
        final PubSubManager owners = PubSubManager.getInstanceFor(scene.owner().connection(), JidCreate.bareFrom(room));
        final PubSubManager clients = PubSubManager.getInstanceFor(client.connection(), JidCreate.bareFrom(room));
        assertThat(owners.supportsAutomaticNodeCreation()).isTrue();
        assertThat(owners.getSupportedFeatures().hasIdentity("pubsub", "mep")).isTrue();

        // Create and configure
        final FillableConfigureForm configuration = owners.getDefaultConfiguration().getFillableForm();
        configuration.setTitle("Smack's own");
        configuration.setMaxItems(2);
        final LeafNode node = (LeafNode) owners.createNode("urn:example:smack", configuration);
        assertThat(title(node)).isEqualTo("Smack's own");
        assertThat(node.getNodeConfiguration().getMaxItems()).isEqualTo(2);
        final FillableConfigureForm change = node.getNodeConfiguration().getFillableForm();
        change.setTitle("Another");
        node.sendConfigurationForm(change);
        assertThat(title(node)).isEqualTo("Another");

        // Discover and subscribe
        assertThat(clients.discoverNodes(null).getItems().stream().map(item -> item.getNode()))
            .contains("urn:example:smack");
        final LeafNode seen = clients.getLeafNode("urn:example:smack");
        final BlockingQueue<ItemPublishEvent<PayloadItem<StandardExtensionElement>>> events =
            new LinkedBlockingQueue<>();
        seen.addItemEventListener(event -> {
            @SuppressWarnings("unchecked")
            final ItemPublishEvent<PayloadItem<StandardExtensionElement>> typed =
                (ItemPublishEvent<PayloadItem<StandardExtensionElement>>) (ItemPublishEvent<?>) event;
            events.add(typed);
        });
        final Subscription subscription = seen.subscribe(JidCreate.from(client.jid()));
        assertThat(subscription.getState()).isEqualTo(Subscription.State.subscribed);
        assertThat(clients.getSubscriptions()).hasSize(1);
        assertThat(seen.getSubscriptions()).hasSize(1);
        assertThat(owners.getAffiliations().stream().map(Affiliation::getNode)).containsExactly("urn:example:smack");
        assertThat(node.getSubscriptionsAsOwner()).hasSize(1);

        // Publish, be told, retrieve
        node.publish(new PayloadItem<>("1", StandardExtensionElement.builder("hello", "urn:example:smack").build()));
        node.publish(new PayloadItem<>("2", StandardExtensionElement.builder("hello", "urn:example:smack").build()));
        final ItemPublishEvent<PayloadItem<StandardExtensionElement>> event =
            events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(event.getNodeId()).isEqualTo("urn:example:smack");
        assertThat(event.getItems().get(0).getId()).isEqualTo("1");
        assertThat(seen.<Item>getItems().stream().map(Item::getId)).containsExactly("1", "2");
        assertThat(seen.<Item>getItems(1).stream().map(Item::getId)).containsExactly("2");
        assertThat(seen.<Item>getItems(List.of("1")).stream().map(Item::getId)).containsExactly("1");
        assertThat(seen.discoverItems().getItems().stream().map(item -> item.getName())).containsExactly("1", "2");

        // Take back
        node.deleteItem("1");
        assertThat(seen.<Item>getItems().stream().map(Item::getId)).containsExactly("2");
        node.deleteAllItems();
        assertThat(seen.<Item>getItems()).isEmpty();
        seen.unsubscribe(client.jid());
        assertThat(clients.getSubscriptions()).isEmpty();
        assertThat(owners.deleteNode("urn:example:smack")).isTrue();
        assertThat(clients.discoverNodes(null).getItems().stream().map(item -> item.getNode()))
            .doesNotContain("urn:example:smack");
    }

    /** Smack's own method looks for the title under another name. */
    private static String title(final LeafNode node) throws Exception {
        return node.getNodeConfiguration().getField("pubsub#title").getFirstValue();
    }

    /** XEP-0060 §8.1.2, "Create a Node With Default Configuration", and §8.1.2 instant nodes. */
    @Test
    void m8_nodesAreCreatedNamedOrInstant() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final String own = occupant(room, "Bob");

        create(bob, own, ACTIVITY);
        assertThat(itemIds(bob, own, ACTIVITY)).isEmpty();
        final Stanza instant = succeed(bob, "set", own, pubsub("<create/>"));
        final String name = instant.descendants(PUBSUB, "create").get(0).getAttribute("node");
        assertThat(name).isNotEmpty();
        assertThat(itemIds(bob, own, name)).isEmpty();
        create(scene.owner(), room, ACTIVITY);
        assertThat(itemIds(bob, room, ACTIVITY)).isEmpty();
    }

    /** XEP-0060 §8.1.3: "Create and Configure a Node". */
    @Test
    void m8_nodesAreCreatedAndConfiguredAtOnce() {
        final String room = scene.room();

        create(scene.owner(), room, ACTIVITY, "title", "What goes on", "max_items", "3", "access_model", "presence");

        assertThat(configuration(scene.owner(), room, ACTIVITY, "title")).isEqualTo("What goes on");
        assertThat(configuration(scene.owner(), room, ACTIVITY, "max_items")).isEqualTo("3");
    }

    /** XEP-0060 §8.4.2: "The service MUST also send notifications of node deletion to all subscribers." */
    @Test
    void m8_whoeverIsInterestedIsToldThatANodeIsDeleted() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final TestClient carol = scene.enter(room, "Carol");
        final TestClient dave = scene.enter(room, "Dave");
        final String own = occupant(room, "Bob");
        publish(bob, own, ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, own, ACTIVITY, "1");
        subscribe(carol, own, ACTIVITY);
        awaitEvent(carol, own, ACTIVITY, "1");

        assertThat(succeed(bob, "set", own, owned("<delete node='" + ACTIVITY + "'/>")).children()).isEmpty();

        for (final TestClient interested : List.of(bob, carol)) {
            awaitEvent(interested, own, ACTIVITY).assertSimilarTo("<message type='headline' from='" + own + "' to='"
                + interested.jid() + "'><event xmlns='" + EVENT + "'><delete node='" + ACTIVITY + "'/></event>"
                + "</message>");
        }
        assertThat(scene.told(dave, room)).isEmpty();
        assertError(bob.query("get", own, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel", "item-not-found");
        // A node of the same name is another node: the subscription is gone with the old one
        publish(bob, own, ACTIVITY, "2", activity("Again"));
        awaitEvent(bob, own, ACTIVITY, "2");
        assertThat(scene.told(carol, room)).isEmpty();
    }

    /** XEP-0060 §8.2: the form, and what an owner makes of it. */
    @Test
    void m8_ownersConfigureNodes() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final String own = occupant(room, "Bob");
        create(bob, own, ACTIVITY);

        final Stanza form = succeed(bob, "get", own, owned("<configure node='" + ACTIVITY + "'/>"));

        assertThat(form.descendants(PUBSUB_OWNER, "configure").get(0).getAttribute("node")).isEqualTo(ACTIVITY);
        assertThat(form.descendants(MepScene.DATA, "x").get(0).getAttribute("type")).isEqualTo("form");
        assertThat(form.descendants(MepScene.DATA, "field").stream().map(field -> field.getAttribute("var"))
            .collect(Collectors.toList())).contains("FORM_TYPE", "pubsub#title", "pubsub#type",
            "pubsub#deliver_payloads", "pubsub#notify_retract", "pubsub#notify_delete", "pubsub#notify_config",
            "pubsub#persist_items", "pubsub#max_items", "pubsub#send_last_published_item", "pubsub#item_expire",
            "pubsub#max_payload_size", "pubsub#access_model");
        assertThat(configuration(bob, own, ACTIVITY, "access_model")).isEqualTo("presence");
        assertThat(configuration(bob, own, ACTIVITY, "send_last_published_item")).isEqualTo("on_sub_and_presence");
        configure(bob, own, ACTIVITY, "title", "Mine", "max_items", "7");
        assertThat(configuration(bob, own, ACTIVITY, "title")).isEqualTo("Mine");
        assertThat(configuration(bob, own, ACTIVITY, "max_items")).isEqualTo("7");
    }

    /** XEP-0060 §8.2.5: "Cancel": "the entity MAY cancel the configuration process." */
    @Test
    void m8_aCancelledFormChangesNothing() {
        final String room = scene.room();
        create(scene.owner(), room, ACTIVITY, "title", "Before");

        succeed(scene.owner(), "set", room, owned("<configure node='" + ACTIVITY + "'><x xmlns='jabber:x:data'"
            + " type='cancel'/></configure>"));

        assertThat(configuration(scene.owner(), room, ACTIVITY, "title")).isEqualTo("Before");
    }

    /** XEP-0060 §8.3; M9: "Default max_items 1 on occupant nodes, 20 on room nodes." */
    @Test
    void m8_whatNewNodesGetCanBeAskedFor() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");

        for (final String[] expected : new String[][] {{room, "20"}, {occupant(room, "Bob"), "1"}}) {
            final Stanza defaults = succeed(bob, "get", expected[0], owned("<default/>"));
            assertThat(field(defaults, "FORM_TYPE")).isEqualTo(NODE_CONFIG);
            assertThat(field(defaults, "pubsub#max_items")).isEqualTo(expected[1]);
            assertThat(field(defaults, "pubsub#access_model")).isEqualTo("presence");
            assertThat(field(defaults, "pubsub#send_last_published_item")).isEqualTo("on_sub_and_presence");
            assertThat(field(defaults, "pubsub#deliver_payloads")).isIn("1", "true");
        }
    }

    /** XEP-0060 §7.1.5: "Publishing Options", as preconditions and as the configuration of a new node. */
    @Test
    void m8_publishOptionsArePreconditions() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final String own = occupant(room, "Bob");
        final String options = "<publish-options>" + form(PUBLISH_OPTIONS, "persist_items", "true", "max_items", "5",
            "access_model", "presence") + "</publish-options>";

        // A new node gets them
        succeed(bob, "set", own, pubsub(publication(ACTIVITY, "1", activity("Here")) + options));
        assertThat(configuration(bob, own, ACTIVITY, "max_items")).isEqualTo("5");
        awaitEvent(bob, own, ACTIVITY, "1");

        // A node that there is has to have them
        succeed(bob, "set", own, pubsub(publication(ACTIVITY, "2", activity("There")) + options));
        awaitEvent(bob, own, ACTIVITY, "2");
        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "3", activity("Nowhere"))
            + "<publish-options>" + form(PUBLISH_OPTIONS, "max_items", "6") + "</publish-options>")), "cancel",
            "conflict", "precondition-not-met");
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("1", "2");
        assertThat(configuration(bob, own, ACTIVITY, "max_items")).isEqualTo("5");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** XEP-0060 §7.2.2.1: "Delete and Notify". */
    @Test
    void m8_itemsAreRetracted() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final TestClient carol = scene.enter(room, "Carol", MOOD);
        final String own = occupant(room, "Bob");
        publish(bob, own, ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, own, ACTIVITY, "1");

        assertThat(succeed(bob, "set", own,
            pubsub("<retract node='" + ACTIVITY + "'><item id='1'/></retract>")).children()).isEmpty();

        awaitEvent(bob, own, ACTIVITY).assertSimilarTo("<message type='headline' from='" + own + "' to='" + bob.jid()
            + "'><event xmlns='" + EVENT + "'><items node='" + ACTIVITY + "'><retract id='1'/></items></event>"
            + "</message>");
        assertThat(itemIds(bob, own, ACTIVITY)).isEmpty();
        assertThat(scene.told(carol, room)).isEmpty();
    }

    /** XEP-0060 §8.5.2: "Purge All Node Items". */
    @Test
    void m8_nodesArePurged() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), room, ACTIVITY, "2", activity("There"));
        awaitEvent(bob, room, ACTIVITY, "1");
        awaitEvent(bob, room, ACTIVITY, "2");

        assertThat(succeed(scene.owner(), "set", room, owned("<purge node='" + ACTIVITY + "'/>")).children()).isEmpty();

        awaitEvent(bob, room, ACTIVITY).assertSimilarTo("<message type='headline' from='" + room + "' to='" + bob.jid()
            + "'><event xmlns='" + EVENT + "'><purge node='" + ACTIVITY + "'/></event></message>");
        assertThat(itemIds(bob, room, ACTIVITY)).isEmpty();
        publish(scene.owner(), room, ACTIVITY, "3", activity("Again"));
        awaitEvent(bob, room, ACTIVITY, "3");
    }

    /** XEP-0060 §6.1.2: the success case, under any JID that is the subscriber's own. */
    @Test
    void m8_occupantsSubscribeAndUnsubscribe() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        create(scene.owner(), room, ACTIVITY);

        for (final String own : List.of(bob.jid(), bob.bareJid(), occupant(room, "Bob"))) {
            succeed(bob, "set", room, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + own + "'/>"))
                .assertSimilarTo("<iq type='result' from='" + room + "' to='" + bob.jid() + "'><pubsub xmlns='" + PUBSUB
                    + "'><subscription node='" + ACTIVITY + "' jid='" + own + "' subscription='subscribed'/></pubsub>"
                    + "</iq>");
            final String id = publish(scene.owner(), room, ACTIVITY, "", activity("Here"));
            awaitEvent(bob, room, ACTIVITY, id);
            succeed(bob, "set", room, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + own + "'/>"));
            publish(scene.owner(), room, ACTIVITY, "", activity("There"));
            assertThat(scene.told(bob, room).stream().filter(event -> !MepScene.isDelayed(event))).isEmpty();
        }
    }

    /** XEP-0060 §5.6: "Retrieve Subscriptions", named as the room knows the subscriber. */
    @Test
    void m8_occupantsSeeTheirOwnSubscriptions() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final TestClient carol = scene.enter(room, "Carol");
        create(scene.owner(), room, ACTIVITY);
        create(scene.owner(), room, MOOD);
        create(scene.owner(), room, "urn:example:other");
        subscribe(bob, room, ACTIVITY);
        subscribe(bob, room, MOOD);
        subscribe(carol, room, "urn:example:other");

        final Stanza all = succeed(bob, "get", room, pubsub("<subscriptions/>"));
        assertThat(all.descendants(PUBSUB, "subscription")).extracting(one -> one.getAttribute("node"))
            .containsExactlyInAnyOrder(ACTIVITY, MOOD);
        assertThat(all.descendants(PUBSUB, "subscription")).allSatisfy(one -> {
            assertThat(one.getAttribute("jid")).isEqualTo(occupant(room, "Bob"));
            assertThat(one.getAttribute("subscription")).isEqualTo("subscribed");
        });
        assertThat(succeed(bob, "get", room, pubsub("<subscriptions node='" + MOOD + "'/>"))
            .descendants(PUBSUB, "subscription")).extracting(one -> one.getAttribute("node")).containsExactly(MOOD);
    }

    /** XEP-0060 §5.7: "Retrieve Affiliations"; "Support the owner and subscriber affiliations." */
    @Test
    void m8_occupantsSeeTheirOwnAffiliations() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        create(scene.owner(), room, ACTIVITY);
        create(scene.owner(), room, MOOD);
        create(bob, occupant(room, "Bob"), ACTIVITY);
        subscribe(bob, room, ACTIVITY);

        assertThat(affiliations(bob, room)).containsExactly(ACTIVITY + " subscriber");
        assertThat(affiliations(bob, occupant(room, "Bob"))).containsExactly(ACTIVITY + " owner");
        assertThat(affiliations(scene.owner(), room)).containsExactlyInAnyOrder(ACTIVITY + " owner", MOOD + " owner");
    }

    private static List<String> affiliations(final TestClient client, final String to) {
        return succeed(client, "get", to, pubsub("<affiliations/>")).descendants(PUBSUB, "affiliation").stream()
            .map(one -> one.getAttribute("node") + " " + one.getAttribute("affiliation")).collect(Collectors.toList());
    }

    /** XEP-0060 §8.8.1 and §8.9.1: the owner's view. */
    @Test
    void m8_ownersSeeSubscribersAndAffiliations() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final TestClient carol = scene.enter(room, "Carol");
        create(bob, occupant(room, "Bob"), ACTIVITY);
        subscribe(carol, occupant(room, "Bob"), ACTIVITY);
        subscribe(scene.owner(), occupant(room, "Bob"), ACTIVITY);

        succeed(bob, "get", occupant(room, "Bob"), owned("<subscriptions node='" + ACTIVITY + "'/>"))
            .assertSimilarTo("<iq type='result' from='" + room + "/Bob' to='" + bob.jid() + "'><pubsub xmlns='"
                + PUBSUB_OWNER + "'><subscriptions node='" + ACTIVITY + "'>"
                + "<subscription jid='" + occupant(room, "Carol") + "' subscription='subscribed'/>"
                + "<subscription jid='" + occupant(room, OWNER) + "' subscription='subscribed'/>"
                + "</subscriptions></pubsub></iq>");
        final List<String> affiliations = succeed(bob, "get", occupant(room, "Bob"),
            owned("<affiliations node='" + ACTIVITY + "'/>")).descendants(PUBSUB_OWNER, "affiliation").stream()
            .map(one -> one.getAttribute("jid") + " " + one.getAttribute("affiliation")).collect(Collectors.toList());
        assertThat(affiliations).contains(occupant(room, "Bob") + " owner");
    }

    /** XEP-0060 §6.5: all, some by their ids, the most recent, and pages. */
    @Test
    void m8_itemsAreRetrieved() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        for (int i = 1; i <= 5; i++) {
            publish(scene.owner(), room, ACTIVITY, "i" + i, activity("Number " + i));
        }

        final Stanza all = succeed(bob, "get", room, pubsub("<items node='" + ACTIVITY + "'/>"));
        assertThat(itemIds(all)).containsExactly("i1", "i2", "i3", "i4", "i5");
        assertThat(all.descendants(ACTIVITY, "text")).extracting(Element::getTextContent)
            .containsExactly("Number 1", "Number 2", "Number 3", "Number 4", "Number 5");
        assertThat(itemIds(succeed(bob, "get", room, pubsub("<items node='" + ACTIVITY + "' max_items='2'/>"))))
            .containsExactly("i4", "i5");
        assertThat(itemIds(succeed(bob, "get", room, pubsub("<items node='" + ACTIVITY + "' max_items='9'/>"))))
            .hasSize(5);
        assertThat(itemIds(succeed(bob, "get", room, pubsub("<items node='" + ACTIVITY
            + "'><item id='i2'/><item id='i4'/><item id='none'/></items>")))).containsExactly("i2", "i4");
    }

    /** XEP-0060 §6.5.4, "Returning Some Items", by XEP-0059: "A page after another, and the last one." */
    @Test
    void m8_itemsAreRetrievedInPages() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        for (int i = 1; i <= 5; i++) {
            publish(scene.owner(), room, ACTIVITY, "i" + i, activity("Number " + i));
        }

        assertPage(bob, room, "<max>2</max>", "0", "i1", "i2");
        assertPage(bob, room, "<max>2</max><after>i2</after>", "2", "i3", "i4");
        assertPage(bob, room, "<max>2</max><after>i4</after>", "4", "i5");
        assertPage(bob, room, "<max>2</max><before/>", "3", "i4", "i5");
        assertPage(bob, room, "<max>2</max><before>i4</before>", "1", "i2", "i3");
        final Stanza count = succeed(bob, "get", room, paged("<max>0</max>"));
        assertThat(itemIds(count)).isEmpty();
        assertThat(count.descendants(MepScene.RSM, "count").get(0).getTextContent()).isEqualTo("5");
        assertError(bob.query("get", room, paged("<max>2</max><after>none</after>")), "cancel", "item-not-found");
    }

    private static String paged(final String request) {
        return pubsub("<items node='" + ACTIVITY + "'/><set xmlns='" + MepScene.RSM + "'>" + request + "</set>");
    }

    private static void assertPage(final TestClient client, final String room, final String request,
                                   final String index, final String... ids) {
        final Stanza page = succeed(client, "get", room, paged(request));
        assertThat(itemIds(page)).as(request).containsExactly(ids);
        final Element first = page.descendants(MepScene.RSM, "first").get(0);
        assertThat(first.getTextContent()).isEqualTo(ids[0]);
        assertThat(first.getAttribute("index")).isEqualTo(index);
        assertThat(page.descendants(MepScene.RSM, "last").get(0).getTextContent()).isEqualTo(ids[ids.length - 1]);
        assertThat(page.descendants(MepScene.RSM, "count").get(0).getTextContent()).isEqualTo("5");
    }

    private static String configuration(final TestClient client, final String to, final String node,
                                        final String name) {
        return field(succeed(client, "get", to, owned("<configure node='" + node + "'/>")), "pubsub#" + name);
    }

    private static String field(final Stanza stanza, final String name) {
        return stanza.descendants(MepScene.DATA, "field").stream()
            .filter(field -> name.equals(field.getAttribute("var")))
            .flatMap(field -> Stanza.children(field).stream())
            .filter(child -> "value".equals(child.getLocalName()))
            .map(Element::getTextContent).findFirst().orElseThrow();
    }
}
