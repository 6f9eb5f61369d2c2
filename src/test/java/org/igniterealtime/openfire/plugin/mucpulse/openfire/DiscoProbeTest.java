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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.IQRouter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** R15: what a session answers says whether it is still there. */
class DiscoProbeTest {

    private static final JID ROMEO = new JID("romeo@example.net/orchard");

    private final RecordingSender sender = new RecordingSender();
    private final ErrorHandler errors = new ErrorHandler(new ManualSerialExecutor().ticker());
    private final List<Finding> findings = new ArrayList<>();
    private IQResultListener listener;
    private DiscoProbe probe;

    @BeforeEach
    void listen() {
        final IQRouter router = mock(IQRouter.class);
        doAnswer(call -> {
            listener = call.getArgument(1);
            return null;
        }).when(router).addIQResultListener(anyString(), any(), anyLong());
        probe = new DiscoProbe(router, sender, "example.org", domain -> Optional.empty(), errors);
    }

    private IQ question() {
        return (IQ) sender.take().get(0);
    }

    private IQ answer(final IQ question, final String type, final String from, final String content) {
        return Stanzas.iq("<iq type='" + type + "' id='" + question.getID() + "' from='" + from
            + "' to='example.org'>" + content + "</iq>");
    }

    @ParameterizedTest
    @CsvSource({
        "romeo@example.net/orchard, result, , THERE",
        "romeo@example.net,         result, , GONE",
        "romeo@example.net/orchard, error, service-unavailable, GONE",
        "romeo@example.net/orchard, error, no-condition-of-xmpp, GONE",
        "romeo@example.net/orchard, error, remote-server-not-found, UNREACHABLE",
        "romeo@example.net/orchard, error, remote-server-timeout, UNREACHABLE"})
    void r15_answerSaysWhetherASessionIsThere(final String from, final String type, final String condition,
                                              final Finding finding) {
        probe.probe(ROMEO, findings::add);
        final IQ question = question();
        assertThat(question.getFrom()).isEqualTo(new JID("example.org"));
        assertThat(question.getTo()).isEqualTo(ROMEO);

        listener.receivedAnswer(answer(question, type, from, condition == null ? "" : "<error type='cancel'><"
            + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
        listener.answerTimeout(question.getID());

        assertThat(findings).containsExactly(finding);
    }

    @Test
    void r15_sessionThatAnswersNothingIsSilent() {
        probe.probe(ROMEO, findings::add);

        listener.answerTimeout(question().getID());

        assertThat(findings).containsExactly(Finding.SILENT);
    }

    @Test
    void s1_nothingIsThrownIntoTheThreadThatBringsAnAnswer() {
        probe.probe(ROMEO, finding -> {
            throw new NoClassDefFoundError("as the test wants it");
        });

        listener.answerTimeout(question().getID());

        assertThat(errors.count()).isEqualTo(1);
    }
}
