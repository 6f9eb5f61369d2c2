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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROOM;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.xmpp.packet.JID;

/**
 * Random histories of some users, with some sessions and nicknames, in a room: a mention goes to exactly those of whom a
 * naive model says so (N1 to N4).
 */
class MentionModelTest {

    private static final List<JID> USERS = List.of(ROMEO.asBareJID(), new JID("juliet@example.org"),
        new JID("nurse@example.org"), new JID("tybalt@elsewhere.example"));
    private static final List<String> NICKNAMES = List.of("romeo", "Jules", "jules", "\u00c5sa");
    private static final List<String> RESOURCES = List.of("a", "b");

    /** What happens. */
    private enum What { LOGIN, LOGOUT, ENTER, LEAVE, AFFILIATE, REGISTER, CLOSE, FLUSH, SWITCH, MENTION_USER, MENTION_NICKNAME }

    private record Step(What what, JID user, String nickname, String resource, Affiliation affiliation, boolean flag) {
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
            Arbitraries.frequency(Tuple.of(2, What.LOGIN), Tuple.of(1, What.LOGOUT),
                Tuple.of(4, What.ENTER), Tuple.of(3, What.LEAVE),
                Tuple.of(4, What.AFFILIATE), Tuple.of(1, What.REGISTER),
                Tuple.of(1, What.CLOSE), Tuple.of(1, What.FLUSH),
                Tuple.of(1, What.SWITCH), Tuple.of(5, What.MENTION_USER),
                Tuple.of(6, What.MENTION_NICKNAME)),
            Arbitraries.of(USERS), Arbitraries.of(NICKNAMES), Arbitraries.of(RESOURCES), Arbitraries.of(Affiliation.class),
            Arbitraries.of(true, false)).as(Step::new).list().ofMaxSize(60);
    }

    @Property(tries = 300)
    void n1to4_mentionGoesToExactlyThoseOfWhomTheModelSaysSo(@ForAll("histories") final List<Step> history) {
        try (World world = new World()) {
            history.forEach(world::take);
            assertThat(world.fixture.errors.count()).isZero();
        }
    }

    /** The feature beside the model. */
    private static final class World implements AutoCloseable {

        private final MentionFixture fixture = new MentionFixture();
        /** By which nickname users were last in the room while they were affiliated. */
        private final Map<JID, String> last = new HashMap<>();
        /** The nicknames of sessions whose users were not affiliated when they entered. */
        private final Map<JID, String> strangers = new HashMap<>();
        private boolean on = true;

        World() {
            last.put(ROMEO.asBareJID(), "romeo");
        }

        void take(final Step step) {
            final JID session = new JID(step.user().getNode(), step.user().getDomain(), step.resource());
            switch (step.what()) {
                case LOGIN -> fixture.users.available.add(session);
                case LOGOUT -> {
                    leave(session);
                    fixture.users.available.remove(session);
                }
                case ENTER -> enter(session, step.nickname());
                case LEAVE -> leave(session);
                case AFFILIATE -> fixture.room.affiliate(step.user(), step.affiliation());
                case REGISTER -> register(step);
                case CLOSE -> fixture.room.setAccess(new RoomAccess(step.flag(), !step.flag(), step.flag()));
                case FLUSH -> assertThat(fixture.nicknames.flush()).isTrue();
                case SWITCH -> {
                    on = step.flag();
                    fixture.settings = new MentionSettings(true, Set.of(), Set.of(), on, Map.of(), 20, 30, 65_536,
                        Duration.ofDays(180));
                }
                case MENTION_USER -> mention("xmpp:" + step.user(), Set.of(step.user()));
                case MENTION_NICKNAME -> mention("xmpp:" + ROOM + '/' + step.nickname(), called(step.nickname()));
            }
        }

        private boolean isAffiliated(final JID user) {
            return fixture.muc.affiliation(ROOM, user).isAffiliated();
        }

        private void enter(final JID session, final String nickname) {
            if (fixture.room.nicknames.containsKey(session)) {
                return;
            }
            fixture.enter(session, nickname);
            if (on && isAffiliated(session.asBareJID())) {
                last.put(session.asBareJID(), nickname);
            } else if (on) {
                strangers.put(session, nickname);
            }
        }

        private void leave(final JID session) {
            if (!fixture.room.nicknames.containsKey(session)) {
                return;
            }
            fixture.leave(session);
            final String nickname = strangers.remove(session);
            if (on && nickname != null && isAffiliated(session.asBareJID())) {
                last.put(session.asBareJID(), nickname);
            }
        }

        private void register(final Step step) {
            fixture.room.registered.remove(step.user());
            if (step.flag() && registered(step.nickname()).isEmpty()) {
                fixture.room.registered.put(step.user(), step.nickname());
            }
        }

        private static boolean isSame(final String one, final String other) {
            return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
        }

        private Optional<JID> registered(final String nickname) {
            return fixture.room.registered.entrySet().stream().filter(entry -> isSame(entry.getValue(), nickname))
                .map(Map.Entry::getKey).findFirst();
        }

        private Set<JID> called(final String nickname) {
            final Optional<JID> member = registered(nickname);
            if (member.isPresent()) {
                return Set.of(member.get());
            }
            final Set<JID> present = users(fixture.room.nicknames, nickname);
            return present.isEmpty() ? users(last, nickname) : present;
        }

        private static Set<JID> users(final Map<JID, String> nicknames, final String nickname) {
            return nicknames.entrySet().stream().filter(entry -> isSame(entry.getValue(), nickname))
                .map(entry -> entry.getKey().asBareJID()).collect(Collectors.toSet());
        }

        private void mention(final String uri, final Set<JID> users) {
            fixture.executor.advance(Duration.ofMinutes(1));
            final Set<String> expected = new TreeSet<>();
            users.stream().filter(user -> on && !user.equals(ROMEO.asBareJID()) && isAffiliated(user))
                .forEach(user -> expected.addAll(recipients(user)));

            fixture.mention(uri);

            assertThat(fixture.told()).as(uri).isEqualTo(expected);
        }

        private Set<String> recipients(final JID user) {
            final Set<JID> inside = fixture.room.nicknames.keySet();
            final Set<JID> sessions = new HashSet<>(fixture.users.isLocal(user) ? fixture.users.available : Set.of());
            sessions.removeIf(session -> !session.asBareJID().equals(user) || inside.contains(session));
            if (!sessions.isEmpty()) {
                return sessions.stream().map(JID::toString).collect(Collectors.toSet());
            }
            return inside.stream().anyMatch(session -> session.asBareJID().equals(user)) ? Set.of()
                : Set.of(user.toString());
        }

        @Override
        public void close() {
            fixture.close();
        }
    }
}
