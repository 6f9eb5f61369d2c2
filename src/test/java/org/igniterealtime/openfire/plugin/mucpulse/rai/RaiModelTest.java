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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.time.Duration;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWorld.Content;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWorld.Flag;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWorld.Rank;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWorld.Utterance;
import org.xmpp.packet.JID;

/**
 * Random histories of several users, with several sessions each, in several rooms: the feature tells what its naive
 * model says.
 */
class RaiModelTest {

    private static final int LENGTH = 60;

    @Property(tries = 1000)
    void r1to9_everySessionIsToldExactlyWhatTheModelSays(
        @ForAll("exactHistories") final ActionChain<ExactWorld> history) {
        history.run();
    }

    @Property(tries = 1000)
    void r1to9_nobodyIsToldWhatIsForbiddenNorLeftOutHoweverThingsOverlap(
        @ForAll("racingHistories") final ActionChain<RacingWorld> history) {
        history.run().callTheRoll();
    }

    @Provide
    Arbitrary<ActionChain<ExactWorld>> exactHistories() {
        return doings(ActionChain.<ExactWorld>startWith(ExactWorld::new))
            .withAction(1, action(Combinators.combine(Arbitraries.of(32, 1), Arbitraries.of(100_000, 3))
                .as((perUser, perService) -> step("limits " + perUser + ' ' + perService,
                    world -> world.setLimits(perUser, perService)))));
    }

    @Provide
    Arbitrary<ActionChain<RacingWorld>> racingHistories() {
        return doings(ActionChain.<RacingWorld>startWith(RacingWorld::new))
            .withAction(15, action(Combinators
                .combine(Arbitraries.integers().between(1, 8), Arbitraries.of(true, false))
                .as((steps, queriesFirst) -> step("do " + steps + (queriesFirst ? " queries first" : " tasks first"),
                    world -> world.work(steps, queriesFirst)))));
    }

    // What users do

    private static <W extends RaiWorld> ActionChainArbitrary<W> doings(final ActionChainArbitrary<W> chain) {
        return chain
            .withAction(6, action(sessions().map(session ->
                step("subscribe " + session, world -> world.subscribe(session)))))
            .withAction(1, action(sessions().map(session ->
                step("unsubscribe " + session, world -> world.unsubscribe(session)))))
            .withAction(1, action(sessions().map(session ->
                step("end " + session, world -> world.endSession(session)))))
            .withAction(6, action(Combinators.combine(sessions(), rooms()).as((session, room) ->
                step("enter " + session + ' ' + room, world -> world.enter(session, room)))))
            .withAction(6, action(Combinators.combine(sessions(), rooms()).as((session, room) ->
                step("leave " + session + ' ' + room, world -> world.leave(session, room)))))
            .withAction(4, action(Combinators.combine(usersAndGroup(), rooms(), Arbitraries.of(Rank.class))
                .as((user, room, rank) ->
                    step("affiliate " + user + ' ' + room + ' ' + rank, world -> world.affiliate(user, room, rank)))))
            .withAction(1, action(Combinators.combine(users(), rooms()).as((user, room) ->
                step("ban " + user + ' ' + room, world -> world.ban(user, room)))))
            .withAction(2, action(Combinators.combine(rooms(), Arbitraries.of(Flag.class), Arbitraries.of(false, true))
                .as((room, flag, on) ->
                    step("configure " + room + ' ' + flag + ' ' + on, world -> world.configure(room, flag, on)))))
            .withAction(1, action(rooms().map(room ->
                step("destroy " + room, world -> world.destroy(room)))))
            .withAction(2, action(Combinators.combine(users(), Arbitraries.of(true, false)).as((user, member) ->
                step((member ? "into" : "out of") + " group " + user, world -> world.changeGroup(user, member)))))
            .withAction(2, action(Arbitraries.of(1, 60, 100, 500, 1000, 3000).map(millis ->
                step("pass " + millis, world -> world.pass(Duration.ofMillis(millis))))))
            .withAction(12, action(utterances().list().ofMinSize(1).ofMaxSize(4).map(utterances ->
                step("say " + utterances, world -> world.say(utterances)))))
            .withAction(1, action(Arbitraries.of(Interest.class).map(interest ->
                step("interest " + interest, world -> world.setInterest(interest)))))
            .withAction(1, action(Arbitraries.of(Duration.ZERO, Duration.ofMillis(100)).map(window ->
                step("window " + window, world -> world.setWindow(window)))))
            .withMaxTransformations(LENGTH);
    }

    private static <W extends RaiWorld> Action.Independent<W> action(final Arbitrary<Transformer<W>> transformers) {
        return () -> transformers;
    }

    private static <W extends RaiWorld> Transformer<W> step(final String description, final Consumer<W> doing) {
        return Transformer.mutate(description, doing);
    }

    private static Arbitrary<JID> sessions() {
        return Arbitraries.of(RaiWorld.SESSIONS);
    }

    private static Arbitrary<JID> users() {
        return Arbitraries.of(RaiWorld.USERS);
    }

    private static Arbitrary<JID> usersAndGroup() {
        return Arbitraries.frequencyOf(Tuple.of(3, users()), Tuple.of(1, Arbitraries.just(RaiWorld.GROUP)));
    }

    private static Arbitrary<JID> rooms() {
        return Arbitraries.of(RaiWorld.ROOMS);
    }

    private static Arbitrary<Utterance> utterances() {
        return Combinators.combine(sessions(), rooms(), Arbitraries.of(Content.class)).as(Utterance::new);
    }
}
