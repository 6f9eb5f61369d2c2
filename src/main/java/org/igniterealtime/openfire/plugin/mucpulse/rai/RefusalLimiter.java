/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
 * Remembers which sessions were told that they cannot subscribe, so that each is told once within a while: there are
 * clients that answer a refusal by entering and leaving the room and asking again at once. Bounded: where too many were
 * refused within that time, further ones are not told. Safe for use by several threads.
 */
final class RefusalLimiter {

    /** For how long a session is not told again. */
    static final Duration SILENCE = Duration.ofMinutes(5);
    /** How many sessions are remembered. */
    static final int MAXIMUM = 20_000;

    private final Ticker ticker;
    /** When each session was told, in nanoseconds; the one told longest ago is first. */
    @GuardedBy("this")
    private final Map<String, Long> told = new LinkedHashMap<>();

    RefusalLimiter(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether a session is to be told now; counts it as told. */
    synchronized boolean claim(@Nonnull final String service, @Nonnull final JID session) {
        final long now = ticker.read();
        final Iterator<Long> eldest = told.values().iterator();
        while (eldest.hasNext() && now - eldest.next() >= SILENCE.toNanos()) {
            eldest.remove();
        }
        return told.size() < MAXIMUM && told.putIfAbsent(key(service, session), now) == null;
    }

    /** A session was admitted: its next refusal is news. */
    synchronized void forget(@Nonnull final String service, @Nonnull final JID session) {
        told.remove(key(service, session));
    }

    private static String key(final String service, final JID session) {
        return session + " " + service;
    }

    synchronized int size() {
        return told.size();
    }
}
