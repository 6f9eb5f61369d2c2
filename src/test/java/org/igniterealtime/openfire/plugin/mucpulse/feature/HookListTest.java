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

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.junit.jupiter.api.Test;

class HookListTest {

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final HookList<Runnable> hooks = new HookList<>("a hook", errors);
    private final List<String> calls = new ArrayList<>();

    @Test
    void hooksAreCalledInTheOrderInWhichTheyWereAdded() {
        hooks.add(() -> calls.add("a"));
        hooks.add(() -> calls.add("b"));
        hooks.add(() -> calls.add("c"));

        hooks.forEach(Runnable::run);

        assertThat(calls).containsExactly("a", "b", "c");
    }

    @Test
    void aHookThatFailsDoesNotKeepTheNextFromBeingCalled() {
        hooks.add(() -> {
            throw new NoClassDefFoundError("of a test");
        });
        hooks.add(() -> calls.add("b"));

        hooks.forEach(Runnable::run);

        assertThat(calls).containsExactly("b");
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void aHookThatWasRemovedIsNotCalled() {
        final Runnable removed = () -> calls.add("removed");
        hooks.add(removed);
        hooks.add(() -> calls.add("b"));

        hooks.remove(removed);
        hooks.forEach(Runnable::run);

        assertThat(calls).containsExactly("b");
    }

    @Test
    void hooksAreAskedUntilOneAgrees() {
        hooks.add(() -> calls.add("a"));
        hooks.add(() -> calls.add("b"));
        hooks.add(() -> calls.add("c"));

        final boolean agreed = hooks.any(hook -> {
            hook.run();
            return calls.contains("b");
        });

        assertThat(agreed).isTrue();
        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    void aHookThatFailsDoesNotAgree() {
        hooks.add(() -> {
            throw new IllegalStateException("of a test");
        });

        assertThat(hooks.any(hook -> {
            hook.run();
            return true;
        })).isFalse();
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void anObserverHearsOfEachHookThatIsAdded() {
        final Runnable hook = () -> calls.add("a");
        hooks.onAdded(Runnable::run);

        hooks.add(hook);

        assertThat(calls).containsExactly("a");
    }

    @Test
    void aListIsRestoredByItsRegistrations() {
        final Registrations registrations = new Registrations();
        registrations.add(hooks, () -> calls.add("a"));

        registrations.close();

        assertThat(hooks.get()).isEmpty();
    }
}
