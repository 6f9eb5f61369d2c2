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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StanzaIdTest {

    @Test
    void r3_idsOfThePluginAreRecognised() {
        assertThat(StanzaId.isOurs(StanzaId.random().value())).isTrue();
        assertThat(StanzaId.isOurs(StanzaId.of("room", "node").value())).isTrue();
    }

    @Test
    void r3_idsOfOthersAreNot() {
        assertThat(StanzaId.isOurs(null)).isFalse();
        assertThat(StanzaId.isOurs("")).isFalse();
        assertThat(StanzaId.isOurs("a1b2")).isFalse();
        assertThat(StanzaId.isOurs("my-" + StanzaId.random().value())).isFalse();
    }

    @Test
    void m5_sameContentHasTheSameId() {
        assertThat(StanzaId.of("room@service", "node", "item", "1"))
            .isEqualTo(StanzaId.of("room@service", "node", "item", "1"));
    }

    /** Clients remember the ids over a restart of the server. */
    @Test
    void m5_idDoesNotDependOnTheRunOfTheServer() {
        assertThat(StanzaId.of("room@service", "node").value())
            .isEqualTo("mucpulse-W3TOXWW6Df_klYRYqDOjqzV_Ib_LuDM7t49YGgOO-KA");
    }

    @Test
    void m5_otherContentHasAnotherId() {
        assertThat(StanzaId.of("a", "bc")).isNotEqualTo(StanzaId.of("ab", "c"));
        assertThat(StanzaId.of("a", "b")).isNotEqualTo(StanzaId.of("b", "a"));
        assertThat(StanzaId.of("a")).isNotEqualTo(StanzaId.of("a", ""));
    }

    @Test
    void randomIdsDiffer() {
        assertThat(StanzaId.random()).isNotEqualTo(StanzaId.random());
    }
}
