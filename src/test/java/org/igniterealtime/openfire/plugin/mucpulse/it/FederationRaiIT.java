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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.REQUEST;

import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsProsody;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Room Activity Indicators for users of another server, which is a real one. Where nothing is to come, something that
 * has to come takes the same way after it.
 */
@NeedsProsody
class FederationRaiIT {

    @RegisterExtension
    static final Federation federation = Federation.withProsody();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final RaiScene scene = new RaiScene(openfire);

    @Test
    void r1_remoteMemberIsToldInAListAndThenOfEachMessage() {
        final TestClient romeo = federation.login("romeo");
        final String before = scene.roomWithMember(romeo);
        final String after = scene.roomWithMember(romeo);
        scene.say(before);

        assertThat(scene.list(romeo)).containsExactly(before);

        scene.say(after);
        final Stanza notification = romeo.await(stanza -> RaiScene.tellsOf(stanza, after), PATIENCE);
        assertThat(notification.from()).isEqualTo(scene.service());
        assertThat(notification.to()).isEqualTo(romeo.jid());
        assertThat(notification.has(RaiScene.HINTS, "no-store")).isTrue();
    }

    @Test
    void r3_unavailablePresenceEndsARemoteSubscription() {
        final TestClient romeo = federation.login("romeo");
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(romeo);
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.list(romeo);
        scene.list(bob);

        scene.with("subscriptions.domain", "1", () -> {
            romeo.send("<presence type='unavailable' to='" + scene.service() + "'/>");
            // The one place is free again.
            scene.list(federation.login("juliet"));
        });
        scene.say(room);
        scene.awaitTold(bob, room);
        romeo.sync();
        romeo.assertNone(stanza -> RaiScene.tellsOf(stanza, room));
    }

    @Test
    void r3_goingOfflineEndsARemoteSubscription() {
        final TestClient romeo = federation.login("romeo");
        scene.list(romeo);

        scene.with("subscriptions.domain", "1", () -> {
            romeo.disconnect();
            scene.list(federation.login("juliet"));
        });
    }

    @Test
    void r6_remoteSessionInTheRoomIsNotToldOfItButAnotherOfTheUserIs() {
        final TestClient romeo = federation.login("romeo-2r", Federation.PROSODY, "orchard");
        final TestClient elsewhere = federation.login("romeo-2r", Federation.PROSODY, "street");
        final String room = scene.roomWithMember(romeo);
        scene.list(romeo);
        scene.list(elsewhere);
        scene.join(romeo, room);
        scene.told(elsewhere);
        romeo.clear();

        scene.say(room);

        assertThat(scene.told(elsewhere)).containsExactly(room);
        assertThat(scene.told(romeo)).isEmpty();
    }

    @Test
    void r9_remoteMemberWhoIsBannedIsToldNothingMore() {
        final TestClient romeo = federation.login("romeo");
        final String room = scene.roomWithMember(romeo, RoomConfig.open().membersOnly());
        scene.list(romeo);

        Rooms.ban(scene.owner(), room, romeo.bareJid());
        scene.say(room);

        assertThat(scene.told(romeo)).isEmpty();
    }

    @Test
    void r11_switchingRemoteUsersOffEndsTheirSubscriptionsAndRefusesThem() {
        final TestClient romeo = federation.login("romeo");
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(romeo);
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.list(romeo);
        scene.list(bob);

        scene.with("remote", "false", () -> {
            scene.say(room);
            scene.awaitTold(bob, room);
            romeo.send("<presence id='again' to='" + scene.service() + "'>" + REQUEST + "</presence>");
            final Stanza refusal = romeo.await(Stanza::isError, PATIENCE);
            assertThat(refusal.isPresence()).isTrue();
            assertThat(refusal.from()).isEqualTo(scene.service());
            assertThat(refusal.id()).isEqualTo("again");
            assertThat(refusal.errorType()).contains("auth");
            assertThat(refusal.errorCondition()).contains("forbidden");
        });
        // Nor is the old one back with the setting.
        final String other = scene.roomWithMember(romeo);
        Rooms.affiliate(scene.owner(), other, bob.bareJid(), "member");
        scene.say(other);
        scene.awaitTold(bob, other);
        romeo.sync();
        romeo.assertNone(RaiScene::isNotification);
        assertThat(scene.list(romeo)).contains(room, other);
    }
}
