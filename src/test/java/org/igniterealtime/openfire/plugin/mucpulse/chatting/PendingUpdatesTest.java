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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class PendingUpdatesTest {

    private static final UserAndRoom ROMEO =
        new UserAndRoom(new JID("romeo@example.org"), new JID("orchard@chat.example.org"));
    private static final UserAndRoom JULIET =
        new UserAndRoom(new JID("juliet@example.org"), new JID("orchard@chat.example.org"));
    private static final Duration DELAY = Duration.ofSeconds(10);

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final List<List<UserAndRoom>> updates = new ArrayList<>();
    private final PendingUpdates pending = new PendingUpdates(executor, this::update);

    private void update() {
        updates.add(pending.take());
    }

    @Test
    void u3_whatIsPostponedIsAddedOnceWhenItsTimeHasCome() {
        pending.start();
        pending.postpone(ROMEO, DELAY);
        pending.postpone(ROMEO, DELAY);
        executor.advance(DELAY.minusMillis(1));
        assertThat(updates).isEmpty();

        executor.advance(DELAY);

        assertThat(updates).containsExactly(List.of(ROMEO));
    }

    @Test
    void s1_whatCannotBePostponedComesWithTheNext() {
        pending.start();
        executor.refuseLater(true);
        pending.postpone(ROMEO, DELAY);
        executor.refuseLater(false);
        executor.advance(DELAY);
        assertThat(updates).isEmpty();

        pending.add(JULIET.user(), JULIET.room());
        executor.runUntilIdle();
        assertThat(updates).containsExactly(List.of(ROMEO, JULIET));

        pending.postpone(ROMEO, DELAY);
        executor.advance(DELAY);
        assertThat(updates).last().isEqualTo(List.of(ROMEO));
    }
}
