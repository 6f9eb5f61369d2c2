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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * A world in which everything is done before the next thing happens: each session is told exactly what the model says.
 */
final class ExactWorld extends RaiWorld {

    /** When each session was last told that it cannot subscribe. */
    private final Map<JID, Long> refused = new HashMap<>();

    @Override
    void subscribe(final JID session) {
        final Optional<Set<JID>> list = model.subscribe(session);

        server.subscribe(session);

        if (list.isEmpty() && !isToldOfRefusal(session)) {
            assertThat(server.takeSent()).isEmpty();
        } else if (list.isEmpty()) {
            assertThat(server.takeSent()).singleElement().satisfies(refusal -> {
                assertThat(refusal.getTo()).isEqualTo(session);
                assertThat(refusal.getError().getCondition()).isEqualTo(PacketError.Condition.resource_constraint);
            });
        } else {
            refused.remove(session);
            // A renewal is answered once the window has passed.
            server.pass(server.settings.get().coalescing());
            assertTold(list.get().isEmpty() ? Map.of() : Map.of(session, list.get()));
        }
    }

    /** R11: once in five minutes, unless the session was admitted since. */
    private boolean isToldOfRefusal(final JID session) {
        final long now = server.executor.ticker().read();
        final Long last = refused.get(session);
        final boolean told = last == null || now - last >= Duration.ofMinutes(5).toNanos();
        if (told) {
            refused.put(session, now);
        }
        return told;
    }

    @Override
    void say(final List<Utterance> utterances) {
        final Map<JID, Set<JID>> expected = new HashMap<>();
        for (final Utterance utterance : possible(utterances)) {
            if (utterance.isActivity()) {
                for (final JID session : model.said(utterance.session(), utterance.room())) {
                    expected.computeIfAbsent(session, key -> new HashSet<>()).add(utterance.room());
                }
            }
            server.rai().messageBroadcast(utterance.room(), utterance.session(),
                utterance.stanza());
        }

        // A new interest is noticed with a delay.
        server.passUntilQuiet();

        assertTold(expected);
    }

    @Override
    void happened() {
        assertTold(Map.of());
    }

    private void assertTold(final Map<JID, Set<JID>> expected) {
        final Map<JID, Set<JID>> told = new HashMap<>();
        for (final JID session : SESSIONS) {
            final List<JID> rooms = server.takeNotifiedRooms(session);
            assertThat(rooms).as("rooms told to %s", session).doesNotHaveDuplicates();
            if (!rooms.isEmpty()) {
                told.put(session, Set.copyOf(rooms));
            }
        }
        assertThat(told).as("rooms by session told of them").isEqualTo(expected);
        server.takeSent();
        assertThat(server.rai().subscriptionCounts().getOrDefault(RaiFixture.SERVICE, 0))
            .as("subscriptions").isEqualTo(model.subscribed().size());
    }
}
