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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ReferenceModel.Heard;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** C1 to C5: whatever happens in a room, it gets exactly what a naive model says. */
class ChatStateModelTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MOST = 100;
    private static final List<JID> SESSIONS = List.of(
        new JID("a@example.org/1"), new JID("a@example.org/2"), new JID("b@example.org/1"),
        new JID("c@example.org/1"));
    /** Two sessions of one user have one nickname. */
    private static final List<String> NICKNAMES = List.of("Thyme", "Sage", "Rue");
    private static final List<String> OTHER_NICKNAMES = List.of("Mint", "Dill", "Dock");
    private static final List<String> STATES = List.of("active", "composing", "paused", "inactive", "gone");

    private enum Kind {
        SAY, REPEAT_AND_SAY, SPEAK, SPEAK_WITH_STATE, MARK, JOIN, LEAVE, RENAME, VOICE, CROWD, TIME, LONG_TIME
    }

    /** Something that happens; what the number means depends on what it is. */
    record Step(Kind kind, int session, int number) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(
            Tuple.of(100, Kind.SAY), Tuple.of(10, Kind.REPEAT_AND_SAY), Tuple.of(8, Kind.SPEAK),
            Tuple.of(8, Kind.SPEAK_WITH_STATE), Tuple.of(8, Kind.MARK), Tuple.of(12, Kind.JOIN),
            Tuple.of(5, Kind.LEAVE), Tuple.of(4, Kind.RENAME), Tuple.of(5, Kind.VOICE), Tuple.of(4, Kind.CROWD), Tuple.of(40, Kind.TIME),
            Tuple.of(3, Kind.LONG_TIME)).withoutEdgeCases();
        return Combinators.combine(kinds, number(SESSIONS.size() - 1), number(999)).as(Step::new).list().ofMinSize(30)
            .ofMaxSize(150).withSizeDistribution(RandomDistribution.uniform());
    }

    /** Small numbers are no likelier than others. */
    private static Arbitrary<Integer> number(final int most) {
        return Arbitraries.integers().between(0, most).withDistribution(RandomDistribution.uniform())
            .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Integer> rates() {
        return Arbitraries.of(1, 2, 3, 10);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void c1ToC5_roomGetsWhatTheModelSays(@ForAll("steps") final List<Step> steps, @ForAll("rates") final int rate) {
        final Run run = new Run(rate);
        for (final Step step : steps) {
            run.take(step);
        }
        run.compare();
        run.checkSilence();
        run.checkEnd();
    }

    /** The feature and the model, side by side. */
    private static final class Run {

        private final int rate;
        private final ChatStateWorld world = new ChatStateWorld();
        private final ReferenceModel model;
        private final List<Heard> heard = new ArrayList<>();
        /** What every occupant said last and the rules let through sooner or later, by nickname. */
        private final Map<String, String> last = new HashMap<>();
        /** What the room believes, by nickname. */
        private final Map<String, String> believed = new HashMap<>();
        /** When the room got something standalone of an occupant, by nickname. */
        private final Map<String, List<Long>> told = new HashMap<>();

        Run(final int rate) {
            this.rate = rate;
            world.rate(rate, WINDOW);
            world.occupants(MOST);
            model = new ReferenceModel(rate, WINDOW, MOST);
            for (int i = 0; i < SESSIONS.size(); i++) {
                join(i);
            }
        }

        private static String nickname(final int session) {
            return NICKNAMES.get(Math.max(0, session - 1));
        }

        private void join(final int session) {
            final JID jid = SESSIONS.get(session);
            // The other session of the same user may have another nickname meanwhile.
            final String nickname = session < 2 && world.occupants().containsKey(SESSIONS.get(1 - session))
                ? world.occupants().get(SESSIONS.get(1 - session)) : nickname(session);
            world.join(jid, nickname);
            model.join(jid, nickname);
        }

        void take(final Step step) {
            final JID session = SESSIONS.get(step.session());
            final boolean present = world.occupants().containsKey(session);
            switch (step.kind()) {
                case TIME -> advance(Duration.ofMillis(step.number() * 3L));
                case LONG_TIME -> advance(Duration.ofSeconds(5 + step.number() % 20));
                case CROWD -> {
                    last.clear();
                    world.crowd(step.number() % 2 * MOST);
                    model.crowd(step.number() % 2 * MOST);
                }
                case VOICE -> {
                    last.clear();
                    // Sessions with one nickname have one role.
                    SESSIONS.stream().filter(other -> other.asBareJID().equals(session.asBareJID())).forEach(other -> {
                        world.voice(other, step.number() % 3 != 0);
                        model.voice(other, step.number() % 3 != 0);
                    });
                }
                case JOIN -> {
                    if (!present) {
                        join(step.session());
                    }
                }
                default -> {
                    if (present) {
                        act(step, session, world.occupants().get(session));
                    }
                }
            }
        }

        private void act(final Step step, final JID session, final String nickname) {
            switch (step.kind()) {
                case SAY -> says(session, nickname, STATES.get(step.number() % STATES.size()));
                case REPEAT_AND_SAY -> {
                    for (int i = 0; i < rate; i++) {
                        says(session, nickname, i % 2 == 0 ? "composing" : "paused");
                    }
                }
                case SPEAK -> speaks(session, nickname, false);
                case SPEAK_WITH_STATE -> speaks(session, nickname, true);
                case MARK -> {
                    world.send(session, "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>");
                    model.marks(session);
                    hear();
                }
                case LEAVE -> {
                    last.remove(nickname);
                    told.remove(nickname);
                    world.leave(session);
                    model.leave(session);
                }
                case RENAME -> {
                    final int index = NICKNAMES.indexOf(nickname);
                    final String other = index >= 0 ? OTHER_NICKNAMES.get(index)
                        : NICKNAMES.get(OTHER_NICKNAMES.indexOf(nickname));
                    hear();
                    world.rename(nickname, other);
                    model.rename(nickname, other);
                    move(last, nickname, other);
                    move(told, nickname, other);
                    move(believed, nickname, other);
                }
                default -> throw new AssertionError(step);
            }
        }

        private static <T> void move(final Map<String, T> all, final String from, final String to) {
            final T one = all.remove(from);
            if (one != null) {
                all.put(to, one);
            } else {
                all.remove(to);
            }
        }

        private void says(final JID session, final String nickname, final String state) {
            world.says(session, state);
            model.says(session, state);
            if ("gone".equals(state)) {
                // Who was about to be said to type is not, then.
                last.computeIfPresent(nickname, (key, known) -> "composing".equals(known) ? null : known);
            } else if (mayType(session)) {
                last.put(nickname, state);
            }
            hear();
        }

        private boolean mayType(final JID session) {
            return world.rooms.speaker(ChatStateWorld.ROOM, session)
                .filter(speaker -> speaker.voice() && speaker.occupants() <= MOST).isPresent();
        }

        private void speaks(final JID session, final String nickname, final boolean withState) {
            world.send(session, ChatStateWorld.BODY + (withState ? ChatStateWorld.state("active") : ""));
            model.speaks(session, withState);
            if (world.hasVoice(session)) {
                last.computeIfPresent(nickname, (key, known) -> "active");
            }
            hear();
        }

        /** Step by step, so that the time at which the room got something is known. */
        private void advance(final Duration duration) {
            hear();
            long left = duration.toMillis();
            while (left > 0) {
                final long until = world.executor.nextDue()
                    .map(due -> Duration.between(world.executor.instant(), due).toMillis()).orElse(left);
                final long step = Math.min(left, Math.max(until, 0));
                world.advance(Duration.ofMillis(step));
                model.advance(Duration.ofMillis(step));
                hear();
                left -= step;
            }
        }

        private void hear() {
            for (final Message message : world.taken()) {
                final Notification notification = Notification.of(message);
                final String nickname = message.getFrom().getResource();
                if (notification == null || !notification.standalone()) {
                    heard.add(new Heard(model.now(), nickname, "content"));
                    if (message.getBody() != null) {
                        believed.put(nickname, "active");
                    }
                } else {
                    heard.add(new Heard(model.now(), nickname, notification.state().qName().getName()));
                    believed.put(nickname, notification.state().qName().getName());
                    checkRate(nickname);
                }
            }
        }

        /** What was due at the same moment may come in any order. */
        private static List<Heard> sorted(final List<Heard> unsorted) {
            return unsorted.stream().sorted(Comparator.comparingLong(Heard::at).thenComparing(Heard::nickname)).toList();
        }

        void compare() {
            hear();
            assertThat(sorted(heard)).isEqualTo(sorted(model.heard()));
            assertThat(world.feature.occupantCount()).isEqualTo(model.remembered());
        }

        /** Never more than the rate, of anybody who did not leave in between. */
        private void checkRate(final String nickname) {
            final List<Long> times = told.computeIfAbsent(nickname, key -> new ArrayList<>());
            times.add(model.now());
            if (times.size() > rate) {
                assertThat(model.now() - times.get(times.size() - 1 - rate)).isGreaterThanOrEqualTo(WINDOW.toMillis());
            }
        }

        /** When all is quiet the room believes what everybody said last. */
        void checkSilence() {
            advance(Duration.ofMinutes(1));
            compare();
            assertThat(believed).containsAllEntriesOf(last);
            // Nothing but the look for those who left without a word
            assertThat(world.executor.waitingCount()).isLessThanOrEqualTo(1);
        }

        void checkEnd() {
            SESSIONS.forEach(world::leave);
            assertThat(world.feature.occupantCount()).isZero();
        }
    }
}
