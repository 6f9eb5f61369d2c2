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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** An occupant whose sessions are on several servers of a cluster: this server sees what the others send it. */
class ClusterChatStatesTest {

    private final ChatStateWorld world = ChatStateWorld.withTwo();

    /** What the occupant sent through another server comes to its session on this one. */
    private void hears(final JID session, final String nickname, final String content) {
        final Message copy = Stanzas.message("<message xmlns='jabber:client' type='groupchat' from='"
            + ChatStateWorld.ROOM + '/' + nickname + "' to='" + session + "'>" + content + "</message>");
        world.feature.isDispensable(copy);
    }

    @Test
    void c3_stateAfterContentThatWasSentThroughAnotherServerIsNoRepetition() {
        world.clustered = true;
        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
        hears(ChatStateWorld.WITCH, "First Witch", "<body>When shall we three meet again?</body>");

        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
    }

    @Test
    void c3_stateAfterAnotherStateThatWasSentThroughAnotherServerIsNoRepetition() {
        world.clustered = true;
        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
        hears(ChatStateWorld.WITCH, "First Witch", ChatStateWorld.state("paused"));

        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
    }

    @Test
    void c3_contentOfOthersChangesNothing() {
        world.clustered = true;
        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
        hears(ChatStateWorld.WITCH, "Hecate", "<body>Beldams!</body>");

        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isFalse();
    }

    @Test
    void c3_ownStateThatComesBackIsStillTheLast() {
        world.clustered = true;
        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isTrue();
        hears(ChatStateWorld.WITCH, "First Witch", ChatStateWorld.state("composing"));

        assertThat(world.says(ChatStateWorld.WITCH, "composing")).isFalse();
    }
}
