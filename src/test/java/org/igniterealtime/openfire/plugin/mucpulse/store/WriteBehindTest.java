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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.junit.jupiter.api.Test;

class WriteBehindTest {

    /** Lines to be written. */
    private static final class Lines implements Changes<Lines> {
        private final List<String> lines = new ArrayList<>();

        @Override
        public boolean isEmpty() {
            return lines.isEmpty();
        }

        @Override
        public void followedBy(@Nonnull final Lines later) {
            lines.addAll(later.lines);
        }
    }

    private final List<String> written = new ArrayList<>();
    private boolean isFailing;

    private void write(final Lines lines) {
        if (isFailing) {
            throw new NoClassDefFoundError("as the test wants it");
        }
        written.addAll(lines.lines);
    }

    @Test
    void r10_whatAnErrorKeepsFromBeingWrittenIsWrittenLater() {
        final WriteBehind<Lines> behind = new WriteBehind<>("lines", Lines::new, this::write, left -> { });
        behind.update((gathered, inFlight) -> gathered.lines.add("one"));
        isFailing = true;
        assertThat(behind.flush()).isFalse();

        isFailing = false;
        behind.update((gathered, inFlight) -> gathered.lines.add("two"));

        assertThat(behind.flush()).isTrue();
        assertThat(written).containsExactly("one", "two");
    }
}
