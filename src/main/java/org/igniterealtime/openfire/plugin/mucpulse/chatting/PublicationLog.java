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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;

/**
 * Which items are written down. Every item is written down before it is published, and is forgotten only once it is
 * certain that the server has forgotten it, so that after a crash it is known what may be left. For the feature's
 * executor alone; blocks.
 */
final class PublicationLog {

    /** How long after it was taken away it is made sure that an item is gone. */
    static final Duration FORGETTING = Duration.ofSeconds(60);

    private final ChattingStore store;
    private final Ticker ticker;
    private final FailureLog failures;
    /** What is written down as published. */
    private final Set<Publication> noted = new HashSet<>();
    /** What was taken away, and when, in nanoseconds: written down until the server has forgotten it. */
    private final Map<Publication, Long> gone = new LinkedHashMap<>();
    /** What an earlier run published. */
    private final Set<Publication> leftOver = new LinkedHashSet<>();

    PublicationLog(@Nonnull final ChattingStore store, @Nonnull final Ticker ticker,
                   @Nonnull final FailureLog failures) {
        this.store = store;
        this.ticker = ticker;
        this.failures = failures;
    }

    /** Reads what an earlier run left. */
    void load() throws IOException {
        final Set<Publication> found = store.publications();
        final long past = ticker.read() - FORGETTING.toNanos();
        store.retractions().forEach(publication -> gone.put(publication, past));
        noted.addAll(found);
        leftOver.addAll(found);
    }

    /** What an earlier run left, and is still there. */
    @Nonnull
    List<Publication> leftOver() {
        return List.copyOf(leftOver);
    }

    /**
     * Writes down what is about to be published.
     *
     * @return {@code false} where that failed, and nothing may be published
     */
    boolean note(@Nonnull final Collection<Publication> publications) {
        final List<Publication> fresh = publications.stream()
            .filter(publication -> !noted.contains(publication) || gone.containsKey(publication)).toList();
        if (fresh.isEmpty()) {
            return true;
        }
        try {
            store.add(fresh);
            noted.addAll(fresh);
            return true;
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Nothing new is published of the rooms that users are in: the database cannot be written.",
                e);
            return false;
        }
    }

    /** The item is about to be published, and is written down. */
    void publishes(@Nonnull final Publication publication) {
        gone.remove(publication);
        leftOver.remove(publication);
    }

    /** The item was not published after all. */
    void omits(@Nonnull final Publication publication) {
        if (!leftOver.contains(publication)) {
            gone.put(publication, ticker.read());
        }
    }

    /** The item was taken away. */
    void retracted(@Nonnull final Publication publication) {
        gone.put(publication, ticker.read());
        leftOver.remove(publication);
    }

    /** Writes down what was taken away. */
    void noteGone() {
        final List<Publication> fresh = gone.keySet().stream().filter(noted::contains).toList();
        if (!fresh.isEmpty()) {
            try {
                store.retract(fresh);
                fresh.forEach(noted::remove);
            } catch (final IOException | RuntimeException | Error e) {
                failures.log("Cannot write down what is no longer published.", e);
            }
        }
    }

    /** Whether something was taken away that may not be forgotten yet. */
    boolean hasGone() {
        return !gone.isEmpty();
    }

    /**
     * Forgets what was taken away some time ago.
     *
     * @param forgotten makes sure that the server has forgotten an item; {@code false} where that failed
     * @return {@code false} where there is more, and this is to be called again later
     */
    boolean forgetGone(@Nonnull final Predicate<Publication> forgotten) {
        final long now = ticker.read();
        final List<Publication> due = gone.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= FORGETTING.toNanos()).map(Map.Entry::getKey).filter(forgotten)
            .toList();
        if (!due.isEmpty()) {
            try {
                store.remove(due);
                due.forEach(gone::remove);
                due.forEach(noted::remove);
            } catch (final IOException | RuntimeException | Error e) {
                failures.log("Cannot forget what is no longer published.", e);
            }
        }
        return gone.isEmpty();
    }
}
