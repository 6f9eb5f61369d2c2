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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of chat states when the plugin goes and comes. */
class ChatStateUnloadIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    @AfterEach
    void pluginIsLoaded() {
        if (!openfire.control().isPluginLoaded(ServerControl.PLUGIN)) {
            openfire.control().loadPlugin();
        }
        ChatStateTroupe.resetSettings(openfire);
    }

    /** C5: nobody seems to type for ever, as nobody would send what is held back. */
    @Test
    void c5_whatIsHeldBackIsSentWhenThePluginIsUnloaded() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("rate", "1");
        troupe.set("rate.window", "3600");
        troupe.says(troupe.alice, "composing", "paused");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");

        openfire.control().unloadPlugin();

        troupe.awaitState(troupe.bob, "Alice", "paused");
        troupe.says(troupe.alice, "gone");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice gone");
        ChatStateTroupe.awaitAnnounced(troupe.bob, troupe.room, false);

        openfire.control().loadPlugin();
        ChatStateTroupe.awaitAnnounced(troupe.bob, troupe.room, true);
        troupe.says(troupe.alice, "gone", "composing");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");
    }
}
