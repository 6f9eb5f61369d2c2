/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Stanzas;
import org.igniterealtime.openfire.plugin.mucpulse.server.CapsAnnouncement.Generation;
import org.jivesoftware.openfire.IQRouter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** M4: clients are asked what they announced, and believed only where the answer fits. */
class CapsDiscoveryTest {

    private static final JID CRONE = new JID("crone1@shakespeare.lit/desktop");
    private static final JID WICCA = new JID("wiccarocks@shakespeare.lit/laptop");
    private static final JID HAG = new JID("hag66@elsewhere.lit/pda");

    /** SHA-1 of {@code client/pc//<activity+notify<http://jabber.org/protocol/disco#info<}. */
    private static final String HASH = "QTXYFM4a5lz0i9EpETuCCH2fvgc=";
    private static final CapsAnnouncement ANNOUNCEMENT =
        new CapsAnnouncement(Generation.CAPS, "sha-1", HASH, "http://jisti.org#" + HASH);
    private static final String ANSWER = "<identity category='client' type='pc'/><feature var='activity+notify'/>"
        + "<feature var='http://jabber.org/protocol/disco#info'/>";

    /** What is waited for, by the id of the question. */
    private final Map<String, IQResultListener> listeners = new HashMap<>();
    private final Map<String, Long> patience = new HashMap<>();
    private final RecordingSender sender = new RecordingSender();
    private final List<Set<String>> answers = new ArrayList<>();
    private DiscoCapabilities capabilities;
    private boolean overloaded;

    @BeforeEach
    void listen() {
        // Remembers no calls, as there are many.
        final IQRouter router = mock(IQRouter.class, withSettings().stubOnly());
        doAnswer(call -> {
            listeners.put(call.getArgument(0), call.getArgument(1));
            patience.put(call.getArgument(0), call.getArgument(2));
            return null;
        }).when(router).addIQResultListener(anyString(), any(), anyLong());
        capabilities = new DiscoCapabilities(router, new StanzaSender() {
            @Override
            public void send(final Packet stanza) {
                throw new AssertionError("The caller must not be made to wait");
            }

            @Override
            public boolean offer(final Packet stanza) {
                return !overloaded && sender.offer(stanza);
            }
        }, "shakespeare.lit", (session, feature) ->
            session.equals(HAG) ? Optional.of("x".equals(feature)) : Optional.empty());
    }

    private void resolve(final JID session) {
        capabilities.resolve(session, ANNOUNCEMENT, answers::add);
    }

    /** The questions since the last call, in order. */
    private List<IQ> questions() {
        return sender.take().stream().map(IQ.class::cast).toList();
    }

    private IQ question() {
        final List<IQ> questions = questions();
        assertThat(questions).hasSize(1);
        return questions.get(0);
    }

    private void answer(final IQ question, final String content) {
        answer(question, question.getTo(), "result", content);
    }

    private void answer(final IQ question, final JID from, final String type, final String content) {
        listeners.remove(question.getID()).receivedAnswer(Stanzas.iq("<iq type='" + type + "' id='" + question.getID()
            + "' to='shakespeare.lit' from='" + from + "'><query xmlns='http://jabber.org/protocol/disco#info' node='"
            + ANNOUNCEMENT.node() + "'>" + content + "</query></iq>"));
    }

    private void timeOut(final IQ question) {
        listeners.remove(question.getID()).answerTimeout(question.getID());
    }

    @Test
    void m4_clientIsAskedByTheServerForWhatItAnnounced() {
        resolve(CRONE);

        final IQ question = question();
        assertThat(question.getID()).hasSizeGreaterThan(5);
        XmlAssert.assertThat(question.toXML()).and("<iq type='get' id='" + question.getID() + "' from='shakespeare.lit' "
            + "to='" + CRONE + "'><query xmlns='http://jabber.org/protocol/disco#info' node='http://jisti.org#" + HASH
            + "'/></iq>").areSimilar();
        assertThat(answers).isEmpty();
    }

    @Test
    void m4_answerThatFitsIsBelievedAndRemembered() {
        resolve(CRONE);
        answer(question(), ANSWER);
        assertThat(answers).containsExactly(Set.of("activity+notify"));

        resolve(WICCA);

        assertThat(answers).hasSize(2).containsOnly(Set.of("activity+notify"));
        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_whatIsRememberedDoesNotDependOnTheClientsName() {
        resolve(CRONE);
        answer(question(), ANSWER);

        capabilities.resolve(WICCA, new CapsAnnouncement(Generation.CAPS, "sha-1", HASH, "http://other#" + HASH),
            answers::add);

        assertThat(answers).hasSize(2);
        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_answerThatDoesNotFitIsNotBelieved() {
        resolve(CRONE);

        answer(question(), ANSWER + "<feature var='more+notify'/>");

        assertThat(answers).isEmpty();
        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_errorIsNoAnswer() {
        resolve(CRONE);

        answer(question(), CRONE, "error", ANSWER);

        assertThat(answers).isEmpty();
    }

    @Test
    void m4_answerOfSomebodyElseIsNotBelieved() {
        resolve(CRONE);

        answer(question(), WICCA, "result", ANSWER);

        assertThat(answers).isEmpty();
        resolve(HAG);
        assertThat(questions()).as("nothing was remembered").hasSize(1);
    }

    @Test
    void m4_questionCannotBeGuessed() {
        resolve(CRONE);
        final IQ one = question();
        answer(one, "");
        resolve(CRONE);

        assertThat(question().getID()).isNotEqualTo(one.getID());
    }

    @Test
    void m4_ofManyWhoAnnounceTheSameOneIsAsked() {
        resolve(CRONE);
        resolve(WICCA);
        resolve(HAG);
        final IQ question = question();
        assertThat(question.getTo()).isEqualTo(CRONE);

        answer(question, ANSWER);

        assertThat(answers).hasSize(3).containsOnly(Set.of("activity+notify"));
        assertThat(questions()).isEmpty();
        assertThat(listeners).isEmpty();
    }

    @Test
    void m4_whoLiesIsNotAskedAgainButTheOthersAre() {
        resolve(CRONE);
        resolve(WICCA);
        resolve(CRONE);
        resolve(HAG);

        answer(question(), "<feature var='lie+notify'/>");

        final List<IQ> questions = questions();
        assertThat(questions).extracting(IQ::getTo).containsExactly(WICCA, HAG);
        assertThat(answers).isEmpty();
        answer(questions.get(0), ANSWER);
        assertThat(answers).hasSize(1);
        answer(questions.get(1), ANSWER);
        assertThat(answers).hasSize(2);
    }

    @Test
    void m4_whoIsSilentDelaysTheOthersForAShortTimeOnly() {
        resolve(CRONE);
        resolve(WICCA);
        resolve(WICCA);
        final IQ first = question();
        assertThat(patience.get(first.getID())).isLessThanOrEqualTo(Duration.ofSeconds(10).toMillis());

        timeOut(first);

        final List<IQ> questions = questions();
        assertThat(questions).extracting(IQ::getTo).containsExactly(CRONE, WICCA);
        assertThat(patience.get(questions.get(0).getID())).isEqualTo(Duration.ofMinutes(1).toMillis());
        answer(questions.get(1), ANSWER);
        assertThat(answers).as("both places where Wicca said it").hasSize(2);
    }

    @Test
    void m4_whoNeverAnswersCostsNothing() {
        for (int i = 0; i < 10_100; i++) {
            resolve(new JID("u" + i, "shakespeare.lit", "r", true));
            final IQ question = question();
            timeOut(question);
            timeOut(question());
        }

        assertThat(listeners).isEmpty();
        assertThat(answers).isEmpty();
        resolve(WICCA);
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_onlySoManyWaitForAnAnswer() {
        for (int i = 0; i < 10_100; i++) {
            resolve(new JID("u" + i, "shakespeare.lit", "r", true));
        }

        answer(question(), ANSWER);

        assertThat(answers).hasSize(10_000);
    }

    @Test
    void m4_questionThatCannotBeSentIsForgotten() {
        overloaded = true;
        resolve(CRONE);
        resolve(CRONE);
        overloaded = false;

        resolve(CRONE);
        answer(question(), ANSWER);

        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_lateTimeoutOfAnAnsweredQuestionDoesNothing() {
        resolve(CRONE);
        final IQ question = question();
        final IQResultListener listener = listeners.get(question.getID());
        answer(question, ANSWER);

        listener.answerTimeout(question.getID());

        assertThat(answers).hasSize(1);
        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_algorithmThatNobodyKnowsIsNotAskedAbout() {
        capabilities.resolve(CRONE, new CapsAnnouncement(Generation.CAPS, "md5", HASH, "n"), answers::add);

        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_serversKnowledgeIsPassedOn() {
        assertThat(capabilities.announces(HAG, "x")).isTrue();
        assertThat(capabilities.announces(HAG, "y")).isFalse();
        assertThat(capabilities.announces(CRONE, "x")).isFalse();
        assertThat(capabilities.lacks(HAG, "x")).isFalse();
        assertThat(capabilities.lacks(HAG, "y")).isTrue();
        assertThat(capabilities.lacks(CRONE, "x")).isFalse();
    }
}
