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
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** M10: which nodes are to be written, and which are to be forgotten. */
class UnwrittenNodesTest {

    private static final JID COVEN = new JID("coven@chat.example.org");
    private static final JID HEATH = new JID("heath@chat.example.org");
    private static final NodeChange CHANGE = new NodeChange(false, Optional.empty(), Set.of(1L), Map.of());

    private final UnwrittenNodes nodes = new UnwrittenNodes();

    @Test
    void m10_nodesOfARoomThatIsGoneLaterAreNotWritten() {
        nodes.change(new NodeKey(COVEN, "pins"), CHANGE);
        nodes.change(new NodeKey(HEATH, "pins"), CHANGE);
        final UnwrittenNodes later = new UnwrittenNodes();
        later.forget(COVEN);
        later.change(new NodeKey(COVEN, "mood"), CHANGE);

        nodes.followedBy(later);

        assertThat(nodes.nodes()).containsOnlyKeys(new NodeKey(HEATH, "pins"), new NodeKey(COVEN, "mood"));
        assertThat(nodes.emptied()).containsExactly(COVEN);
    }

    @Test
    void s3_manyRoomsAreForgottenAtOnceInNoTime() {
        final UnwrittenNodes later = new UnwrittenNodes();
        for (int i = 0; i < 50_000; i++) {
            nodes.change(new NodeKey(COVEN, "n" + i), CHANGE);
            later.forget(new JID("r" + i, "chat.example.org", null, true));
        }

        assertTimeout(Duration.ofSeconds(20), () -> nodes.followedBy(later));

        assertThat(nodes.nodes()).hasSize(50_000);
        assertThat(nodes.emptied()).hasSize(50_000);
    }
}
