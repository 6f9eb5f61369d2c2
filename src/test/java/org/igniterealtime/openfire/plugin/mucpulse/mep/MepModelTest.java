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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** M3 to M10: whatever happens in a room, everybody is told of exactly what a naive model says. */
class MepModelTest {

    private static final List<JID> SESSIONS = List.of(
        new JID("a@example.org/1"), new JID("a@example.org/2"), new JID("b@example.org/1"), new JID("b@example.org/2"),
        new JID("c@example.org/1"), new JID("d@example.org/1"));
    private static final List<String> USERS = SESSIONS.stream().map(JID::toBareJID).distinct().toList();
    private static final String ROOM_OWNER = USERS.get(0);
    private static final List<String> NICKNAMES = List.of("Thyme", "Sage", "Rue", "Mint", "Dill");
    private static final List<String> NODES = List.of("n1", "n2");
    private static final List<String> SEND_LAST = List.of("never", "on_sub", "on_sub_and_presence");

    private enum Kind {
        ENTER, LEAVE, RENAME, ANNOUNCE, ANSWER, CREATE, PUBLISH, SPEAK, RETRACT, PURGE, DELETE, SUBSCRIBE,
        UNSUBSCRIBE, RETRIEVE, DESTROY
    }

    /** Something that happens; what the numbers mean depends on what it is. */
    record Step(Kind kind, int session, int service, int node, int option) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(
            Tuple.of(90, Kind.ENTER), Tuple.of(35, Kind.LEAVE),
            Tuple.of(15, Kind.RENAME), Tuple.of(40, Kind.ANNOUNCE),
            Tuple.of(15, Kind.ANSWER), Tuple.of(30, Kind.CREATE),
            Tuple.of(100, Kind.PUBLISH), Tuple.of(40, Kind.SPEAK),
            Tuple.of(25, Kind.RETRACT), Tuple.of(8, Kind.PURGE),
            Tuple.of(10, Kind.DELETE), Tuple.of(80, Kind.SUBSCRIBE),
            Tuple.of(20, Kind.UNSUBSCRIBE), Tuple.of(20, Kind.RETRIEVE),
            Tuple.of(1, Kind.DESTROY)).withoutEdgeCases();
        return Combinators.combine(kinds, number(SESSIONS.size() - 1), number(2 * USERS.size() + 2),
            number(NODES.size() - 1), number(11)).as(Step::new).list().ofMinSize(40).ofMaxSize(100)
            .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Small numbers are no likelier than others. */
    private static Arbitrary<Integer> number(final int most) {
        return Arbitraries.integers().between(0, most).withDistribution(RandomDistribution.uniform())
            .withoutEdgeCases();
    }

    @Provide
    Arbitrary<List<Integer>> knowledge() {
        return number(3).list().ofSize(SESSIONS.size());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void m3ToM10_everybodyIsToldWhatTheModelSays(@ForAll("steps") final List<Step> steps,
                                                 @ForAll("knowledge") final List<Integer> knowledge,
                                                 @ForAll final boolean slow) {
        final Run run = new Run(knowledge, slow);
        for (final Step step : steps) {
            run.take(step);
            run.compare(step);
        }
        run.end();
    }

    /** The nodes whose bits are set. */
    private static Set<String> nodes(final int bits) {
        final Set<String> nodes = new TreeSet<>();
        for (int i = 0; i < NODES.size(); i++) {
            if ((bits >> i & 1) == 1) {
                nodes.add(NODES.get(i));
            }
        }
        return nodes;
    }

    /** The feature and the model, side by side. */
    private static final class Run {

        private final MepFixture server = new MepFixture();
        private final ReferenceModel model;

        Run(final List<Integer> knowledge, final boolean slow) {
            final Map<JID, Set<String>> known = new HashMap<>();
            for (int i = 0; i < SESSIONS.size(); i++) {
                // Most are unknown to the server.
                final Set<String> nodes = nodes(i % 3 == 0 ? knowledge.get(i) : 0);
                known.put(SESSIONS.get(i), nodes);
                server.capabilities.serverKnows(SESSIONS.get(i), nodes.toArray(String[]::new));
            }
            model = new ReferenceModel(ROOM_OWNER, known);
            server.settings.unhurried();
            if (slow) {
                server.capabilities.slowly();
                model.slowly();
            }
            createRoom();
        }

        private void createRoom() {
            server.rooms.create(COVEN);
            server.affiliate(new JID(ROOM_OWNER), Affiliation.OWNER);
        }

        void take(final Step step) {
            final JID session = SESSIONS.get(step.session());
            final String service = service(session, step.service());
            final String node = NODES.get(step.node());
            final String item = "i" + step.option() % 4;
            switch (step.kind()) {
                case ENTER -> enter(session, step);
                case LEAVE -> leave(session);
                case RENAME -> rename(session.toBareJID(), NICKNAMES.get(step.option() % NICKNAMES.size()));
                case ANNOUNCE -> announce(session, step.option());
                case ANSWER -> {
                    server.capabilities.answer();
                    server.settle();
                    model.answer();
                }
                case CREATE -> create(session, service, node, step.option());
                case PUBLISH -> expect(server.publish(session, address(service), node, item),
                    model.publish(session, service, node, item));
                case SPEAK -> speak(node, item);
                case RETRACT -> expect(set(session, service, "<retract node='" + node + "'><item id='" + item
                    + "'/></retract>"), model.retract(session, service, node, item));
                case PURGE -> expect(setAsOwner(session, service, "<purge node='" + node + "'/>"),
                    model.purge(session, service, node));
                case DELETE -> expect(setAsOwner(session, service, "<delete node='" + node + "'/>"),
                    model.delete(session, service, node));
                case SUBSCRIBE -> expect(set(session, service, "<subscribe node='" + node + "' jid='" + session + "'/>"),
                    model.subscribe(session, service, node));
                case UNSUBSCRIBE -> expect(set(session, service, "<unsubscribe node='" + node + "' jid='" + session
                    + "'/>"), model.unsubscribe(session, service, node));
                case RETRIEVE -> retrieve(session, service, node);
                case DESTROY -> {
                    server.destroy(COVEN);
                    model.destroy();
                    createRoom();
                }
            }
        }

        /** Every user's service, the room's, and that of an occupant who is not there; often one's own. */
        private static String service(final JID session, final int number) {
            if (number < USERS.size()) {
                return USERS.get(number);
            } else if (number < 2 * USERS.size()) {
                return session.toBareJID();
            }
            return number == 2 * USERS.size() ? "nobody" : ReferenceModel.ROOM;
        }

        private JID address(final String service) {
            return ReferenceModel.ROOM.equals(service) ? COVEN
                : occupant(model.nicknames.getOrDefault(service, "nobody"));
        }

        private void enter(final JID session, final Step step) {
            if (model.isPresent(session)) {
                return;
            }
            String nickname = model.nicknames.get(session.toBareJID());
            if (nickname == null) {
                nickname = NICKNAMES.get(step.option() % NICKNAMES.size());
                if (model.nicknames.containsValue(nickname)) {
                    return;
                }
            }
            if (step.node() > 0) {
                announce(session, step.option());
            }
            model.enter(session, nickname);
            server.join(session, nickname);
        }

        private void leave(final JID session) {
            if (model.isPresent(session)) {
                model.leave(session);
                server.leave(session);
            }
        }

        private void rename(final String user, final String nickname) {
            final String from = model.nicknames.get(user);
            if (from != null && !model.nicknames.containsValue(nickname)) {
                model.rename(user, nickname);
                server.rename(from, nickname);
            }
        }

        private void announce(final JID session, final int option) {
            if (option < 9) {
                final Set<String> nodes = nodes(option % 4);
                model.announce(session, nodes);
                server.present(session, "Thyme", server.capabilities.interestedIn(nodes.toArray(String[]::new)));
            } else {
                model.announce(session, ReferenceModel.LIE);
                server.present(session, "Thyme", FakeCapabilities.unbelievable());
            }
        }

        private void create(final JID session, final String service, final String node, final int option) {
            final String sendLast = SEND_LAST.get(option % 3);
            final int maxItems = 1 + option / 3 % 2;
            final boolean persist = option / 6 == 0;
            expect(set(session, service, "<create node='" + node + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='pubsub#send_last_published_item'><value>" + sendLast + "</value></field>"
                + "<field var='pubsub#max_items'><value>" + maxItems + "</value></field>"
                + "<field var='pubsub#persist_items'><value>" + persist + "</value></field></x></configure>"),
                model.create(session, service, node, persist, maxItems, sendLast));
        }

        private void speak(final String node, final String item) {
            server.mep.publish(COVEN, node, item, DocumentHelper.createElement("thing"));
            server.settle();
            model.publish(ReferenceModel.ROOM, node, item);
        }

        private void retrieve(final JID session, final String service, final String node) {
            final IQ request = server.stanza("get", session, address(service), "<pubsub xmlns='" + PUBSUB
                + "'><items node='" + node + "'/></pubsub>");
            final ReferenceModel.ModelNode found = model.services.getOrDefault(service, Map.of()).get(node);
            final boolean own = service.equals(session.toBareJID()) && model.isPresent(session);
            if (found == null && !own && model.isPresent(session) && !ReferenceModel.ROOM.equals(service)) {
                assertThat(server.claims(request)).isFalse();
                return;
            }
            final IQ reply = server.answered(request);
            if (!model.isPresent(session)) {
                expect(reply, "not-authorized");
            } else if (found == null) {
                expect(reply, "item-not-found");
            } else if (!found.persist) {
                expect(reply, "feature-not-implemented");
            } else {
                assertThat(server.done(reply).element("items").elements())
                    .extracting(element -> element.attributeValue("id")).isEqualTo(found.items);
            }
        }

        private IQ set(final JID session, final String service, final String content) {
            return server.set(session, address(service), "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>");
        }

        private IQ setAsOwner(final JID session, final String service, final String content) {
            return server.set(session, address(service), "<pubsub xmlns='" + PUBSUB + "#owner'>" + content
                + "</pubsub>");
        }

        private static void expect(final IQ reply, final String expected) {
            final Element error = reply.getElement().element("error");
            assertThat(error == null ? "done" : error.elements().get(0).getName()).as(reply::toXML).isEqualTo(expected);
        }

        /** M13: nothing is held where nobody is left. */
        void end() {
            SESSIONS.forEach(this::leave);
            assertThat(server.mep.memory().total()).isZero();
            assertThat(server.mep.memory().keys()).isZero();
        }

        void compare(final Step step) {
            Recount.verify(server.mep);
            final Map<JID, List<String>> expected = model.takeTold();
            for (final JID session : SESSIONS) {
                final List<String> told = new ArrayList<>();
                server.eventsOf(session).forEach(message -> told.add(describe(message)));
                // Greetings of several services come in any order.
                assertThat(told).as(() -> "told to " + session + " after " + step)
                    .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(session, List.of()));
            }
        }

        private static String describe(final Message message) {
            final String from = message.getFrom().getResource() == null ? ReferenceModel.ROOM
                : message.getFrom().getResource();
            final Element event = message.getElement().element("event");
            final Element what = event.elements().get(0);
            final String node = what.attributeValue("node");
            if (!"items".equals(what.getName())) {
                return from + ' ' + what.getName() + ' ' + node;
            }
            final Element item = what.elements().get(0);
            final String kind = message.getElement().element("delay") != null ? "late"
                : "retract".equals(item.getName()) ? "retract" : "publish";
            return from + ' ' + kind + ' ' + node + ' ' + item.attributeValue("id");
        }
    }
}
