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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Carrier;
import org.junit.jupiter.api.Test;

class OpenfireCarrierTest {

    private static final byte[] FRAME = {1};

    private final AtomicInteger created = new AtomicInteger();

    private Carrier carrier(final Set<String> members) {
        return new OpenfireCarrier(() -> members, () -> {
            created.incrementAndGet();
            throw new NoClassDefFoundError("as the test wants it");
        });
    }

    @Test
    void k7_serverByItselfCreatesNoTask() {
        assertThat(carrier(Set.of("a")).carry("b", FRAME)).isEmpty();
        assertThat(created).hasValue(0);
    }

    @Test
    void k7_otherServersAreOutOfReachWhereTasksCannotBeCreated() {
        final Carrier carrier = carrier(Set.of("a", "b"));

        assertThat(carrier.carry("b", FRAME)).isEmpty();
        assertThatCode(() -> carrier.carryWithoutWaiting("b", FRAME)).doesNotThrowAnyException();
        assertThat(created).as("each time anew").hasValue(2);
    }
}
