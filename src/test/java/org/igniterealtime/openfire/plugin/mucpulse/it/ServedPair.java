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

import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.eventOf;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;

/**
 * Two users who use each feature once in a round: Alice is told of activity, gets an event and a chat state, and opens
 * the command of User Chatting. How long each takes is measured; what does not come fails the test.
 */
final class ServedPair {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RaiScene rai;
    private final MepScene mep;
    private final String quiet;
    private final String busy;
    private final TestClient alice;
    private final TestClient bob;
    private int rounds;

    ServedPair(final OpenfireExtension openfire) {
        mep = new MepScene(openfire);
        busy = mep.room();
        alice = mep.enter(busy, "Alice", ACTIVITY);
        bob = mep.enter(busy, "Bob");
        rai = new RaiScene(openfire);
        quiet = rai.roomWithMember(alice);
        rai.subscribe(alice);
    }

    /** Lives through some rounds, one each so many milliseconds, or as soon as the one before is over. */
    Latencies rounds(final int count, final long pace) {
        final Latencies latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            final long start = System.nanoTime();
            round(latencies);
            final long left = pace - (System.nanoTime() - start) / 1_000_000;
            if (left > 0) {
                Awaitility.await().pollDelay(Duration.ofMillis(left)).until(() -> true);
            }
        }
        return latencies;
    }

    /** Somebody else comes, with capabilities that nobody had before, and is told of what happens, and leaves. */
    void newcomer() {
        final TestClient carol = mep.enter(busy, "Carol", "urn:example:new:" + TestClient.newId());
        carol.disconnect();
    }

    private void round(final Latencies latencies) {
        rounds++;
        final String word = "round " + rounds;
        rai.visit(alice, quiet);
        latencies.measure(Feature.INDICATOR, () -> {
            rai.owner().send(RaiScene.groupchat(quiet, TestClient.newId(), "<body>" + word + "</body>"));
            await(stanza -> RaiScene.tellsOf(stanza, quiet));
        });
        latencies.measure(Feature.EVENT, () -> {
            bob.send("<iq type='set' id='" + TestClient.newId() + "' to='" + occupant(busy, "Bob") + "'>"
                + pubsub(publication(ACTIVITY, word, activity(word))) + "</iq>");
            await(eventOf(occupant(busy, "Bob"), ACTIVITY, word));
        });
        // Content in between, so that the state is no repetition, and not too many states in a short time.
        bob.send(RaiScene.groupchat(busy, TestClient.newId(), "<body>" + word + "</body>"));
        await(stanza -> stanza.isMessage() && stanza.xml().contains("<body>" + word + "</body>")
            && stanza.from().startsWith(busy));
        if (rounds % 3 == 0) {
            latencies.measure(Feature.CHAT_STATE, () -> {
                final String id = TestClient.newId();
                bob.send(RaiScene.groupchat(busy, id, ChatStateTroupe.state("composing")));
                await(stanza -> stanza.isMessage() && id.equals(stanza.id()));
            });
        }
        latencies.measure(Feature.COMMAND, () -> {
            final Stanza form = command("");
            final String session = form.child(ChattingParty.COMMANDS, "command").orElseThrow(
                () -> new AssertionError("No form: " + form)).getAttribute("sessionid");
            command(" sessionid='" + session + "' action='cancel'");
        });
        alice.forget();
        bob.forget();
        rai.owner().forget();
        mep.owner().forget();
    }

    private Stanza command(final String attributes) {
        final String id = TestClient.newId();
        alice.send("<iq type='set' id='" + id + "' to='" + alice.bareJid().replaceFirst("^.*@", "") + "'><command xmlns='"
            + ChattingParty.COMMANDS + "' node='" + ChattingParty.COMMAND + "'" + attributes + "/></iq>");
        final Stanza answer = alice.await(stanza -> stanza.isIq() && id.equals(stanza.id()), PATIENCE);
        if (answer.isError()) {
            throw new AssertionError("The command was refused: " + answer.xml());
        }
        return answer;
    }

    private void await(final Predicate<Stanza> wanted) {
        alice.await(wanted, PATIENCE);
    }

    /** What is measured. */
    enum Feature { INDICATOR, EVENT, CHAT_STATE, COMMAND }

    /** How long each feature took, in nanoseconds. */
    static final class Latencies {

        private final Map<Feature, List<Long>> taken = new EnumMap<>(Feature.class);

        private void measure(final Feature feature, final Runnable step) {
            final long start = System.nanoTime();
            try {
                step.run();
            } catch (AssertionError e) {
                throw new AssertionError(feature + " was not served: " + e.getMessage(), e);
            }
            taken.computeIfAbsent(feature, key -> new ArrayList<>()).add(System.nanoTime() - start);
        }

        /** The median, in milliseconds. */
        double median(final Feature feature) {
            final List<Long> sorted = taken.get(feature).stream().sorted().toList();
            return sorted.get(sorted.size() / 2) / 1e6;
        }

        @Override
        public String toString() {
            return taken.keySet().stream().map(feature -> String.format("%s %.1f ms", feature, median(feature)))
                .collect(Collectors.joining(", "));
        }
    }
}
