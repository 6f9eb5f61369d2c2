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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is told to a phone whose connection is lost and whose stream is resumed, or not, and what it is told of mentions
 * meanwhile: nothing is lost, and nothing comes twice (R3, R8, R10, N3).
 *
 * @see <a href="https://xmpp.org/extensions/xep-0198.html">XEP-0198: Stream Management</a>
 */
class ResumptionIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    private TestClient phone(final String user) {
        final TestClient phone = TestClient.resumable(openfire.server(), user, "phone");
        assumeTrue(phone.isResumable(), "This server resumes no streams");
        return phone;
    }

    private void mention(final String room, final TestClient whom) {
        scene.send(room, "<body>Hear, hear</body>" + MentionScene.reference("xmpp:" + whom.bareJid()));
    }

    @Test
    void r8_resumedStreamGetsWhatHappenedInTheGapOnce() {
        final TestClient phone = phone(openfire.newUser("bob"));
        final List<String> rooms = IntStream.range(0, 4).mapToObj(i -> scene.roomWithMember(phone)).toList();
        scene.list(phone);
        scene.say(rooms.get(0));
        scene.awaitTold(phone, rooms.get(0));
        assertThat(scene.told(phone)).containsExactly(rooms.get(0));

        phone.cut();
        for (int i = 0; i < 3; i++) {
            rooms.forEach(scene::say);
        }
        mention(rooms.get(3), phone);
        assertThat(phone.resume()).isTrue();

        rooms.subList(1, 4).forEach(room -> scene.awaitTold(phone, room));
        phone.await(MentionScene::isNotification, RaiScene.PATIENCE);
        assertThat(phone.untaken(MentionScene::isNotification)).isEmpty();
        assertThat(scene.told(phone)).as("once, and not again of what it was told of before")
            .containsExactlyInAnyOrderElementsOf(rooms.subList(1, 4));

        // It is still subscribed, and still told once.
        rooms.forEach(scene::say);
        assertThat(scene.told(phone)).isEmpty();
        scene.visit(phone, rooms.get(1));
        scene.say(rooms.get(1));
        assertThat(scene.told(phone)).containsExactly(rooms.get(1));
        phone.close();
    }

    /**
     * Lost and resumed again and again, while something is said all the time. Openfire 4.2 sends some stanzas once more
     * with each resumption.
     */
    @Test
    void r8_manyGapsLoseNothingAndRepeatNothing() {
        final TestClient phone = phone(openfire.newUser("bob"));
        final List<String> rooms = IntStream.range(0, 10).mapToObj(i -> scene.roomWithMember(phone)).toList();
        scene.list(phone);
        for (int i = 0; i < rooms.size(); i++) {
            scene.say(rooms.get(i));
            if (i % 2 == 0) {
                phone.cut();
                scene.say(rooms.get(i));
            } else {
                assertThat(phone.resume()).isTrue();
            }
        }

        rooms.forEach(room -> scene.awaitTold(phone, room));
        // What the server itself sends once more has the same id.
        final Map<String, List<String>> stanzas = phone.stanzas(RaiScene::isNotification).stream()
            .collect(Collectors.toMap(Stanza::id, RaiScene::roomsOf, (one, again) -> one));
        assertThat(stanzas.values().stream().flatMap(List::stream).filter(rooms::contains))
            .containsExactlyInAnyOrderElementsOf(rooms);
        if (!openfire.server().isEmbedded()) {
            assertThat(scene.told(phone)).containsExactlyInAnyOrderElementsOf(rooms);
        }
        phone.close();
    }

    /** R3: "the session's end ends the subscription"; a new session of the same address is another one. */
    @Test
    void r3_streamThatIsNotResumedIsNoLongerSubscribed() {
        final String user = openfire.newUser("bob");
        final TestClient lost = phone(user);
        final String room = scene.roomWithMember(lost);
        scene.list(lost);
        scene.say(room);
        scene.awaitTold(lost, room);

        lost.cut();
        final String second = scene.roomWithMember(lost);
        scene.say(second);
        final TestClient again = openfire.login(user, "phone");
        again.sync();
        again.clear();
        final String third = scene.roomWithMember(again);
        scene.say(third);
        again.sync();
        mention(third, again);
        again.await(MentionScene::isNotification, RaiScene.PATIENCE);
        assertThat(again.untaken(RaiScene::isNotification)).as("it did not subscribe").isEmpty();

        assertThat(scene.list(again)).containsExactlyInAnyOrder(room, second, third);
        assertThat(scene.told(again)).isEmpty();
    }
}
