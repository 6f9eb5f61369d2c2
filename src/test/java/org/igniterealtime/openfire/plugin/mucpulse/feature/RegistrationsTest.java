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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.junit.jupiter.api.Test;

/** Whatever the start-up does is undone at the end, in reverse order. */
class RegistrationsTest {

    private final List<String> done = new ArrayList<>();
    private final Registrations registrations = new Registrations();

    private Runnable doing(final String what) {
        return () -> done.add(what);
    }

    @Test
    void everythingIsDoneAtOnceAndUndoneInReverseOrder() {
        registrations.add(doing("open a"), doing("close a"));
        registrations.onClose(doing("close b"));
        registrations.add(doing("open c"), doing("close c"));
        assertThat(done).containsExactly("open a", "open c");

        registrations.close();

        assertThat(done).containsExactly("open a", "open c", "close c", "close b", "close a");
    }

    @Test
    void whatFailedIsNotUndone() {
        registrations.add(doing("open a"), doing("close a"));
        assertThatThrownBy(() -> registrations.add(() -> {
            throw new IllegalStateException("cannot");
        }, doing("close b"))).hasMessage("cannot");

        registrations.close();

        assertThat(done).containsExactly("open a", "close a");
    }

    @Test
    void failureDoesNotKeepTheRestFromBeingUndone() {
        registrations.onClose(doing("close a"));
        registrations.onClose(() -> {
            throw new IllegalStateException("as the test wants it");
        });
        registrations.onClose(() -> {
            throw new NoSuchMethodError("as the test wants it");
        });
        registrations.onClose(doing("close b"));
        final LogListener log = new LogListener(Registrations.class);

        registrations.close();

        log.close();
        assertThat(done).containsExactly("close b", "close a");
        assertThat(log.heard(Level.ERROR)).hasSize(2);
    }

    @Test
    void secondCallDoesNothing() {
        registrations.onClose(doing("close a"));
        registrations.close();

        registrations.close();

        assertThat(done).containsExactly("close a");
    }
}
