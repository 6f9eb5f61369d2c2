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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ATTIC;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.CELLAR;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What users choose on one server of a cluster is obeyed on all. */
class SharedChoicesTest {

    /** Three servers that share everything but what they remember. */
    private static final class World {
        final RelayNetwork network = new RelayNetwork();
        final Map<String, ChattingFixture> servers = new TreeMap<>();
        final ChattingFixture first = new ChattingFixture();

        World() {
            List.of("a", "b", "c").forEach(this::start);
            work();
            first.pass(Duration.ofSeconds(30));
            work();
        }

        private void start(final String id) {
            final Relay[] end = {Relay.NONE};
            final ChattingFixture server = new ChattingFixture(first, new Relay() {
                @Override
                @Nonnull
                public Set<String> peers() {
                    return end[0].peers();
                }

                @Override
                public void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
                    end[0].toAll(topic, message);
                }

                @Override
                public void send(@Nonnull final String peer, @Nonnull final String topic,
                                 @Nonnull final byte[] message) {
                    end[0].send(peer, topic, message);
                }
            });
            server.cluster.join("others");
            server.start();
            final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
            hooks.relay().add(server.chatting.relayListener());
            servers.put(id, server);
            end[0] = network.join(id, hooks);
        }

        ChattingFixture at(final String id) {
            return servers.get(id);
        }

        /** Has a session of a user in a room, connected to one server. */
        void join(final String id, final JID room, final JID user) {
            final JID session = session(user, "at-" + id);
            servers.forEach((other, server) -> {
                if (!other.equals(id)) {
                    server.cluster.elsewhere.add(session);
                }
            });
            at(id).join(room, session);
        }

        void choose(final String id, final JID user, final boolean publish) {
            at(id).choose(user, publish, false);
            first.pass(Duration.ofMillis(1));
        }

        void work() {
            first.run();
            while (network.isBusy()) {
                network.deliver();
                first.run();
            }
        }
    }

    private final World world = new World();

    @Test
    void k3_noOnOneServerIsObeyedOnAnotherAtOnce() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        world.choose("a", ALICE, false);
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.at("b").chatting.stated(ALICE)).get().extracting(ChattingPreferences::publish)
            .isEqualTo(false);
    }

    @Test
    void k3_yesOnOneServerIsObeyedOnAnother() {
        world.join("b", GARDEN, ALICE);
        world.choose("a", ALICE, true);
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k3_lastChoiceIsTheOneInTheDatabaseThoughAnotherServerWroteLate() {
        world.choose("a", ALICE, false);
        world.work();
        // Server b was slow to write what it knew before.
        world.first.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));

        world.network.die("a");
        world.work();

        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    /** One server has written a choice, and its message is lost with it. */
    private void chooseAndDie(final boolean publish) {
        world.choose("a", ALICE, publish);
        world.network.die("a");
        world.work();
    }

    @Test
    void k5_noOfWhichAServerThatDiedCouldNotTellIsObeyed() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.work();
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        chooseAndDie(false);

        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
        world.first.pass(Duration.ofHours(1));
        world.work();
        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void k5_lastChoiceOfWhichAServerThatDiedCouldNotTellAppliesWhereTheOneBeforeIsOld() {
        world.choose("b", ALICE, false);
        world.join("b", GARDEN, ALICE);
        world.work();
        world.first.pass(Duration.ofMinutes(20));
        world.work();

        chooseAndDie(true);

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
        assertThat(world.at("c").chatting.choice(ALICE).publish()).isTrue();
    }

    @Test
    void k5_nothingFurtherIsPublishedUntilTheDatabaseWasReadAfterAServerHasLeft() {
        world.choose("b", ALICE, true);
        world.work();
        world.first.database.remember(ALICE, ChattingPreferences.NOTHING);
        world.first.database.failing = true;
        world.network.die("a");
        world.join("b", GARDEN, ALICE);
        world.work();
        assertThat(world.first.node.events).isEmpty();

        world.first.database.failing = false;
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.node.events).isEmpty();
    }

    @Test
    void k5_noThatAServerWritesWhileItStopsIsObeyed() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.network.die("a");
        world.work();
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        world.first.database.remember(ALICE, ChattingPreferences.NOTHING);
        world.first.pass(ConsentRelay.ANSWER_TIME.plusSeconds(1));
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
    }

    @Test
    void k3_ofTwoChoicesAtTheSameTimeNoPrevailsOnAllServers() {
        world.network.separate("a", "b");
        world.network.separate("a", "c");
        world.choose("a", ALICE, false);
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.network.reunite("a", "b");
        world.network.reunite("a", "c");
        world.work();
        world.first.pass(Duration.ofSeconds(30));
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
        world.servers.values().forEach(server ->
            assertThat(server.chatting.stated(ALICE)).get().extracting(ChattingPreferences::publish).isEqualTo(false));
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void k3_laterChoiceOfWhoKnewTheEarlierOnePrevailsAtOnce() {
        world.choose("a", ALICE, false);
        world.work();
        world.choose("b", ALICE, true);
        world.join("c", GARDEN, ALICE);
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k3_deletedAccountsChoiceEndsOnAllServers() {
        world.choose("a", ALICE, true);
        world.work();

        world.at("a").chatting.userDeleted(ALICE);
        world.work();

        world.servers.values().forEach(server -> assertThat(server.chatting.stated(ALICE)).isEmpty());
        assertThat(world.first.database.choice(ALICE)).isNull();
    }

    @Test
    void k5_nothingFurtherIsPublishedUntilWhatWasLostIsKnown() {
        world.choose("b", ALICE, true);
        world.work();
        world.choose("a", ALICE, false);
        world.network.lose("a", "b");
        world.first.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));

        world.join("b", GARDEN, ALICE);
        assertThat(world.first.node.events).isEmpty();
        world.work();
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.node.events).isEmpty();
    }

    @Test
    void k5_nothingFurtherIsPublishedWhileTheDatabaseCannotBeReadAgain() {
        world.choose("b", ALICE, true);
        world.work();
        world.first.database.failing = true;
        world.network.separate("a", "b");
        world.network.reunite("a", "b");
        world.work();
        world.join("b", GARDEN, ALICE);
        world.work();
        world.first.pass(Duration.ofMinutes(2));
        assertThat(world.first.node.events).isEmpty();

        world.first.database.failing = false;
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k5_choiceThatAServerDoesNotHaveInMemoryIsReadFromTheDatabase() {
        world.network.separate("a", "b");
        world.first.pass(ConsentRelay.ANSWER_TIME.multipliedBy(2));
        world.first.database.remember(BOB, new ChattingPreferences(true, Set.of(), false));
        world.join("b", ATTIC, BOB);
        assertThat(world.first.believed(BOB)).isEmpty();

        world.network.reunite("a", "b");
        world.work();

        assertThat(world.first.believed(BOB)).containsExactly("attic");
    }

    @Test
    void k5_whatTheJournalHasOfAClusterPermitsNothing() {
        final ChattingFixture server = new ChattingFixture();
        final InMemoryJournal journal = new InMemoryJournal();
        server.journal = journal;
        server.crashAndStart();
        server.database.failing = true;
        server.choose(ALICE, true, false);
        server.choose(BOB, false, false);
        server.database.failing = false;
        server.database.remember(BOB, new ChattingPreferences(true, Set.of(), false));
        server.cluster.join("other");
        server.journal = journal.afterCrash();

        server.crashAndStart();
        server.join(GARDEN, session(ALICE, "phone"));
        server.join(CELLAR, session(BOB, "phone"));
        server.pass(Duration.ofMinutes(1));

        assertThat(server.node.events).isEmpty();
        assertThat(server.database.choice(ALICE)).isNull();
        assertThat(server.database.choice(BOB)).isEqualTo(ChattingPreferences.NOTHING);
    }

    private enum Kind {
        YES, NO, DELIVER, LOSE, SPLIT, HEAL, JOIN, LEAVE, PASS
    }

    private record Step(Kind kind, String server, String other, JID user) {
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.of("a", "b", "c"),
            Arbitraries.of("a", "b", "c"), Arbitraries.of(ALICE, BOB)).as(Step::new).list().ofMaxSize(40);
    }

    /** Each user has a session on one server only, which is the one that publishes. */
    @Property(tries = 150)
    void k3_nothingIsPublishedOnceTheNoHasArrivedAndAllServersAgreeInTheEnd(
        @ForAll("histories") final List<Step> history) {
        final World cluster = new World();
        final Map<JID, String> homes = Map.of(ALICE, "b", BOB, "c");
        final Map<JID, Boolean> knownAtHome = new HashMap<>();
        cluster.first.node.observe(event -> {
            if (!event.isFarewell()) {
                assertThat(knownAtHome.getOrDefault(event.user(), false)).as("consent of " + event.user()).isTrue();
            }
        });
        for (final Step step : history) {
            run(cluster, step, homes);
            for (final JID user : homes.keySet()) {
                knownAtHome.put(user, cluster.at(homes.get(user)).chatting.stated(user)
                    .filter(ChattingPreferences::publish).isPresent());
            }
        }
        for (final String pair : List.of("a b", "a c", "b c")) {
            cluster.network.reunite(pair.substring(0, 1), pair.substring(2));
        }
        cluster.first.node.observe(event -> { });
        cluster.work();
        cluster.first.pass(Duration.ofMinutes(2));
        cluster.work();

        for (final JID user : homes.keySet()) {
            final Set<Object> choices = new HashSet<>();
            cluster.servers.values().forEach(server -> choices.add(server.chatting.stated(user)));
            assertThat(choices).as("choices of " + user).hasSize(1);
            if (!cluster.at("a").chatting.choice(user).publish()) {
                assertThat(cluster.first.believed(user)).isEmpty();
            }
        }
    }

    private static void run(final World cluster, final Step step, final Map<JID, String> homes) {
        final String home = homes.get(step.user());
        switch (step.kind()) {
            case YES -> cluster.choose(step.server(), step.user(), true);
            case NO -> cluster.choose(step.server(), step.user(), false);
            case DELIVER -> cluster.network.deliver();
            case LOSE -> cluster.network.lose(step.server(), step.other());
            case SPLIT -> {
                if (!step.server().equals(step.other())) {
                    cluster.network.separate(step.server(), step.other());
                }
            }
            case HEAL -> cluster.network.reunite(step.server(), step.other());
            case JOIN -> cluster.join(home, GARDEN, step.user());
            case LEAVE -> cluster.at(home).leave(GARDEN, session(step.user(), "at-" + home));
            case PASS -> cluster.first.pass(Duration.ofSeconds(7));
        }
    }
}
