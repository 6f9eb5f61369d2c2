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

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The plugin comes and goes in a running server: "Loading, unloading and loading again leaves nothing behind: no
 * listener, handler, disco feature, thread, or class loader."
 */
class PluginLifecycleIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final Duration COLLECTION = Duration.ofSeconds(60);

    private final RaiScene scene = new RaiScene(openfire);

    @AfterEach
    void pluginIsLoaded() {
        if (!openfire.control().isPluginLoaded(ServerControl.PLUGIN)) {
            openfire.control().loadPlugin();
        }
    }

    /** Openfire calls a plugin loaded when it begins to initialize it: it is ready when it announces its feature. */
    private void load(final TestClient client) {
        openfire.control().loadPlugin();
        RaiInterestIT.awaitAnnounced(client, scene.service());
    }

    private void reload(final TestClient client) {
        openfire.control().unloadPlugin();
        load(client);
    }

    @Test
    void unloadedPluginLeavesNothingBehind() {
        // Given a plugin that has been at work
        final ServerControl control = openfire.control();
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        final String visited = scene.roomVisitedBy(bob);
        scene.setting("coalescing", "10").close();
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(control.pluginRegistrations()).isNotEmpty();
        assertThat(ourThreads()).isNotEmpty();
        final String loader = control.watchLoader(ServerControl.PLUGIN);
        assertThat(control.isLoaderCollected(loader)).isFalse();

        // When it is unloaded
        control.unloadPlugin();

        // Then nothing is left of it
        assertThat(control.pluginRegistrations()).isEmpty();
        assertThat(ourThreads()).isEmpty();
        assertThat(RaiSubscriptionIT.features(bob, scene.service())).contains("http://jabber.org/protocol/muc")
                .doesNotContain(RaiScene.RAI);
        bob.clear();
        scene.subscribe(bob);
        scene.say(visited);
        bob.sync();
        bob.assertNone(stanza -> stanza.from().equals(scene.service()) && !stanza.isIq());

        // When it is loaded again
        load(bob);

        // Then it works as before, and remembers
        scene.visit(bob, room);
        scene.visit(bob, visited);
        assertThat(scene.list(bob)).doesNotContain(room, visited);
        scene.say(visited);
        assertThat(scene.told(bob)).containsExactly(visited);

        // And the classes of its former life are gone
        awaitCollected(loader, bob, room);
    }

    @Test
    void reloadingAgainAndAgainAddsNothing() {
        final ServerControl control = openfire.control();
        final TestClient bob = openfire.login("bob");
        scene.list(bob);
        final List<String> registrations = sorted(control.pluginRegistrations());
        final String loader = control.watchLoader(ServerControl.PLUGIN);

        reload(bob);
        reload(bob);

        Awaitility.await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sorted(control.pluginRegistrations())).isEqualTo(registrations));
        assertThat(RaiSubscriptionIT.features(bob, scene.service())).contains(RaiScene.RAI).doesNotHaveDuplicates();
        scene.list(bob);
        assertThat(ourThreads()).doesNotHaveDuplicates();
        awaitCollected(loader, bob, scene.roomWithMember(bob));
    }

    /** R15: "A reload or upgrade of the plugin in a running server loses nothing". */
    @Test
    void r15_subscriptionsOfConnectedSessionsGoOnAfterReload() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        reload(bob);

        scene.say(room);
        scene.awaitTold(bob, room);
        assertThat(phone.untaken(RaiScene::isNotification)).isEmpty();
        assertThat(openfire.server().home().resolve("mucpulse").resolve("rai.handover")).doesNotExist();
    }

    /** R15: what is said while the plugin is not loaded is told, and who ended meanwhile is not subscribed. */
    @Test
    void r15_whatIsSaidWhileThePluginIsNotLoadedIsTold() {
        final ServerControl control = openfire.control();
        final TestClient bob = openfire.login("bob");
        final TestClient gone = openfire.login(bob.user(), "gone");
        final String missed = scene.roomWithMember(bob);
        final String seen = scene.roomWithMember(bob);
        scene.list(bob);
        scene.list(gone);
        scene.say(seen);
        scene.awaitTold(bob, seen);
        bob.clear();

        control.unloadPlugin();
        assertThat(openfire.server().home().resolve("mucpulse").resolve("rai.handover")).exists();
        scene.say(missed);
        gone.disconnect();
        final TestClient again = openfire.login(bob.user(), "gone");
        control.loadPlugin();

        scene.awaitTold(bob, missed);
        scene.say(seen);
        scene.awaitTold(bob, seen);
        again.sync();
        assertThat(again.untaken(RaiScene::isNotification)).isEmpty();
    }

    /** R15: nobody is told of rooms where nothing was said meanwhile, nor once more of what they were told before. */
    @Test
    void r15_reloadIsNoNews() {
        final ServerControl control = openfire.control();
        final TestClient bob = openfire.login("bob");
        final String quiet = scene.roomWithMember(bob);
        final String told = scene.roomWithMember(bob);
        final String corrected = scene.roomWithMember(bob);
        final String encrypted = scene.roomWithMember(bob);
        final String missed = scene.roomWithMember(bob);
        final String beacon = scene.roomWithMember(bob);
        scene.list(bob);
        scene.say(told);
        scene.awaitTold(bob, told);
        scene.say(quiet);
        scene.awaitTold(bob, quiet);
        scene.send(encrypted, "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>x</payload></encrypted>");
        scene.awaitTold(bob, encrypted);
        scene.visit(bob, quiet);
        scene.visit(bob, encrypted);
        bob.clear();

        control.unloadPlugin();
        scene.send(corrected, "<body>Corrected</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>");
        scene.say(missed);
        control.loadPlugin();

        // Of what is encrypted and has no text, the room keeps nothing.
        scene.awaitTold(bob, missed);
        scene.awaitTold(bob, encrypted);
        scene.say(told);
        assertThat(scene.told(bob, beacon)).containsExactlyInAnyOrder(missed, encrypted);
        assertThat(scene.list(bob)).containsExactlyInAnyOrder(told, missed, encrypted);
        scene.say(quiet);
        scene.say(corrected);
        assertThat(scene.told(bob)).containsExactlyInAnyOrder(quiet, corrected);
    }

    /** R6 and R10 hold for sessions that entered their rooms before the plugin was loaded. */
    @Test
    void occupantsAreKnownAfterReload() {
        final TestClient inside = openfire.login("bob");
        final TestClient outside = openfire.login(inside.user(), "outside");
        final String room = scene.roomWithMember(inside);
        scene.join(inside, room);
        scene.beaconOf(inside);

        reload(inside);
        scene.list(inside);
        scene.list(outside);
        scene.say(room);
        scene.awaitTold(outside, room);
        assertThat(scene.told(inside)).isEmpty();
        assertThat(scene.list(inside)).isEmpty();

        scene.leave(inside, room);
        assertThat(scene.list(inside)).isEmpty();
        scene.say(room);
        assertThat(scene.told(inside)).containsExactly(room);
    }

    /** Sessions that were in rooms when the plugin was unloaded were there until then. */
    @Test
    void departuresAreRecordedAtUnload() {
        final TestClient inside = openfire.login("bob");
        final TestClient outside = openfire.login(inside.user(), "outside");
        final String room = scene.roomWithMember(inside);
        final String beacon = scene.beaconOf(inside);
        scene.join(inside, room);
        scene.say(room);

        openfire.control().unloadPlugin();
        assertThat(stamp("SELECT lastVisit FROM ofMucPulseLastVisit WHERE userJID = ? AND roomJID = ?", inside.bareJid(), room))
                .isGreaterThan(stamp("SELECT lastActivity FROM ofMucPulseLastActivity WHERE roomJID = ?", room));
        scene.leave(inside, room);
        load(outside);

        assertThat(scene.list(outside, beacon)).isEmpty();
        scene.say(room);
        assertThat(scene.told(outside)).containsExactly(room);
    }

    private static long stamp(final String sql, final String... parameters) {
        return Long.parseLong(openfire.control().query(sql, parameters).get(0).get(0));
    }

    /**
     * Openfire 4.2 holds the class loader of the last plugin until it loads another, and Java 17 that of the last
     * record whose comparison it has linked until it links another: so there has to be another, at work.
     */
    private void awaitCollected(final String loader, final TestClient visitor, final String room) {
        Awaitility.await("collection of the class loader").atMost(COLLECTION).until(() -> {
            scene.visit(visitor, room);
            return openfire.control().isLoaderCollected(loader);
        });
    }

    private static List<String> ourThreads() {
        return openfire.control().threads().stream().filter(name -> name.startsWith("mucpulse"))
                .collect(Collectors.toList());
    }

    private static List<String> sorted(final List<String> entries) {
        return entries.stream().sorted().collect(Collectors.toList());
    }
}
