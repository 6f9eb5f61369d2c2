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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is noted of a node that differs from what the database has (M10). */
class UnsavedChangesTest {

    private static final Instant NOW = Instant.EPOCH;

    private final UnsavedChanges changes = new UnsavedChanges();
    private final Node node = new Node("mood", NOW, NodeConfiguration.defaults(10, 1_000), null,
        mock(MemoryAccount.class));

    private static Item item(final long order) {
        return new Item("i" + order, Payload.ofXml("<x/>"), NOW, null, order);
    }

    @Test
    void m10_newNodeIsWrittenAsAWhole() {
        changes.added(item(1));
        changes.removed(2);

        assertThat(changes.isAny()).isTrue();
        assertThat(changes.take(node)).contains(NodeChange.replacement(node.toStored()));
        assertThat(changes.isAny()).isFalse();
        assertThat(changes.take(node)).isEmpty();
    }

    @Test
    void m10_savedNodeIsWrittenInPartsAndEachOnce() {
        changes.clear();
        assertThat(changes.isAny()).isFalse();
        changes.added(item(1));
        changes.added(item(2));
        changes.removed(2);
        changes.removed(3);

        assertThat(changes.take(node))
            .contains(new NodeChange(false, Optional.empty(), Set.of(3L), Map.of(1L, item(1))));
        assertThat(changes.take(node)).isEmpty();
    }

    @Test
    void m10_eachKindOfChangeAloneIsWritten() {
        changes.clear();
        changes.added(item(1));
        assertThat(changes.isAny()).isTrue();
        assertThat(changes.take(node)).map(NodeChange::added).contains(Map.of(1L, item(1)));

        changes.removed(1);
        assertThat(changes.isAny()).isTrue();
        assertThat(changes.take(node)).map(NodeChange::removed).contains(Set.of(1L));

        changes.configured();
        assertThat(changes.isAny()).isTrue();
        final NodeChange configured = changes.take(node).orElseThrow();
        assertThat(configured.emptied()).isFalse();
        assertThat(configured.node()).map(StoredNode::id).contains("mood");
        assertThat(configured.node()).map(StoredNode::items).contains(List.of());
        assertThat(changes.take(node)).isEmpty();
    }

    @Test
    void m10_whatIsForgottenIsWrittenAsAWhole() {
        changes.clear();
        changes.added(item(1));
        changes.forget();

        assertThat(changes.take(node)).map(NodeChange::emptied).contains(true);
    }
}
