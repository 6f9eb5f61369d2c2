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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rocks.xmpp.addr.Jid;
import rocks.xmpp.core.XmppException;
import rocks.xmpp.core.net.ChannelEncryption;
import rocks.xmpp.core.net.client.SocketConnectionConfiguration;
import rocks.xmpp.core.session.XmppClient;
import rocks.xmpp.core.session.XmppSessionConfiguration;
import rocks.xmpp.core.stanza.model.Message;
import rocks.xmpp.extensions.data.model.DataForm;
import rocks.xmpp.extensions.muc.MultiUserChatManager;
import rocks.xmpp.extensions.pubsub.PubSubManager;
import rocks.xmpp.extensions.pubsub.PubSubNode;
import rocks.xmpp.extensions.pubsub.PubSubService;
import rocks.xmpp.extensions.pubsub.model.Item;
import rocks.xmpp.extensions.pubsub.model.event.Event;
import rocks.xmpp.extensions.tune.model.Tune;

/**
 * A client library that shares no code with the tests' own: Babbler, with its own idea of publish-subscribe, of service
 * discovery and of entity capabilities. It takes a room and its occupants for the pubsub services that they are.
 *
 * @see <a href="https://sco0ter.bitbucket.io/babbler/">Babbler</a>
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#approach-service">XEP-0316 §4.1</a>
 */
class MepOtherClientIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String TUNE = Tune.NAMESPACE;
    private static final long PATIENCE_SECONDS = MepScene.PATIENCE.toSeconds();

    private final MepScene scene = new MepScene(openfire);
    private final List<XmppClient> sessions = new ArrayList<>();

    @AfterEach
    void logOut() throws XmppException {
        for (final XmppClient session : sessions) {
            session.close();
        }
    }

    /** "Every room JID and occupant JID a pubsub service": one to publish to, to subscribe to and to hear of. */
    @Test
    void m3_m4_m8_anotherLibraryPublishesSubscribesAndIsTold() throws Exception {
        // Given two occupants whose client is Babbler; one is interested in tunes by what it announces
        final String room = scene.room();
        final TestClient smack = scene.enter(room, "Smack", TUNE);
        final XmppClient alice = login();
        final XmppClient bob = login();
        bob.enableFeature(TUNE + "+notify");
        final BlockingQueue<Message> toAlice = record(alice);
        final BlockingQueue<Message> toBob = record(bob);
        enter(alice, room, "Alice");
        enter(bob, room, "Bob");

        // When one publishes at its occupant JID, then the interested are told by the occupant
        final PubSubNode own = service(alice, occupant(room, "Alice")).node(TUNE);
        final String id = own.publish(new Tune("Babbler", "Babbling")).getResult(PATIENCE_SECONDS,
            TimeUnit.SECONDS);
        assertThat(awaitEvent(smack, occupant(room, "Alice"), TUNE, id).xml()).contains("Babbling");
        final Message event = take(toBob);
        assertThat(event.getFrom().toString()).isEqualTo(occupant(room, "Alice"));
        assertThat(event.getType()).isEqualTo(Message.Type.HEADLINE);
        final Event told = event.getExtension(Event.class);
        assertThat(told.getNode()).isEqualTo(TUNE);
        assertThat(told.getItems().get(0).getId()).isEqualTo(id);
        assertThat(((Tune) told.getItems().get(0).getPayload()).getTitle()).isEqualTo("Babbling");

        // When the other subscribes explicitly
        publish(smack, occupant(room, "Smack"), TUNE, "s", "<tune xmlns='" + TUNE + "'><artist>Smack</artist>"
            + "<title>Smacking</title></tune>");
        assertThat(((Tune) take(toBob).getExtension(Event.class).getItems().get(0).getPayload()).getTitle())
            .isEqualTo("Smacking");
        final PubSubNode others = service(alice, occupant(room, "Smack")).node(TUNE);
        others.subscribe().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(take(toAlice).getExtension(Event.class).getItems().get(0).getId()).isEqualTo("s");
        final List<Item> items = others.getItems().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(items.stream().map(Item::getId)).containsExactly("s");
        assertThat(((Tune) items.get(0).getPayload()).getArtist()).isEqualTo("Smack");

        // And takes back what it published
        own.deleteItem(id, true).getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(own.getItems().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
        assertThat(MepScene.itemIds(smack, occupant(room, "Alice"), TUNE)).isEmpty();
    }

    /** M1, M2 and M9, as another library reads them. */
    @Test
    void m1_m2_m9_anotherLibraryUnderstandsWhatRoomsSayOfThemselves() throws Exception {
        final String room = scene.room();
        MepScene.create(scene.owner(), room, TUNE, "title", "Tunes");
        final XmppClient alice = login();
        enter(alice, room, "Alice");

        final PubSubService service = service(alice, room);

        assertThat(service.discoverNodes().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
            .map(PubSubNode::getId)).contains(TUNE);
        assertThat(service.node(TUNE).discoverNodeMetaData().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS).getNodeTitle())
            .isEqualTo("Tunes");
        final DataForm defaults = service.getDefaultNodeConfiguration().getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(defaults.findValue("pubsub#access_model")).isEqualTo("presence");
        assertThat(defaults.findValueAsInteger("pubsub#max_items")).isEqualTo(20);
    }

    private XmppClient login() throws XmppException {
        final String user = openfire.newUser("babbler");
        final XmppClient session = XmppClient.create(openfire.server().domain(),
            XmppSessionConfiguration.builder().cacheDirectory(null).closeOnShutdown(false).build(),
            SocketConnectionConfiguration.builder().hostname("127.0.0.1").port(openfire.server().clientPort())
                .channelEncryption(ChannelEncryption.DISABLED).build());
        session.connect();
        session.login(user, user, "babbler");
        sessions.add(session);
        return session;
    }

    private static void enter(final XmppClient session, final String room, final String nick) throws Exception {
        session.getManager(MultiUserChatManager.class).createChatRoom(Jid.of(room)).enter(nick)
            .getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // Until the server has asked what the client is capable of, which is answered before this
        session.getManager(PubSubManager.class).createPubSubService(Jid.of(room)).discoverNodes()
            .getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static PubSubService service(final XmppClient session, final String address) {
        return session.getManager(PubSubManager.class).createPubSubService(Jid.of(address));
    }

    private static BlockingQueue<Message> record(final XmppClient session) {
        final BlockingQueue<Message> events = new LinkedBlockingQueue<>();
        session.addInboundMessageListener(inbound -> {
            if (inbound.getMessage().hasExtension(Event.class)) {
                events.add(inbound.getMessage());
            }
        });
        return events;
    }

    private static Message take(final BlockingQueue<Message> events) throws InterruptedException {
        final Message event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }
}
