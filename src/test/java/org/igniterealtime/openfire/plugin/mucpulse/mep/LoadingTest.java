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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S1: what waits for the nodes of a room has its turn, whatever comes of other tasks. */
class LoadingTest {

    private final List<String> ran = new ArrayList<>();
    private final Loading loading = new Loading();

    private void threeTasksWait() {
        loading.whenDone(() -> ran.add("first"), () -> ran.add("not first"));
        loading.whenDone(LoadingTest::fail, LoadingTest::fail);
        loading.whenDone(() -> ran.add("last"), () -> ran.add("not last"));
        assertThat(ran).isEmpty();
    }

    private static void fail() {
        throw new IllegalStateException("as the test wants it");
    }

    @Test
    void s1_taskThatFailsKeepsNoneFromItsTurn() {
        threeTasksWait();

        assertThatThrownBy(loading::done).isInstanceOf(IllegalStateException.class);

        assertThat(ran).containsExactly("first", "last");
        assertThat(loading.isAwaited()).isFalse();
    }

    @Test
    void s1_alternativeThatFailsKeepsNoneFromItsTurn() {
        threeTasksWait();

        assertThatThrownBy(loading::failed).isInstanceOf(IllegalStateException.class);

        assertThat(ran).containsExactly("not first", "not last");
        assertThat(loading.isAwaited()).isFalse();
    }
}
