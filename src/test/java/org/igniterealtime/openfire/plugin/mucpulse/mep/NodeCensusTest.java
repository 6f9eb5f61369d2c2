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
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How old the numbers of nodes and items may be. */
class NodeCensusTest {

    private static final String SERVICE = "conference.example.org";

    private final NodeAdministration nodes = mock(NodeAdministration.class);
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final NodeCensus census = new NodeCensus(nodes, () -> now);

    private void thereAre(final int number, final int items) {
        when(nodes.census())
            .thenReturn(CompletableFuture.completedFuture(Map.of(SERVICE, new NodeCount(number, items))));
    }

    @Test
    void isCountedAgainAfterTwoSecondsAndNotBefore() {
        thereAre(3, 7);
        assertThat(census.nodes(SERVICE)).isEqualTo(3);
        assertThat(census.items(SERVICE)).isEqualTo(7);
        verify(nodes, times(1)).census();

        thereAre(4, 8);
        now = now.plusSeconds(2);
        assertThat(census.nodes(SERVICE)).isEqualTo(3);
        now = now.plusMillis(1);
        assertThat(census.nodes(SERVICE)).isEqualTo(4);
        assertThat(census.items(SERVICE)).isEqualTo(8);
        verify(nodes, times(2)).census();
    }

    @Test
    void refreshingEndsWhenTheNumbersAreThere() {
        final CompletableFuture<Map<String, NodeCount>> counting = new CompletableFuture<>();
        when(nodes.census()).thenReturn(counting);

        final CompletableFuture<?> refreshed = census.refresh().toCompletableFuture();
        assertThat(refreshed).isNotDone();
        assertThat(census.refresh().toCompletableFuture()).isNotDone();
        counting.complete(Map.of(SERVICE, new NodeCount(41, 5)));

        assertThat(refreshed).isDone();
        assertThat(census.nodes(SERVICE)).isEqualTo(41);
        verify(nodes, times(1)).census();
    }

    @Test
    void countThatIsNotThereYetIsNotWaitedFor() {
        when(nodes.census()).thenReturn(new CompletableFuture<>());

        assertThat(census.nodes(SERVICE)).isZero();
        assertThat(census.nodes("elsewhere.example.org")).isZero();
    }
}
