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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What somebody received, in order. Waiting takes: {@link #await} returns each stanza only once. Safe for use by several
 * threads.
 */
final class Inbox {

    private final Supplier<String> owner;
    private final Lock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Stanza> received = new ArrayList<>();
    private final Set<Integer> taken = new HashSet<>();
    private int order;

    /** Begins with nothing; the owner is named where something is missing. */
    Inbox(final Supplier<String> owner) {
        this.owner = owner;
    }

    /** Keeps the text of a top-level element, if it is a stanza. */
    void record(final String xml) {
        lock.lock();
        try {
            if (xml.startsWith("<message") || xml.startsWith("<presence") || xml.startsWith("<iq")) {
                received.add(Stanza.received(order++, xml));
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a stanza that was not taken before, and takes it. */
    Stanza await(final Predicate<Stanza> wanted, final Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                for (final Stanza stanza : received) {
                    if (!taken.contains(stanza.order()) && wanted.test(stanza)) {
                        taken.add(stanza.order());
                        return stanza;
                    }
                }
                if (left <= 0) {
                    throw new AssertionError("What was waited for did not come to " + owner.get() + " within "
                            + patience.toMillis() + " ms. Not taken so far:" + lines(untaken(stanza -> true)));
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a stanza", e);
        } finally {
            lock.unlock();
        }
    }

    /** What came, taken or not. */
    List<Stanza> stanzas(final Predicate<Stanza> wanted) {
        lock.lock();
        try {
            return received.stream().filter(wanted).collect(Collectors.toList());
        } finally {
            lock.unlock();
        }
    }

    /** What came and nobody waited for. */
    List<Stanza> untaken(final Predicate<Stanza> wanted) {
        lock.lock();
        try {
            return received.stream().filter(stanza -> !taken.contains(stanza.order())).filter(wanted)
                    .collect(Collectors.toList());
        } finally {
            lock.unlock();
        }
    }

    /** Fails if a stanza came that nobody waited for. */
    void assertNone(final Predicate<Stanza> unwanted) {
        final List<Stanza> found = untaken(unwanted);
        if (!found.isEmpty()) {
            throw new AssertionError("Came to " + owner.get() + " though it should not:" + lines(found));
        }
    }

    /** Forgets everything that came so far. */
    void forget() {
        lock.lock();
        try {
            received.clear();
            taken.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything that came so far. */
    void clear() {
        lock.lock();
        try {
            received.forEach(stanza -> taken.add(stanza.order()));
        } finally {
            lock.unlock();
        }
    }

    private static String lines(final List<Stanza> stanzas) {
        return stanzas.isEmpty() ? " nothing" : stanzas.stream().map(stanza -> "\n  " + stanza.xml())
                .collect(Collectors.joining());
    }
}
