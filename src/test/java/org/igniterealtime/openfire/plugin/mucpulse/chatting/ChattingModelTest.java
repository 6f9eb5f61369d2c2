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

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.xmpp.packet.JID;

/**
 * Which rooms contacts believe users to be in, against a model that knows the rules and nothing else. After every step
 * contacts believe exactly what the model says, and at no time has anything been published that the rules forbade.
 */
class ChattingModelTest {

    private static final List<JID> USERS = List.of(ChattingFixture.ALICE, ChattingFixture.BOB,
        new JID("guest@example.org"), new JID("carol@elsewhere.example"));
    private static final List<JID> ROOMS =
        List.of(ChattingFixture.GARDEN, ChattingFixture.ATTIC, ChattingFixture.CELLAR);
    /** So long that whatever failed is tried again. */
    private static final Duration LONG = PublishingWorker.RETRY_INTERVAL.plus(Duration.ofSeconds(1));
    private static final List<String> RESOURCES = List.of("phone", "desk");

    /** One thing that happens. */
    private record Step(Kind kind, int user, int resource, int room, int bits) {

        private JID session() {
            return ChattingFixture.session(USERS.get(user), RESOURCES.get(resource));
        }

        private JID userJid() {
            return USERS.get(user);
        }

        private JID roomJid() {
            return ROOMS.get(room);
        }

        private boolean bit(final int number) {
            return (bits >> number & 1) == 1;
        }
    }

    private enum Kind {
        JOIN, LEAVE, CHOOSE, RESET, ACCESS, TOPIC, MODE, EXCLUDE, DESTROY, CRASH, RESTART, FAIL_NODE, FAIL_DATABASE, WAIT
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        final Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just(Kind.JOIN)),
            Tuple.of(4, Arbitraries.just(Kind.LEAVE)),
            Tuple.of(5, Arbitraries.just(Kind.CHOOSE)),
            Tuple.of(8, Arbitraries.of(Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, USERS.size() - 1),
            Arbitraries.integers().between(0, 1), Arbitraries.integers().between(0, ROOMS.size() - 1),
            Arbitraries.integers().between(0, 63)).as(Step::new).list().ofMinSize(1).ofMaxSize(60);
    }

    /** The rules, and what they need to know. */
    private static final class Model {

        private final Map<JID, Set<JID>> sessionsByRoom = new HashMap<>();
        private final Map<JID, ChattingPreferences> choices = new HashMap<>();
        private final Map<JID, RoomAccess> access = new HashMap<>();
        private final Set<JID> excluded = new HashSet<>();
        private Mode mode = Mode.OPT_IN;

        private boolean allows(final JID user, final JID room) {
            final boolean account = "example.org".equals(user.getDomain()) && !"guest".equals(user.getNode());
            final boolean there = sessionsByRoom.getOrDefault(room, Set.of()).stream()
                .anyMatch(session -> session.asBareJID().equals(user));
            final ChattingPreferences choice = choices.getOrDefault(user, new ChattingPreferences(mode == Mode.OPT_OUT, Set.of(), false));
            return account && there && mode != Mode.OFF && choice.publish() && !excluded.contains(room)
                && !choice.excludedRooms().contains(room)
                && (access.getOrDefault(room, RoomAccess.OPEN).equals(RoomAccess.OPEN) || choice.privateRooms());
        }

        private Set<String> rooms(final JID user) {
            final Set<String> rooms = new TreeSet<>();
            ROOMS.stream().filter(room -> allows(user, room)).forEach(room -> rooms.add(room.getNode()));
            return rooms;
        }
    }

    @Property(tries = 500)
    void u2_u4_u6_contactsBelieveWhatTheRulesSay(@ForAll("lives") final List<Step> steps) {
        final ChattingFixture world = ChattingFixture.started();
        world.withoutAccount.add(USERS.get(2));
        final Model model = new Model();
        for (final Step step : steps) {
            if (step.kind() == Kind.CRASH || step.kind() == Kind.RESTART) {
                // A choice that could not be written would be lost.
                world.database.failing = false;
                world.pass(LONG);
            }
            final int before = world.node.events.size();
            happen(step, world, model);
            // What was told in this step must be allowed after it: no step allows something and forbids it again.
            world.node.events.subList(before, world.node.events.size()).stream().filter(event -> !event.isFarewell())
                .forEach(event -> assertThat(model.allows(event.user(),
                    new JID(ChattingFixture.room(event.payload()), ChattingFixture.SERVICE, null)))
                    .as("%s was published in %s by %s", event.user(), ChattingFixture.room(event.payload()), step).isTrue());
            if (!world.node.failing && !world.database.failing) {
                for (final JID user : USERS) {
                    assertThat(world.believed(user)).as("%s after %s", user, step).isEqualTo(model.rooms(user));
                    assertThat(world.held(user)).as("%s after %s", user, step).isEqualTo(model.rooms(user));
                }
            }
        }
    }

    private static void happen(final Step step, final ChattingFixture world, final Model model) {
        switch (step.kind()) {
            case JOIN -> {
                model.sessionsByRoom.computeIfAbsent(step.roomJid(), key -> new HashSet<>()).add(step.session());
                world.join(step.roomJid(), step.session());
            }
            case LEAVE -> {
                model.sessionsByRoom.getOrDefault(step.roomJid(), new HashSet<>()).remove(step.session());
                world.leave(step.roomJid(), step.session());
            }
            case CHOOSE -> {
                final JID[] rooms = step.bit(2) ? new JID[] {step.roomJid()} : new JID[0];
                final boolean publish = step.bit(0) || step.bit(3);
                model.choices.put(step.userJid(), new ChattingPreferences(publish, Set.of(rooms), step.bit(1)));
                world.choose(step.userJid(), publish, step.bit(1), rooms);
            }
            case RESET -> {
                // What was withheld stays so.
                model.choices.computeIfPresent(step.userJid(), (user, choice) ->
                    choice.publish() && choice.excludedRooms().isEmpty() ? null : new ChattingPreferences(false, Set.of(), false));
                world.chatting.reset(step.userJid());
                world.run();
            }
            case ACCESS -> {
                final RoomAccess access = new RoomAccess(step.bit(0), step.bit(1), step.bit(2));
                model.access.put(step.roomJid(), access);
                world.change(step.roomJid(), access);
                if (step.bit(3)) {
                    world.chatting.roomConfigured(step.roomJid());
                    world.run();
                } else {
                    world.pass(RoomWatch.POLL_INTERVAL);
                }
            }
            case TOPIC -> {
                world.setTopic(step.roomJid(), "topic " + step.bits());
                world.chatting.subjectChanged(step.roomJid(), ChattingFixture.ALICE);
                world.run();
            }
            case MODE -> {
                model.mode = Mode.values()[step.bits() % 3];
                set(world, model);
            }
            case EXCLUDE -> {
                model.excluded.clear();
                if (step.bit(0)) {
                    model.excluded.add(step.roomJid());
                }
                set(world, model);
            }
            case DESTROY -> {
                // And made again, empty and open.
                final FakeRoom room = world.rooms.get(step.roomJid());
                model.sessionsByRoom.remove(step.roomJid());
                model.access.remove(step.roomJid());
                world.destroy(step.roomJid());
                world.rooms.restore(room);
                world.change(step.roomJid(), RoomAccess.OPEN);
            }
            case CRASH -> {
                model.sessionsByRoom.clear();
                world.crashAndStart();
            }
            case RESTART -> world.restart();
            case FAIL_NODE -> world.node.failing = true;
            case FAIL_DATABASE -> world.database.failing = true;
            default -> heal(world);
        }
    }

    /** Everything works again, and what failed is tried again. */
    private static void heal(final ChattingFixture world) {
        world.node.failing = false;
        world.database.failing = false;
        world.pass(LONG);
    }

    private static void set(final ChattingFixture world, final Model model) {
        world.settings = new ChattingSettings(model.mode,
            Set.copyOf(model.excluded.stream().map(JID::toString).toList()), true, world.settings.refresh());
        world.chatting.settingsChanged();
        world.run();
    }
}
