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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.dom4j.DocumentHelper;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What is counted, and what an administrator sees and does. */
class CountsTest {

    private final MepFixture fixture = new MepFixture();

    private <T> T now(final CompletionStage<T> promised) {
        fixture.settle();
        return promised.toCompletableFuture().join();
    }

    private void publish(final String node, final String id) {
        now(fixture.mep.publish(COVEN, node, id, DocumentHelper.createElement("x")));
    }

    @Test
    void counts_everyReasonHasItsPlace() {
        assertThat(List.of(MepException.forbidden(), MepException.notInRoom(), MepException.tooOften(),
            MepException.tooBusy(), MepException.itemNotFound(), MepException.badRequest("nodeid-required"),
            MepException.notAcceptable("payload-too-big")))
            .extracting(MepMetrics::of).containsExactly(MepMetrics.REFUSED_FORBIDDEN, MepMetrics.REFUSED_NOT_IN_ROOM,
                MepMetrics.REFUSED_LIMIT, MepMetrics.REFUSED_LIMIT, MepMetrics.REFUSED_NOT_FOUND, MepMetrics.REFUSED_OTHER,
                MepMetrics.REFUSED_LIMIT);
    }

    @Test
    void counts_publishesAndNothingElse() {
        publish("urn:x:a", "1");
        publish("urn:x:a", "2");

        assertThat(fixture.mep.counters().of(SERVICE, MepMetrics.PUBLISHED)).isEqualTo(2);
        assertThat(MepMetrics.COUNTERS).filteredOn(count -> fixture.mep.counters().total(count) > 0)
            .containsExactly(MepMetrics.PUBLISHED);
    }

    @Test
    void console_nodesAreSeenAndDeletedAlsoOfRoomsThatNobodyIsIn() {
        publish("urn:x:a", "1");
        publish("urn:x:a", "2");
        publish("urn:x:b", "1");

        assertThat(now(fixture.mep.nodes(COVEN))).extracting(node -> node.address() + " " + node.id() + " "
            + node.items().size()).containsExactly(COVEN + " urn:x:a 2", COVEN + " urn:x:b 1");
        assertThat(now(fixture.mep.deleteItem(COVEN, "urn:x:a", "2"))).isTrue();
        assertThat(now(fixture.mep.deleteItem(COVEN, "urn:x:a", "2"))).isFalse();
        assertThat(now(fixture.mep.deleteNode(COVEN, "urn:x:b"))).isTrue();
        assertThat(now(fixture.mep.deleteNode(COVEN, "urn:x:b"))).isFalse();
        assertThat(now(fixture.mep.deleteNode(new JID(COVEN + "/nobody"), "urn:x:a"))).isFalse();
        assertThat(now(fixture.mep.nodes(COVEN))).singleElement()
            .satisfies(node -> assertThat(node.items()).extracting(NodeView.ItemView::id).containsExactly("1"));
    }

    @Test
    void console_nodesOfOpenRoomsAreCounted() {
        publish("urn:x:a", "1");
        assertThat(now(fixture.mep.census())).isEmpty();

        fixture.join(CRONE, FIRST);

        assertThat(now(fixture.mep.census())).isEqualTo(Map.of(SERVICE, new NodeCount(1, 1)));
    }
}
