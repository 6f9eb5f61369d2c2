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
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jivesoftware.openfire.IQRouter;
import org.junit.jupiter.api.Test;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** The server asks itself what a service announces. */
class RoutedDiscoveryTest {

    private static final JID SERVICE = new JID("conference.example.org");

    private final IQRouter router = mock(IQRouter.class);
    private IQResultListener listener;
    private IQ question;

    private CompletableFuture<Optional<Set<String>>> ask() {
        doAnswer(call -> listener = call.getArgument(1)).when(router)
            .addIQResultListener(anyString(), any(IQResultListener.class), anyLong());
        doAnswer(call -> question = call.getArgument(0)).when(router).route(any());
        return new RoutedDiscovery(router, Runnable::run, "example.org").features(SERVICE).toCompletableFuture();
    }

    private void answer(final Consumer<IQ> change) {
        final IQ answer = IQ.createResultIQ(question);
        change.accept(answer);
        listener.receivedAnswer(answer);
    }

    @Test
    void featuresOfTheAnswerAreReturned() {
        final CompletableFuture<Optional<Set<String>>> answered = ask();
        assertThat(question.getTo()).isEqualTo(SERVICE);
        assertThat(question.getFrom()).isEqualTo(new JID("example.org"));

        answer(result -> result.setChildElement("query", "http://jabber.org/protocol/disco#info")
            .addElement("feature").addAttribute("var", "urn:example:a"));

        assertThat(answered.join()).hasValue(Set.of("urn:example:a"));
    }

    @Test
    void errorHasNoFeatures() {
        final CompletableFuture<Optional<Set<String>>> answered = ask();

        answer(error -> error.setError(PacketError.Condition.item_not_found));

        assertThat(answered.join()).isEmpty();
    }

    @Test
    void silenceAndFailuresAreFailures() {
        final CompletableFuture<Optional<Set<String>>> answered = ask();
        listener.answerTimeout(question.getID());
        assertThat(answered).isCompletedExceptionally();

        doThrow(new IllegalStateException("expected in a test")).when(router).route(any());
        assertThat(new RoutedDiscovery(router, Runnable::run, "example.org").features(SERVICE).toCompletableFuture())
            .isCompletedExceptionally();
        assertThat(new RoutedDiscovery(router, task -> {
            throw new RejectedExecutionException("full");
        }, "example.org").features(SERVICE).toCompletableFuture()).isCompletedExceptionally();
    }
}
