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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The first steps that readme.html describes, and what else it has to copy, with the stanzas that are printed there.
 * Those in Converse.js are in {@link ConverseStepsIT} and {@link ConverseBrowserIT}.
 */
class FirstStepsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String CHATTING = "urn:xmpp:chatting:0";
    private static final String ACTIVITY = "http://jabber.org/protocol/activity";

    private final RaiScene scene = new RaiScene(openfire);
    private String room;

    @BeforeEach
    void makeRoom() {
        room = scene.room(RoomConfig.open().name("Lounge"));
    }

    /** A stanza as an administrator copies it, with the addresses of this server. */
    private String printed(final String id, final String user) throws IOException {
        final Matcher text = Pattern.compile("<pre id=\"" + id + "\">(.*?)</pre>", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("readme.html")));
        assertThat(text.find()).as("readme.html has %s", id).isTrue();
        return text.group(1).replace("&lt;", "<").replace("&gt;", ">")
            .replace("lounge@conference.example.org", room)
            .replace("romeo@example.org", user);
    }

    private String printed(final String id, final TestClient client) throws IOException {
        return printed(id, client.bareJid()).replace("juliet@example.org/balcony", client.jid());
    }

    private static Stanza answer(final TestClient client, final String xml) {
        final Matcher id = Pattern.compile(" id='([^']*)'").matcher(xml);
        assertThat(id.find()).as(xml).isTrue();
        client.send(xml);
        final Stanza answer = client.await(stanza -> stanza.isIq() && id.group(1).equals(stanza.id())
            && !"set".equals(stanza.type()) && !"get".equals(stanza.type()), MepScene.PATIENCE);
        assertThat(answer.type()).as(answer.xml()).isEqualTo("result");
        return answer;
    }

    @Test
    void eventing_publishedActivityIsFoundAndSubscribersAreTold() throws IOException {
        final TestClient romeo = openfire.login("romeo");
        final TestClient juliet = openfire.login("juliet");
        romeo.joinRoom(room, "Romeo");
        juliet.joinRoom(room, "Juliet");

        answer(romeo, printed("first-publish", romeo.bareJid()));
        final Stanza found = answer(juliet, printed("first-items", romeo.bareJid()));

        assertThat(found.descendants(ACTIVITY, "text")).hasSize(1);
        assertThat(found.descendants(ACTIVITY, "text").get(0).getTextContent()).isEqualTo("Climbing a balcony");
    }

    @Test
    void eventing_whoSubscribesIsToldOfWhatIsPublishedFromThenOn() throws IOException {
        final TestClient romeo = openfire.login("romeo");
        final TestClient juliet = openfire.login("juliet");
        romeo.joinRoom(room, "Romeo");
        juliet.joinRoom(room, "Juliet");
        answer(romeo, printed("first-publish", romeo));
        answer(juliet, printed("subscribe", juliet));
        juliet.sync();
        juliet.clear();

        answer(romeo, printed("first-publish", romeo).replace("publish1", "publish2"));

        MepScene.awaitEvent(juliet, room + "/Romeo", ACTIVITY);
    }

    /** It is deleted on the page of the room, which shows no publishers. */
    @Test
    void eventing_whatAUserPublishedForARoomIsFoundInTheDatabase() throws IOException {
        final TestClient owner = scene.owner();

        answer(owner, printed("pin", owner));

        final String sql = printed("published-by", owner).strip().replaceFirst(";$", "");
        Awaitility.await().atMost(RaiScene.PATIENCE).untilAsserted(() ->
            assertThat(openfire.control().query(sql)).anySatisfy(row ->
                assertThat(row).contains(room, "urn:xmpp:pins:0", "m42")));
    }

    @Test
    void indicators_markerSaysThatTheNewestMessageWasRead() throws IOException {
        final String user = openfire.newUser("romeo");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient laptop = openfire.login(user, "laptop");
        room = scene.roomWithMember(phone);
        scene.join(laptop, room);
        final Stanza newest = scene.owner().say(room, "But soft!");
        assertThat(scene.list(phone)).containsExactly(room);

        laptop.send(printed("displayed-marker", laptop)
            .replace("28482-98726-73623", RaiElsewhereIT.markable(newest, room)));
        laptop.sync();

        assertThat(scene.list(phone)).isEmpty();
    }

    @Test
    void indicators_itemSaysThatTheNewestMessageWasRead() throws IOException {
        final TestClient phone = openfire.login("romeo");
        room = scene.roomWithMember(phone);
        final String newest = RaiElsewhereIT.assignedId(scene.owner().say(room, "But soft!"), room);
        assertThat(scene.list(phone)).containsExactly(room);

        answer(phone, printed("displayed-item", phone).replace("28482-98726-73623", newest));
        phone.sync();

        assertThat(scene.list(phone)).isEmpty();
    }

    @Test
    void chatting_whatIsPublishedCanBeLookedUp() throws IOException {
        final TestClient romeo = openfire.login("romeo");
        romeo.joinRoom(room, "Romeo");

        ChattingParty.consent(romeo);

        ChattingParty.awaitItems(romeo, romeo.bareJid(), room);
        assertThat(answer(romeo, printed("first-rooms", romeo.bareJid())).descendants(CHATTING, "uri")).hasSize(1);
    }
}
