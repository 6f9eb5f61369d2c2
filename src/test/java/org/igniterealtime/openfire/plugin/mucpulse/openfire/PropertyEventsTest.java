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

import com.google.common.base.Ticker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.PropertyEventDispatcher.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changed properties, through Openfire's own dispatcher. */
class PropertyEventsTest {

    private final AtomicInteger changes = new AtomicInteger();
    private final PropertyEvents events = new PropertyEvents("mucpulse.", changes::incrementAndGet,
        new ErrorHandler(Ticker.systemTicker()));

    @AfterEach
    void endListening() {
        events.stop();
    }

    private static void change(final String name, final EventType type) {
        PropertyEventDispatcher.dispatchEvent(name, type, Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void changeOfAPropertyOfThePluginIsHeard(final EventType type) {
        events.start();

        change("mucpulse.rai.enabled", type);

        assertThat(changes).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void changeOfAnotherPropertyIsNotHeard(final EventType type) {
        events.start();

        change("xmpp.domain", type);
        change("mucpulsex", type);

        assertThat(changes).hasValue(0);
    }

    @Test
    void nothingIsHeardBeforeTheStartAndAfterTheStop() {
        change("mucpulse.rai.enabled", EventType.property_set);
        events.start();
        events.stop();

        change("mucpulse.rai.enabled", EventType.property_set);

        assertThat(changes).hasValue(0);
    }
}
