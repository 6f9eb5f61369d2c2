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
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.jivesoftware.openfire.commands.AdHocCommand.Action;
import org.jivesoftware.openfire.handler.IQHandler;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/** Which requests the server's own handler sees, and what it finds of the plugin's commands: S5. */
class CommandIqHandlerTest {

    private final IQHandler others = mock(IQHandler.class);
    private final FakeCommand command = new FakeCommand("test#one");
    private final AtomicLong now = new AtomicLong();
    private final Ticker ticker = new Ticker() {
        @Override
        public long read() {
            return now.get();
        }
    };
    private final RateLimits<JID> rates = new RateLimits<>(ticker, 1_000);
    private final CommandSessions sessions = new CommandSessions(ticker);
    private final ManualExecutor executor = new ManualExecutor();
    private final ManualSerialExecutor timer = new ManualSerialExecutor();
    private final List<IQ> answers = new ArrayList<>();
    private final DelayedAnswers delayed = new DelayedAnswers(timer, answers::add);
    private final DelayedAnswers blocking = new DelayedAnswers(timer, answers::add);
    private final CommandWorker worker = new CommandWorker(executor, delayed, blocking);
    private final CommandIqHandler handler =
        new CommandIqHandler(List.of(command), new CommandProcessor(sessions), worker, others, rates);

    private static IQ request(final String node, final String session) {
        final IQ request = new IQ(IQ.Type.set);
        request.setFrom("alice@example.org/phone");
        request.setTo("example.org");
        final Element content = request.setChildElement("command", CommandProcessor.NAMESPACE);
        if (node != null) {
            content.addAttribute("node", node);
        }
        if (session != null) {
            content.addAttribute("sessionid", session);
        }
        return request;
    }

    @Test
    void s5_theServerSeesNoRequestForACommandOfThePlugin() throws Exception {
        final IQ begun = handler.handleIQ(request("test#one", null));

        assertThat(begun.getChildElement().attributeValue("status")).isEqualTo("executing");
        assertThat(handler.handleIQ(request("test#one", "unknown")).getType()).isEqualTo(IQ.Type.error);
        verify(others, never()).handleIQ(any());
    }

    @Test
    void s5_requestsForOtherCommandsGoOnToTheServerAsTheyAre() throws Exception {
        final String session =
            handler.handleIQ(request("test#one", null)).getChildElement().attributeValue("sessionid");
        final IQ other = request("other", session);
        final IQ answer = new IQ();
        when(others.handleIQ(other)).thenReturn(answer);

        assertThat(handler.handleIQ(other)).isSameAs(answer);
        assertThat(other.getChildElement().attributeValue("sessionid")).isEqualTo(session);
    }

    @Test
    void s3_whoSendsTooManyRequestsIsToldToWaitBeforeAnythingIsDone() throws Exception {
        final Command asked = mock(Command.class);
        when(asked.getCode()).thenReturn("test#asked");
        final CommandIqHandler one =
            new CommandIqHandler(List.of(asked, command), new CommandProcessor(sessions), worker, others, rates);
        for (int i = 0; i < CommandIqHandler.REQUEST_BURST; i++) {
            assertThat(condition(one.handleIQ(request("test#asked", null)))).isEqualTo("forbidden");
        }
        verify(asked, times(CommandIqHandler.REQUEST_BURST)).hasPermission(any());

        final IQ tooMany = request("test#asked", null);
        tooMany.setFrom("alice@example.org/another");
        final IQ answer = one.handleIQ(tooMany);

        assertThat(condition(answer)).isEqualTo("policy-violation");
        assertThat(answer.getType()).isEqualTo(IQ.Type.error);
        assertThat(answer.getElement().element("error").attributeValue("type")).isEqualTo("wait");
        assertThat(answer.getID()).isEqualTo(tooMany.getID());
        assertThat(answer.getTo()).isEqualTo(tooMany.getFrom());
        // All commands count together; nothing is done, and no session is opened.
        assertThat(condition(one.handleIQ(request("test#one", null)))).isEqualTo("policy-violation");
        verify(asked, times(CommandIqHandler.REQUEST_BURST)).hasPermission(any());
        assertThat(sessions.size()).isZero();
        // Others and the server's own commands are not concerned.
        final IQ ofBob = request("test#one", null);
        ofBob.setFrom("bob@example.org/phone");
        assertThat(one.handleIQ(ofBob).getType()).isEqualTo(IQ.Type.result);
        one.handleIQ(request("other", null));
        verify(others).handleIQ(any());

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < CommandIqHandler.REQUESTS_PER_SECOND; i++) {
            assertThat(condition(one.handleIQ(request("test#asked", null)))).isEqualTo("forbidden");
        }
        assertThat(condition(one.handleIQ(request("test#asked", null)))).isEqualTo("policy-violation");
    }

    private static String condition(final IQ answer) {
        return answer.getElement().element("error").elements().get(0).getName();
    }

    /** Begins the command, and has it carried out; what it does is done when the test says so. */
    private IQ execute(final CompletableFuture<?> done) throws Exception {
        final String session =
            handler.handleIQ(request("test#one", null)).getChildElement().attributeValue("sessionid");
        command.done = done;
        final IQ request = request("test#one", session);
        request.getChildElement().addAttribute("action", "complete");
        request.setID("late");
        return handler.handleIQ(request);
    }

    @Test
    void s8_requestIsAnsweredOnceWhenWhatWasAskedForIsDone() throws Exception {
        final CompletableFuture<?> done = new CompletableFuture<>();
        assertThat(execute(done)).isNull();
        assertThat(answers).isEmpty();

        done.complete(null);
        timer.advance(DelayedAnswers.EFFECT);

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.getID()).isEqualTo("late");
            assertThat(answer.getTo()).hasToString("alice@example.org/phone");
            assertThat(answer.getChildElement().attributeValue("status")).isEqualTo("completed");
        });
        assertThat(execute(done).getID()).as("what is done already").isEqualTo("late");
    }

    @Test
    void s8_requestIsAnsweredThoughWhatWasAskedForFailsOrIsNeverDone() throws Exception {
        final CompletableFuture<?> failing = new CompletableFuture<>();
        execute(failing);
        failing.completeExceptionally(new IllegalStateException("test"));
        assertThat(answers).hasSize(1);

        execute(new CompletableFuture<>());
        timer.advance(DelayedAnswers.EFFECT.minusMillis(1));
        assertThat(answers).hasSize(1);
        timer.advance(Duration.ofMillis(1));
        assertThat(answers).hasSize(2);

        timer.refuseLater(true);
        assertThat(execute(new CompletableFuture<>())).as("where no more can wait").isNotNull();
    }

    @Test
    void s8_whatWaitsForAnAnswerHasItWhenThePluginStops() throws Exception {
        final CompletableFuture<?> done = new CompletableFuture<>();
        execute(done);

        worker.stop();
        assertThat(answers).hasSize(1);
        assertThat(execute(new CompletableFuture<>())).as("after that").isNotNull();

        done.complete(null);
        timer.advance(DelayedAnswers.EFFECT);
        assertThat(answers).hasSize(1);
    }

    @Test
    void s8_whatMayBlockIsCarriedOutLaterAndAnsweredOnce() throws Exception {
        command.blocks = true;
        final IQ request = request("test#one", null);

        assertThat(handler.handleIQ(request)).isNull();
        assertThat(answers).isEmpty();
        assertThat(executor.runNext()).isTrue();
        timer.advance(CommandWorker.PATIENCE);

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.getChildElement().attributeValue("status")).isEqualTo("executing");
            assertThat(answer.getID()).isEqualTo(request.getID());
            assertThat(answer.getTo()).isEqualTo(request.getFrom());
        });
    }

    @Test
    void s8_whatMayBlockIsAnsweredOnceWhenItHasItsEffect() throws Exception {
        command.blocks = true;
        for (final boolean inTime : new boolean[] {true, false}) {
            answers.clear();
            handler.handleIQ(request("test#one", null));
            executor.runNext();
            final String session = answers.get(0).getChildElement().attributeValue("sessionid");
            final CompletableFuture<?> done = new CompletableFuture<>();
            command.done = done;
            final IQ request = request("test#one", session);
            request.getChildElement().addAttribute("action", "complete");
            handler.handleIQ(request);
            executor.runNext();
            assertThat(answers).hasSize(1);

            if (inTime) {
                done.complete(null);
            }
            timer.advance(CommandWorker.PATIENCE);
            done.complete(null);

            assertThat(answers).hasSize(2);
            assertThat(answers.get(1).getID()).isEqualTo(request.getID());
            assertThat(answers.get(1).getChildElement().attributeValue("status")).as("in time: %s", inTime)
                .isEqualTo("completed");
        }
    }

    @Test
    void s8_whatTakesTooLongIsAnsweredAndThenNotDone() throws Exception {
        command.blocks = true;
        handler.handleIQ(request("test#one", null));

        timer.advance(CommandWorker.PATIENCE);
        assertThat(executor.runNext()).isTrue();

        assertThat(answers).singleElement().extracting(CommandIqHandlerTest::condition).isEqualTo("resource-constraint");
        assertThat(sessions.size()).isZero();
    }

    @Test
    void s8_whatFindsNoPlaceIsAnsweredAtOnce() throws Exception {
        command.blocks = true;
        executor.reject(true);

        assertThat(condition(handler.handleIQ(request("test#one", null)))).isEqualTo("resource-constraint");
        assertThat(answers).isEmpty();
    }

    @Test
    void s8_whatIsToBeCarriedOutIsAnsweredWhenThePluginStopsAndThenNotDone() throws Exception {
        command.blocks = true;
        handler.handleIQ(request("test#one", null));

        worker.stop();
        assertThat(answers).singleElement().extracting(CommandIqHandlerTest::condition).isEqualTo("resource-constraint");
        assertThat(executor.runNext()).isTrue();
        timer.advance(CommandWorker.PATIENCE);

        assertThat(answers).hasSize(1);
        assertThat(sessions.size()).isZero();
        assertThat(condition(handler.handleIQ(request("test#one", null)))).as("after that")
            .isEqualTo("resource-constraint");
    }

    @Test
    void s8_noMoreRequestsWaitThanThereIsRoomFor() throws Exception {
        command.blocks = true;
        for (int i = 0; i < DelayedAnswers.MOST; i++) {
            assertThat(blocking.open(new IQ(), CommandWorker.PATIENCE)).isPresent();
        }

        assertThat(condition(handler.handleIQ(request("test#one", null)))).isEqualTo("resource-constraint");
        assertThat(executor.waitingCount()).isZero();
        timer.advance(CommandWorker.PATIENCE);
        assertThat(answers).hasSize(DelayedAnswers.MOST);
        assertThat(handler.handleIQ(request("test#one", null))).isNull();
    }

    @Test
    void s3_usersWhoWaitTakeNoPlaceOfAdministrators() throws Exception {
        command.blocks = true;
        for (int i = 0; i < DelayedAnswers.MOST; i++) {
            delayed.open(new IQ(), DelayedAnswers.EFFECT);
        }

        assertThat(handler.handleIQ(request("test#one", null))).isNull();
        assertThat(executor.runNext()).isTrue();
        assertThat(answers).hasSize(1);
    }

    @Test
    void s8_whatCannotBeTimedIsNotCarriedOut() throws Exception {
        command.blocks = true;
        timer.refuseLater(true);

        assertThat(condition(handler.handleIQ(request("test#one", null)))).isEqualTo("resource-constraint");
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void s8_whatFailsLaterIsAnswered() throws Exception {
        final Command broken = mock(Command.class);
        when(broken.getCode()).thenReturn("test#broken");
        when(broken.mayBlock()).thenReturn(true);
        when(broken.hasPermission(any())).thenReturn(true).thenThrow(new NoClassDefFoundError("test"));

        new CommandIqHandler(List.of(broken), new CommandProcessor(sessions), worker, others, rates)
            .handleIQ(request("test#broken", null));
        executor.runNext();

        assertThat(answers).singleElement().extracting(CommandIqHandlerTest::condition).isEqualTo("internal-server-error");
    }

    @Test
    void s3_whoMayNotUseACommandTakesNoPlaceOfThoseWhoMay() throws Exception {
        command.blocks = true;
        command.permitted.clear();

        assertThat(condition(handler.handleIQ(request("test#one", null)))).isEqualTo("forbidden");
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void s8_requestThatNamesNoCommandIsRefused() throws Exception {
        final String session =
            handler.handleIQ(request("test#one", null)).getChildElement().attributeValue("sessionid");
        final IQ result = request(null, null);
        result.setType(IQ.Type.result);

        for (final String id : new String[] {null, "unknown", session}) {
            final IQ answer = handler.handleIQ(request(null, id));
            assertThat(answer.getType()).isEqualTo(IQ.Type.error);
            assertThat(answer.getError().getCondition()).isEqualTo(Condition.bad_request);
        }
        assertThat(handler.handleIQ(result)).isNull();
        verify(others, never()).handleIQ(any());
    }

    @Test
    void s8_requestIsAnsweredWhateverTheCommandThrows() throws Exception {
        for (final Throwable thrown : List.of(new IllegalStateException("test"), new NoClassDefFoundError("test"),
            new StackOverflowError("test"))) {
            final Command broken = mock(Command.class);
            when(broken.getCode()).thenReturn("test#broken");
            when(broken.hasPermission(any())).thenThrow(thrown);

            final IQ answer = new CommandIqHandler(List.of(broken), new CommandProcessor(sessions), worker, others, rates)
                .handleIQ(request("test#broken", null));

            assertThat(answer.getError().getCondition()).isEqualTo(Condition.internal_server_error);
        }
    }

    @Test
    void s5_whatIsListedDoesNothingAndHasNoStagesThatASessionCouldBeKeptFor() {
        final ListedCommand listed = new ListedCommand(command);
        final Element answer = DocumentHelper.createElement(QName.get("command", CommandProcessor.NAMESPACE));

        assertThat(listed.getCode()).isEqualTo("test#one");
        assertThat(listed.getLabel()).isEqualTo("MUC Pulse: settings of a room");
        assertThat(listed.hasPermission(new JID("alice@example.org/x"))).isTrue();
        assertThat(listed.hasPermission(new JID("carol@example.org/x"))).isFalse();
        assertThat(listed.hasPermission(null)).isFalse();
        assertThat(listed.getMaxStages(null)).isZero();
        listed.execute(null, answer);
        listed.addNextStageInformation(null, answer);
        listed.addPreviousStageInformation(null, answer);

        assertThat(command.executed).isEmpty();
        assertThat(answer.elements()).hasSize(3).allSatisfy(note ->
            assertThat(note.attributeValue("type")).isEqualTo("error"));
        assertThat(listed.getExecuteAction(null)).isEqualTo(Action.complete);
        assertThat(listed.getActions(null)).isEmpty();
    }
}
