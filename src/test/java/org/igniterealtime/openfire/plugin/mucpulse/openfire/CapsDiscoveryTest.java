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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement.Generation;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.IQRouter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** M4: clients are asked what they announced, and believed only where the answer fits. */
class CapsDiscoveryTest {

    private static final JID ROOM = new JID("coven@chat.shakespeare.lit");
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
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
    /** In the name of which domain nothing can be sent. */
    private String unsendable = "";
    /** What is thrown where something is to be sent. */
    @Nullable
    private Error failure;
    private long time;
    private final Ticker ticker = new Ticker() {
        @Override
        public long read() {
            return time;
        }
    };
    private final ErrorHandler errors = new ErrorHandler(ticker);

    @BeforeEach
    void listen() {
        capabilities = newCapabilities();
        capabilities.listen(session -> capabilities.interests(ANNOUNCEMENT).ifPresent(answers::add));
    }

    private DiscoCapabilities newCapabilities() {
        // Remembers no calls, as there are many.
        final IQRouter router = mock(IQRouter.class, withSettings().stubOnly());
        doAnswer(call -> {
            listeners.put(call.getArgument(0), call.getArgument(1));
            patience.put(call.getArgument(0), call.getArgument(2));
            return null;
        }).when(router).addIQResultListener(anyString(), any(), anyLong());
        return new DiscoCapabilities(router, new StanzaSender() {
            @Override
            public void send(final Packet stanza) {
                throw new AssertionError("The caller must not be made to wait");
            }

            @Override
            public boolean offer(final Packet stanza) {
                if (failure != null) {
                    throw failure;
                }
                return !overloaded && !stanza.getFrom().getDomain().equals(unsendable) && sender.offer(stanza);
            }
        }, "shakespeare.lit", (session, feature) ->
            session.equals(HAG) ? Optional.of("x".equals(feature)) : Optional.empty(), Set.of(CHAT_STATES, "other"),
            ticker, errors);
    }

    private void resolve(final JID session) {
        resolve(session, ANNOUNCEMENT);
    }

    private void resolve(final JID session, final CapsAnnouncement announcement) {
        final Optional<Set<String>> known = capabilities.interests(announcement);
        known.ifPresent(answers::add);
        if (known.isEmpty()) {
            capabilities.ask(session, ROOM, announcement);
        }
    }

    private static CapsAnnouncement unanswerable(final int number) {
        return new CapsAnnouncement(Generation.CAPS, "sha-1", "h" + number, "http://jisti.org#h" + number);
    }

    private static JID user(final int number) {
        return new JID("u" + number, "shakespeare.lit", "r", true);
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
    void s1_nothingIsThrownIntoTheThreadThatBringsAnAnswer() {
        capabilities = newCapabilities();
        capabilities.listen(session -> {
            throw new NoClassDefFoundError("as the test wants it");
        });
        capabilities.listen(session -> capabilities.interests(ANNOUNCEMENT).ifPresent(answers::add));
        resolve(CRONE);

        answer(question(), ANSWER);

        assertThat(answers).as("the listener after the one that failed").hasSize(1);
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void s1_nothingIsThrownIntoTheThreadInWhichAQuestionTimesOut() {
        resolve(HAG);
        resolve(WICCA);
        final IQ question = question();
        failure = new NoClassDefFoundError("as the test wants it");

        timeOut(question);

        assertThat(errors.count()).isPositive();
        assertThat(capabilities.open()).isZero();
    }

    @Test
    void m4_answerThatFitsIsBelievedAndRemembered() {
        resolve(CRONE);
        answer(question(), ANSWER);
        assertThat(answers).containsExactly(Set.of("activity"));

        resolve(WICCA);

        assertThat(answers).hasSize(2).containsOnly(Set.of("activity"));
        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_whatIsRememberedDoesNotDependOnTheClientsName() {
        resolve(CRONE);
        answer(question(), ANSWER);

        resolve(WICCA, new CapsAnnouncement(Generation.CAPS, "sha-1", HASH, "http://other#" + HASH));

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

    @ParameterizedTest
    @ValueSource(strings = {
        "<identity category='http:' type='' lang='jabber.org' name='protocol/chatstates'/><feature var='urn:x'/>",
        "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>" + CHAT_STATES
            + "</value></field><field var='urn:x'/></x>",
        "<feature xmlns='urn:example' var='" + CHAT_STATES + "'/><feature var='urn:x'/>"})
    void m4_answerThatHidesAFeatureDoesNotSpeakForOthers(final String hiding) throws NoSuchAlgorithmException {
        final String hash = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(
            ("client/pc//<" + CHAT_STATES + "<urn:x<").getBytes(StandardCharsets.UTF_8)));
        final CapsAnnouncement announcement = new CapsAnnouncement(Generation.CAPS, "sha-1", hash, "n#" + hash);
        final String pc = "<identity category='client' type='pc'/>";
        resolve(CRONE, announcement);
        resolve(WICCA, announcement);

        answer(question(), pc + hiding);
        assertThat(capabilities.interests(announcement)).isEmpty();
        answer(question(), pc + "<feature var='" + CHAT_STATES + "'/><feature var='urn:x'/>");

        assertThat(capabilities.interests(announcement)).isPresent();
        assertThat(capabilities.features(announcement)).hasValue(Set.of(CHAT_STATES));
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

        assertThat(answers).hasSize(3).containsOnly(Set.of("activity"));
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
        assertThat(answers).as("for both who announced it").hasSize(2);
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

        final IQ second = question();
        assertThat(second.getTo()).isEqualTo(WICCA);
        assertThat(patience.get(second.getID())).isEqualTo(Duration.ofMinutes(1).toMillis());
        answer(second, ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_whoWasSilentIsAskedAgainWhenThatIsWanted() {
        resolve(CRONE);
        timeOut(question());

        resolve(CRONE);

        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_whoNeverAnswersCostsNothing() {
        for (int i = 0; i < 10_100; i++) {
            resolve(user(i));
            timeOut(question());
        }

        assertThat(listeners).isEmpty();
        assertThat(answers).isEmpty();
        assertThat(capabilities.open()).isZero();
        resolve(WICCA);
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_newerAnnouncementOfASessionReplacesTheOlder() {
        resolve(CRONE);
        final IQ old = question();
        resolve(CRONE, unanswerable(1));
        questions();

        answer(old, ANSWER);

        assertThat(answers).as("nobody wants to know it any more").isEmpty();
        resolve(WICCA);
        assertThat(answers).as("and it is remembered").hasSize(1);
    }

    @Test
    void m4_sessionThatAnnouncesWithoutEndIsAskedTwiceAtATime() {
        for (int i = 0; i < 10_300; i++) {
            resolve(CRONE, unanswerable(i));
        }
        assertThat(questions()).hasSize(2);

        resolve(WICCA);
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_userWithManySessionsIsAskedOnlySoOften() {
        for (int i = 0; i < 1_000; i++) {
            resolve(new JID("crone1", "shakespeare.lit", "r" + i, true), unanswerable(i));
        }
        final List<IQ> first = questions();
        assertThat(first).hasSize(20);
        first.forEach(this::timeOut);
        resolve(CRONE);
        assertThat(questions()).as("the burst is used up").isEmpty();

        time += Duration.ofSeconds(31).toNanos();
        resolve(CRONE);
        answer(question(), ANSWER);
        assertThat(answers).isNotEmpty();
    }

    @Test
    void m4_domainTakesTheQuestionsOfNoOther() {
        for (int i = 0; i < 12_000; i++) {
            resolve(new JID("u" + i, "elsewhere.lit", "r", true), unanswerable(i));
        }
        assertThat(questions()).hasSize(CapsQuestions.OPEN_TO_DOMAIN);

        resolve(new JID("u", "third.lit", "r", true));
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_onlySoManyAreAskedAtATime() {
        for (int i = 0; i < 10_100; i++) {
            resolve(user(i), unanswerable(i));
        }

        assertThat(questions()).hasSize(10_000);
        assertThat(capabilities.open()).isEqualTo(10_000);
    }

    @Test
    void m4_onlySoManyWaitForAnAnswer() {
        for (int i = 0; i < 20_100; i++) {
            resolve(user(i));
        }

        answer(question(), ANSWER);

        assertThat(answers).hasSize(20_000);
    }

    private static CapsAnnouncement announcing(final String input) throws NoSuchAlgorithmException {
        final String hash = Base64.getEncoder().encodeToString(
            MessageDigest.getInstance("SHA-1").digest(input.getBytes(StandardCharsets.UTF_8)));
        return new CapsAnnouncement(Generation.CAPS, "sha-1", hash, "n#" + hash);
    }

    private Optional<Set<String>> interests(final List<String> features) throws NoSuchAlgorithmException {
        final List<String> sorted = features.stream().sorted().toList();
        final CapsAnnouncement announcement =
            announcing("client/pc//<" + sorted.stream().map(one -> one + '<').collect(Collectors.joining()));
        capabilities.ask(user(sorted.hashCode()), ROOM, announcement);
        answer(question(), "<identity category='client' type='pc'/>"
            + sorted.stream().map(one -> "<feature var='" + one + "'/>").collect(Collectors.joining()));
        return capabilities.interests(announcement);
    }

    @Test
    void s3_onlySoManyAndSoLongInterestsAreKept() throws NoSuchAlgorithmException {
        final List<String> features = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            features.add("a" + i + "+notify");
            features.add("b".repeat(257) + i + "+notify");
            features.add("c" + i);
        }

        assertThat(interests(features)).hasValueSatisfying(nodes ->
            assertThat(nodes).hasSize(64).allSatisfy(node -> assertThat(node).startsWith("a")));
        assertThat(interests(List.of("n".repeat(256) + "+notify"))).contains(Set.of("n".repeat(256)));
    }

    @Test
    void s3_interestsThatAreEqualAreHeldOnce() throws NoSuchAlgorithmException {
        final Set<String> one = interests(List.of("x+notify", "something")).orElseThrow();
        final Set<String> other = interests(List.of("x+notify", "something else")).orElseThrow();

        assertThat(one).isSameAs(other);
    }

    @Test
    void s2_answersThatAreTooLargeAreNotLookedAt() throws NoSuchAlgorithmException {
        assertThat(interests(IntStream.range(0, 990).mapToObj(i -> "f" + i + "+notify").toList())).isPresent();
        assertThat(interests(IntStream.range(0, 1_001).mapToObj(i -> "f" + i + "+notify").toList())).isEmpty();
        assertThat(interests(List.of("x+notify", "y".repeat(65_536)))).isEmpty();
    }

    @Test
    void s2_answersThatAreNestedTooDeepAreNotLookedAt() {
        resolve(CRONE);

        answer(question(), ANSWER + "<x xmlns='jabber:x:data'>" + "<a>".repeat(3_000) + "</a>".repeat(3_000) + "</x>");

        assertThat(answers).isEmpty();
        assertThat(capabilities.open()).isZero();
    }

    private void fail(final IQ question, final String condition) {
        listeners.remove(question.getID()).receivedAnswer(Stanzas.iq("<iq type='error' id='" + question.getID()
            + "' to='" + question.getFrom() + "' from='" + question.getTo() + "'><error type='cancel'><" + condition
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"));
    }

    private static JID stranger(final String domain, final int number) {
        return new JID("u" + number, domain, "r", true);
    }

    @Test
    void m4_userOfAnotherServerIsAskedInTheNameOfTheService() {
        resolve(HAG);

        final IQ question = question();
        XmlAssert.assertThat(question.toXML()).and("<iq type='get' id='" + question.getID()
            + "' from='chat.shakespeare.lit" + DiscoCapabilities.QUESTIONER + "' to='" + HAG + "'><query xmlns='http://jabber.org/protocol/disco#info' "
            + "node='http://jisti.org#" + HASH + "'/></iq>").areSimilar();
        answer(question, ANSWER);
        assertThat(answers).containsExactly(Set.of("activity"));
        assertThat(questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote-server-not-found", "remote-server-timeout", "service-unavailable", "silence"})
    void m4_whereOneDomainGetsNoAnswerTheOtherAsks(final String condition) {
        resolve(HAG);
        final IQ first = question();
        if ("silence".equals(condition)) {
            timeOut(first);
        } else {
            fail(first, condition);
        }

        final IQ second = question();
        assertThat(second.getFrom()).hasToString("shakespeare.lit");
        assertThat(second.getTo()).isEqualTo(HAG);
        assertThat(second.getID()).isNotEqualTo(first.getID());
        answer(second, ANSWER);
        assertThat(answers).hasSize(1);
        assertThat(capabilities.open()).isZero();
        assertThat(capabilities.waiting()).isZero();
    }

    @Test
    void m4_whereNothingCanBeSentForTheServiceTheServerAsks() {
        unsendable = "chat.shakespeare.lit";

        resolve(HAG);

        final IQ question = question();
        assertThat(question.getFrom()).hasToString("shakespeare.lit");
        answer(question, ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_whoLiesToTheServiceIsNotAskedByTheServer() {
        resolve(HAG);

        answer(question(), "<feature var='lie+notify'/>");

        assertThat(questions()).isEmpty();
        assertThat(capabilities.open()).isZero();
    }

    @Test
    void m4_lateTimeoutOfTheServicesQuestionAsksNobody() {
        resolve(HAG);
        final IQ first = question();
        final IQResultListener late = listeners.get(first.getID());
        fail(first, "service-unavailable");
        final IQ second = question();

        late.answerTimeout(first.getID());

        assertThat(questions()).isEmpty();
        answer(second, ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_whoIsBlockedAtFirstIsAskedAgainWhenThatIsWanted() {
        resolve(HAG);
        fail(question(), "remote-server-not-found");
        fail(question(), "remote-server-not-found");
        assertThat(questions()).isEmpty();

        resolve(HAG);

        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_whoseAnswerIsAwaitedIsNotAskedOnceMore() {
        resolve(CRONE);
        resolve(WICCA);
        timeOut(question());
        assertThat(question().getTo()).isEqualTo(WICCA);

        resolve(WICCA);

        assertThat(questions()).isEmpty();
    }

    @Test
    void m4_usersOfOtherServersLeaveHalfOfTheQuestionsToThoseOfThisOne() {
        for (int domain = 0; domain < 20; domain++) {
            for (int i = 0; i < 600; i++) {
                resolve(stranger("d" + domain + ".lit", i), unanswerable(600 * domain + i));
            }
        }
        assertThat(questions()).hasSize(CapsQuestions.OPEN_REMOTE);

        resolve(WICCA);
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_userWhoAsksWithoutEndTakesNothingFromTheOthersOfTheDomain() {
        for (int i = 0; i < 5_000; i++) {
            resolve(new JID("crone1", "elsewhere.lit", "r" + i, true), unanswerable(i));
            questions().forEach(this::timeOut);
            questions().forEach(this::timeOut);
        }

        resolve(HAG);
        answer(question(), ANSWER);
        assertThat(answers).hasSize(1);
    }

    @Test
    void m4_usersOfAnotherDomainAreAskedOnlySoOften() {
        int asked = 0;
        for (int i = 0; i < 3_000; i++) {
            resolve(stranger("elsewhere.lit", i), unanswerable(i));
            final List<IQ> questions = questions();
            asked += questions.size();
            questions.forEach(this::timeOut);
            questions().forEach(this::timeOut);
        }
        assertThat(asked).isEqualTo(CapsQuestions.DOMAIN_BURST);
        resolve(stranger("third.lit", 1));
        answer(question(), ANSWER);
        assertThat(answers).as("of another domain").hasSize(1);
    }

    @Test
    void s3_nothingIsLeftOfSessionsThatCouldNotBeAsked() {
        for (int user = 0; user < 300; user++) {
            for (int i = 0; i < 100; i++) {
                resolve(new JID("u" + user, "shakespeare.lit", "r" + i, true), unanswerable(100 * user + i));
            }
        }
        assertThat(capabilities.waiting()).as("those that are being asked").isEqualTo(capabilities.open());
        questions().forEach(this::timeOut);
        assertThat(capabilities.waiting()).isZero();
        assertThat(capabilities.open()).isZero();

        resolve(WICCA);
        answer(question(), ANSWER);
        assertThat(answers).as("of somebody else").hasSize(1);
    }

    @Test
    void s3_sessionsOfOneDomainAndOfOtherServersWaitInBounds() {
        resolve(CRONE);
        for (int domain = 0; domain < 8; domain++) {
            for (int i = 0; i < 2_600; i++) {
                resolve(stranger("s" + i % 7 + ".d" + domain + ".lit", i));
            }
            assertThat(capabilities.waiting()).isEqualTo(1 + Math.min(CapsQuestions.WAITING_REMOTE,
                (domain + 1) * CapsQuestions.WAITING_OF_DOMAIN));
        }
        resolve(WICCA);

        answer(question(), ANSWER);

        assertThat(answers).as("both of this server, and the others").hasSize(2 + CapsQuestions.WAITING_REMOTE);
        assertThat(capabilities.waiting()).isZero();
    }

    @Test
    void s3_ofTheFeaturesThoseAreRememberedThatMatter() throws NoSuchAlgorithmException {
        final List<String> features = List.of(CHAT_STATES, "urn:example:something", "x+notify");
        interests(features);

        assertThat(capabilities.features(announcing("client/pc//<" + String.join("<", features) + '<')))
            .contains(Set.of(CHAT_STATES));
        assertThat(capabilities.features(unanswerable(1))).isEmpty();
    }

    @Test
    void c6_everyoneWhoListensHearsOfAnAnswer() {
        final List<JID> heard = new ArrayList<>();
        capabilities.listen(session -> {
            throw new IllegalStateException("as the test wants it");
        });
        capabilities.listen(heard::add);
        resolve(CRONE);

        answer(question(), ANSWER);

        assertThat(answers).hasSize(1);
        assertThat(heard).containsExactly(CRONE);
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
        capabilities.ask(CRONE, ROOM, new CapsAnnouncement(Generation.CAPS, "md5", HASH, "n"));

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
