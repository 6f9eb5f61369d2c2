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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.PeerDomain;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is found out about the clients of users of other servers: M4 and C6, whatever these servers do. */
class FederationCapsIT {

    @RegisterExtension
    static final Federation federation = Federation.ofPeers();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private static final String NOTIFY = "urn:example:remote+notify";
    private static final String QUESTIONER = "/mucpulse-capabilities";

    private final MepScene scene = new MepScene(openfire);

    /** How a client with some features answers, if it is asked from an address with a given ending. */
    private static String answer(final Stanza request, final String asker, final String... features) {
        if (!request.xml().contains("disco#info") || !request.from().endsWith(asker)) {
            return "";
        }
        return "<iq type='result' id='" + request.id() + "' from='" + request.to() + "' to='" + request.from()
            + "'><query xmlns='" + MepScene.INFO + "'><identity category='client' type='pc' name='Test'/>"
            + Stream.concat(Stream.of(MepScene.INFO), Stream.of(features)).sorted()
                .map(feature -> "<feature var='" + feature + "'/>").collect(Collectors.joining())
            + "</query></iq>";
    }

    private static String refusal(final Stanza request, final String condition) {
        return "<iq type='error' id='" + request.id() + "' from='" + request.to() + "' to='" + request.from()
            + "'><error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    }

    /** Somebody of another server enters a room. */
    private static String join(final PeerDomain domain, final String room, final String user, final String caps) {
        final String session = user + '@' + domain.name() + "/orchard";
        domain.send("<presence from='" + session + "' to='" + room + '/' + user
            + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>" + caps + "</presence>");
        domain.await(stanza -> stanza.isPresence() && stanza.to().equals(session) && stanza.mucStatus().contains(110),
            PATIENCE);
        return session;
    }

    private static void awaitEvent(final PeerDomain domain, final String session) {
        domain.await(stanza -> stanza.isMessage() && stanza.to().equals(session)
            && stanza.xml().contains("urn:example:remote"), PATIENCE);
    }

    private static boolean isQuestion(final Stanza stanza, final String asker) {
        return stanza.isIq() && "get".equals(stanza.type()) && stanza.from().endsWith(asker)
            && stanza.xml().contains(MepScene.INFO);
    }

    private void publishRemote(final String room) {
        publish(scene.owner(), room, "urn:example:remote", "1", "<x xmlns='urn:example:remote'/>");
    }

    @Test
    void m4_clientOfAnotherServerIsAskedInTheNameOfTheServiceAlone() {
        final PeerDomain domain = federation.newDomain("caps");
        domain.answer(request -> answer(request, QUESTIONER, NOTIFY));
        final String room = scene.room();
        final String romeo = join(domain, room, "romeo", MepAnswers.caps(NOTIFY));

        publishRemote(room);

        awaitEvent(domain, romeo);
        assertThat(domain.stanzas(stanza -> stanza.isIq() && stanza.from().equals(openfire.server().domain())
            && stanza.to().equals(romeo))).isEmpty();
    }

    /** Errors that mean that somebody is gone, and answers that come too late, are not about the user's place. */
    @Test
    void m4_whereTheServiceIsRefusedTheServerAsks() {
        final String feature = NOTIFY + "-refused";
        final String server = openfire.server().domain();
        final PeerDomain domain = federation.newDomain("caps");
        domain.answer(request -> request.from().endsWith(QUESTIONER) ? refusal(request, "recipient-unavailable")
            : request.from().equals(server) ? answer(request, server, NOTIFY, feature) : "");
        final String room = scene.room();
        final String romeo = join(domain, room, "romeo", MepAnswers.caps(NOTIFY, feature));
        domain.await(stanza -> isQuestion(stanza, QUESTIONER), PATIENCE);

        publishRemote(room);

        awaitEvent(domain, romeo);
    }

    @Test
    void m4_clientThatWasSilentGetsItsEventsAtItsNextPresence() {
        final String feature = "urn:example:silent";
        final PeerDomain domain = federation.newDomain("caps");
        final String room = scene.room();
        final String romeo = join(domain, room, "romeo", MepAnswers.caps(NOTIFY, feature));
        final Stanza question = domain.await(stanza -> isQuestion(stanza, QUESTIONER), PATIENCE);
        domain.send(refusal(question, "service-unavailable"));
        final Stanza second = domain.await(stanza -> isQuestion(stanza, openfire.server().domain())
            && stanza.to().equals(romeo), PATIENCE);
        domain.send(refusal(second, "service-unavailable"));
        publishRemote(room);

        domain.answer(request -> answer(request, QUESTIONER, NOTIFY, feature));
        domain.send("<presence from='" + romeo + "' to='" + room + "/romeo'><show>away</show></presence>");

        awaitEvent(domain, romeo);
    }

    @Test
    void m4_silentUsersOfOneDomainKeepNobodyOfAnotherFromBeingAsked() {
        final PeerDomain hostile = federation.newDomain("hostile");
        final PeerDomain other = federation.newDomain("other");
        final String feature = "urn:example:other";
        other.answer(request -> answer(request, QUESTIONER, NOTIFY, feature));
        final String room = scene.room();
        final StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            flood.append("<presence from='u").append(i % 300).append('@').append(hostile.name()).append("/r").append(i)
                .append("' to='").append(room).append("/u").append(i % 300)
                .append("'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>")
                .append(MepAnswers.capsOf("v" + i)).append("</presence>");
        }
        hostile.send(flood.toString());

        final String romeo = join(other, room, "romeo", MepAnswers.caps(NOTIFY, feature));
        publishRemote(room);

        awaitEvent(other, romeo);
    }

    private static int composing(final PeerDomain domain) {
        return domain.stanzas(stanza -> stanza.has(STATES, "composing")).size();
    }

    @Test
    void c6_clientsOfOtherServersWithoutChatStatesAreSpared() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final PeerDomain without = federation.newDomain("without");
        without.answer(request -> answer(request, QUESTIONER, "urn:example:without"));
        final PeerDomain with = federation.newDomain("with");
        with.answer(request -> answer(request, QUESTIONER, "urn:example:with", STATES));
        join(without, troupe.room, "romeo", MepAnswers.caps("urn:example:without"));
        join(with, troupe.room, "juliet", MepAnswers.caps("urn:example:with", STATES));
        ChatStateTroupe.set(openfire, "rate.window", "1");
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1_100)).until(() -> {
                final int withBefore = composing(with);
                final int withoutBefore = composing(without);
                without.clear();
                with.clear();
                troupe.says(troupe.alice, "composing");
                troupe.send(troupe.alice, "<body>content</body>");
                with.await(stanza -> stanza.body().isPresent(), PATIENCE);
                without.await(stanza -> stanza.body().isPresent(), PATIENCE);
                assertThat(composing(with)).isGreaterThan(withBefore);
                return composing(without) == withoutBefore;
            });
        } finally {
            ChatStateTroupe.resetSettings(openfire);
        }
    }
}
