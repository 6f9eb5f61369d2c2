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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.xmpp.packet.JID;

/**
 * Limits how often a session is sent a refusal of its subscription, as there are clients that react to a refusal by
 * entering and leaving the room and subscribing again at once. Bounded: where too many sessions were refused within the
 * interval, further ones are sent none. Safe for use by several threads.
 */
final class RefusalLimiter {

    /** For how long a session is sent no further refusal. */
    static final Duration SILENCE = Duration.ofMinutes(5);
    /** How many sessions are remembered. */
    static final int MAXIMUM = 20_000;

    private final Ticker ticker;
    /** When each session was refused, in nanoseconds, the earliest first. */
    @GuardedBy("this")
    private final Map<String, Long> refused = new LinkedHashMap<>();

    RefusalLimiter(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether a session is to be sent a refusal now; counts it as sent. */
    synchronized boolean claim(@Nonnull final String service, @Nonnull final JID session) {
        final long now = ticker.read();
        final Iterator<Long> eldest = refused.values().iterator();
        while (eldest.hasNext() && now - eldest.next() >= SILENCE.toNanos()) {
            eldest.remove();
        }
        return refused.size() < MAXIMUM && refused.putIfAbsent(key(service, session), now) == null;
    }

    /** A session was admitted: its next refusal is sent. */
    synchronized void forget(@Nonnull final String service, @Nonnull final JID session) {
        refused.remove(key(service, session));
    }

    private static String key(final String service, final JID session) {
        return session + " " + service;
    }

    synchronized int size() {
        return refused.size();
    }
}
