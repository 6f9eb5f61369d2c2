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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError.Condition;

/** Requests for commands, and the sessions that they are carried out in: S5. */
class CommandProcessorTest {

    private static final String ALICE = "alice@example.org/phone";
    private static final String BOB = "bob@example.org/phone";

    private final AtomicLong now = new AtomicLong();
    private final CommandSessions sessions = new CommandSessions(new Ticker() {
        @Override
        public long read() {
            return now.get();
        }
    });
    private final CommandProcessor processor = new CommandProcessor(sessions);
    private final FakeCommand command = new FakeCommand("test#one");
    private final FakeCommand other = new FakeCommand("test#other");

    private static IQ request(final String from, final String node, final String session, final String action,
                              final String value) {
        final IQ request = new IQ(IQ.Type.set);
        request.setFrom(from);
        request.setTo("example.org");
        final Element content =
            request.setChildElement("command", CommandProcessor.NAMESPACE).addAttribute("node", node);
        if (session != null) {
            content.addAttribute("sessionid", session);
        }
        if (action != null) {
            content.addAttribute("action", action);
        }
        if (value != null) {
            content.addElement(QName.get("x", "jabber:x:data")).addAttribute("type", "submit")
                .addElement("field").addAttribute("var", "field").addElement("value").setText(value);
        }
        return request;
    }

    private IQ send(final String from, final FakeCommand to, final String session, final String action,
                    final String value) {
        return processor.process(request(from, to.getCode(), session, action, value), to).answer();
    }

    private String begin(final String from) {
        return session(send(from, command, null, "execute", null));
    }

    private static String session(final IQ answer) {
        return answer.getChildElement().attributeValue("sessionid");
    }

    private static String status(final IQ answer) {
        return answer.getChildElement().attributeValue("status");
    }

    private static List<String> offered(final IQ answer) {
        return answer.getChildElement().element(QName.get("actions", CommandProcessor.NAMESPACE)).elements().stream()
            .map(Element::getName).toList();
    }

    private static void assertRefused(final IQ answer, final Condition condition, final String detail) {
        assertThat(answer.getType()).isEqualTo(IQ.Type.error);
        assertThat(answer.getError().getCondition()).isEqualTo(condition);
        assertThat(answer.getError().getApplicationConditionName()).isEqualTo(detail);
    }

    @Test
    void s5_commandGoesFromStepToStepAndBack() {
        final IQ first = send(ALICE, command, null, null, null);
        assertThat(status(first)).isEqualTo("executing");
        assertThat(offered(first)).containsExactly("next", "complete");
        final String session = session(first);
        assertThat(session).matches("[0-9a-f]{32}");

        final IQ second = send(ALICE, command, session, "next", "one");
        assertThat(second.getChildElement().elementText("second")).isEqualTo("one");
        assertThat(offered(second)).containsExactly("prev", "complete");
        final IQ back = send(ALICE, command, session, "prev", null);
        assertThat(back.getChildElement().elementText("first")).isEqualTo("one");
        send(ALICE, command, session, null, "two");
        final IQ done = send(ALICE, command, session, "execute", null);

        assertThat(status(done)).isEqualTo("completed");
        assertThat(command.executed).containsExactly(Map.of("field", List.of("two")));
        assertThat(sessions.size()).isZero();
        assertRefused(send(ALICE, command, session, "complete", null), Condition.bad_request, "bad-sessionid");
        assertThat(command.executed).hasSize(1);
    }

    @Test
    void s5_whatIsNotUnderstoodKeepsTheStep() {
        final String session = begin(ALICE);
        final IQ again = send(ALICE, command, session, "next", "wrong");

        assertThat(again.getChildElement().elementText("first")).isEqualTo("wrong");
        assertThat(again.getChildElement().element(QName.get("note", CommandProcessor.NAMESPACE))).isNotNull();
        assertThat(send(ALICE, command, session, "next", "right").getChildElement().elementText("second"))
            .isEqualTo("right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "next", "prev", "complete", "cancel"})
    void s5_sessionOfAnotherUserIsRefusedAndGoesOn(final String action) {
        final String session = begin(ALICE);
        send(ALICE, command, session, "next", "mine");

        assertRefused(send(BOB, command, session, action, "theirs"), Condition.bad_request, "bad-sessionid");
        assertRefused(send("alice@example.org/tablet", command, session, action, "theirs"), Condition.bad_request,
            "bad-sessionid");

        assertThat(command.executed).isEmpty();
        assertThat(status(send(ALICE, command, session, "complete", null))).isEqualTo("completed");
        assertThat(command.executed).containsExactly(Map.of("field", List.of("mine")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "next", "prev", "complete", "cancel"})
    void s5_sessionOfAnotherCommandIsRefusedAndGoesOn(final String action) {
        final String session = begin(ALICE);

        assertRefused(send(ALICE, other, session, action, "x"), Condition.bad_request, "bad-sessionid");

        assertThat(other.executed).isEmpty();
        assertThat(status(send(ALICE, command, session, "complete", "x"))).isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "next", "prev", "complete", "cancel"})
    void s5_whoLostTheRightIsRefusedAtEveryStepAndTheSessionEnds(final String action) {
        final String session = begin(ALICE);
        send(ALICE, command, session, "next", "mine");
        command.permitted.remove("alice@example.org");

        assertRefused(send(ALICE, command, session, action, "x"), Condition.forbidden, null);

        assertThat(command.executed).isEmpty();
        assertThat(sessions.size()).isZero();
        assertRefused(send(ALICE, command, null, "execute", null), Condition.forbidden, null);
        // Nor can anybody learn from it whether there is such a session.
        assertRefused(send(ALICE, command, "none", action, null), Condition.forbidden, null);
    }

    @Test
    void s5_cancelEndsTheSession() {
        final String session = begin(ALICE);

        assertThat(status(send(ALICE, command, session, "cancel", null))).isEqualTo("canceled");

        assertThat(sessions.size()).isZero();
        assertRefused(send(ALICE, command, session, "cancel", null), Condition.bad_request, "bad-sessionid");
    }

    @Test
    void s5_onlyWhatWasOfferedIsDone() {
        final String session = begin(ALICE);

        assertRefused(send(ALICE, command, session, "prev", null), Condition.bad_request, "bad-action");
        assertRefused(send(ALICE, command, session, "destroy", null), Condition.bad_request, "malformed-action");
        send(ALICE, command, session, "next", "x");
        assertRefused(send(ALICE, command, session, "next", "x"), Condition.bad_request, "bad-action");
        assertRefused(send(ALICE, command, null, "complete", "x"), Condition.bad_request, "bad-action");
        final IQ get = request(ALICE, command.getCode(), session, "complete", "x");
        get.setType(IQ.Type.get);
        assertRefused(processor.process(get, command).answer(), Condition.bad_request, null);

        assertThat(command.executed).isEmpty();
    }

    @Test
    void s5_sessionIsShortLived() {
        final String session = begin(ALICE);
        now.addAndGet(CommandSessions.LIFETIME.toNanos());
        assertThat(status(send(ALICE, command, session, "next", "x"))).isEqualTo("executing");
        now.incrementAndGet();

        assertRefused(send(ALICE, command, session, "complete", "x"), Condition.not_allowed, "session-expired");

        assertThat(command.executed).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void s5_userHasFewSessionsAndTheOldestGoes() {
        final String untouched = begin(BOB);
        final List<String> mine = new ArrayList<>();
        for (int session = 0; session <= CommandSessions.MOST_OF_USER; session++) {
            mine.add(begin("alice@example.org/" + session));
        }

        assertThat(sessions.size()).isEqualTo(CommandSessions.MOST_OF_USER + 1);
        assertRefused(send("alice@example.org/0", command, mine.get(0), "next", null), Condition.bad_request,
            "bad-sessionid");
        assertThat(status(send("alice@example.org/1", command, mine.get(1), "next", "x"))).isEqualTo("executing");
        assertThat(status(send(BOB, command, untouched, "next", "x"))).isEqualTo("executing");
    }

    @Test
    void s3_sessionsAreBoundedInAll() {
        for (int user = 0; user < CommandSessions.MOST + 10; user++) {
            command.permitted.add("user" + user + "@example.org");
            begin("user" + user + "@example.org/x");
        }

        assertThat(sessions.size()).isEqualTo(CommandSessions.MOST);
    }

    @Test
    void s3_expiredSessionsAreForgottenWhenSomebodyOpensOne() {
        begin(ALICE);
        begin(BOB);
        now.addAndGet(CommandSessions.LIFETIME.toNanos() + 1);

        begin(ALICE);

        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void s3_whatIsFilledInIsBoundedInAFormAndInAll() {
        final String tooLong = begin(ALICE);
        assertRefused(send(ALICE, command, tooLong, "next", Strings.repeat("x", SubmittedForm.MAX_SIZE)),
            Condition.bad_request, "bad-payload");
        assertThat(status(send(ALICE, command, tooLong, "next", "short"))).isEqualTo("executing");

        final String text = Strings.repeat("x", SubmittedForm.MAX_SIZE - 100);
        final int fit = CommandSessions.MOST_CHARACTERS / SubmittedForm.MAX_SIZE;
        for (int user = 0; user < 2 * fit; user++) {
            final String full = "user" + user + "@example.org/x";
            command.permitted.add("user" + user + "@example.org");
            send(full, command, begin(full), "next", text);
        }

        assertThat(sessions.size()).isLessThanOrEqualTo(fit + 2);
    }

    @Test
    void s5_twoRequestsForOneSessionDoItsWorkOnce() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                command.executed.clear();
                final String session = begin(ALICE);
                final CountDownLatch start = new CountDownLatch(1);
                final List<Future<IQ>> answers = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    answers.add(threads.submit(() -> {
                        start.await();
                        return send(ALICE, command, session, "complete", "x");
                    }));
                }
                start.countDown();
                int done = 0;
                for (final Future<IQ> answer : answers) {
                    done += answer.get().getType() == IQ.Type.result ? 1 : 0;
                }
                assertThat(done).isEqualTo(1);
                assertThat(command.executed).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void s2_refusalRepeatsNothingOfWhatIsNestedInTheRequest() {
        final IQ request = request(ALICE, command.getCode(), "none", "complete", null);
        Element deep = request.getChildElement();
        for (int level = 0; level < 20_000; level++) {
            deep = deep.addElement("deeper");
        }

        final IQ answer = processor.process(request, command).answer();

        assertRefused(answer, Condition.bad_request, "bad-sessionid");
        assertThat(answer.getChildElement().elements()).isEmpty();
        assertThat(answer.getChildElement().attributeValue("node")).isEqualTo(command.getCode());
    }
}
