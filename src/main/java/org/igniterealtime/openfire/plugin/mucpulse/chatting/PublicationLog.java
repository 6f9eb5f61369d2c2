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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;

/**
 * The log of published items in the database. An item is written before it is published, and removed only once it is
 * certain that the server has deleted it, so that it is known after a crash which items may be left (U6). For the
 * feature's executor; blocks.
 */
final class PublicationLog {

    /** How long after the retraction of an item it is made sure that the server has deleted it. */
    static final Duration DELETION_DELAY = Duration.ofSeconds(60);

    private final ChattingStore store;
    private final Ticker ticker;
    private final FailureLog failures;
    /** The items that are in the log as published. */
    private final Set<Publication> logged = new HashSet<>();
    /** The items that were retracted, and when, in nanoseconds; in the log until the server has deleted them. */
    private final Map<Publication, Long> retracted = new LinkedHashMap<>();
    /** The items that an earlier run has left. */
    private final Set<Publication> leftOver = new LinkedHashSet<>();

    PublicationLog(@Nonnull final ChattingStore store, @Nonnull final Ticker ticker,
                   @Nonnull final FailureLog failures) {
        this.store = store;
        this.ticker = ticker;
        this.failures = failures;
    }

    /** Reads the log of earlier runs. */
    void load() throws IOException {
        final Set<Publication> found = store.publications();
        final long past = ticker.read() - DELETION_DELAY.toNanos();
        store.retractions().forEach(publication -> retracted.put(publication, past));
        logged.addAll(found);
        leftOver.addAll(found);
    }

    /** Reads the log again, which other members of the cluster write to as well. */
    @Nonnull
    Set<Publication> read() throws IOException {
        return store.publications();
    }

    /**
     * What is in the log and is not this server's counts as left over from now on; also what this server has retracted,
     * if it has written that down, as another member of the cluster has published it since.
     */
    void addLeftOver(@Nonnull final Set<Publication> found) {
        leftOver.retainAll(found);
        found.stream().filter(logged::add).forEach(publication -> {
            retracted.remove(publication);
            leftOver.add(publication);
        });
    }

    /** An item is not this server's: another member of the cluster has published it, too, or has retracted it. */
    void leaveToOthers(@Nonnull final Publication publication) {
        leftOver.remove(publication);
        logged.remove(publication);
    }

    /** The items that an earlier run has left and that were not retracted since. */
    @Nonnull
    List<Publication> leftOver() {
        return List.copyOf(leftOver);
    }

    /**
     * Writes items that are about to be published.
     *
     * @return those that the database refuses, and that may not be published; empty where it failed, and none may
     */
    Optional<Set<Publication>> write(@Nonnull final Collection<Publication> publications) {
        final List<Publication> fresh = publications.stream()
            .filter(publication -> !logged.contains(publication) || retracted.containsKey(publication)).toList();
        if (fresh.isEmpty()) {
            return Optional.of(Set.of());
        }
        try {
            final Set<Publication> refused = store.add(fresh);
            fresh.stream().filter(publication -> !refused.contains(publication)).forEach(logged::add);
            return Optional.of(refused);
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Nothing new is published of the rooms that users are in: the database cannot be written.",
                e);
            return Optional.empty();
        }
    }

    /** An item is about to be published, and is in the log. */
    void publishing(@Nonnull final Publication publication) {
        retracted.remove(publication);
        leftOver.remove(publication);
    }

    /** An item was written, but is not published after all. */
    void notPublished(@Nonnull final Publication publication) {
        if (!leftOver.contains(publication)) {
            retracted.put(publication, ticker.read());
        }
    }

    /** An item was retracted. */
    void retracted(@Nonnull final Publication publication) {
        retracted.put(publication, ticker.read());
        leftOver.remove(publication);
    }

    /** Writes which items were retracted. */
    void writeRetractions() {
        final List<Publication> fresh = retracted.keySet().stream().filter(logged::contains).toList();
        if (!fresh.isEmpty()) {
            try {
                store.retract(fresh);
                fresh.forEach(logged::remove);
            } catch (final IOException | RuntimeException | Error e) {
                failures.log("Cannot write down what is no longer published.", e);
            }
        }
    }

    /** Whether there are items that were retracted and that the server may not have deleted yet. */
    boolean hasRetracted() {
        return !retracted.isEmpty();
    }

    /**
     * Removes the items that were retracted some time ago. Those that another member of the cluster has published since
     * are its own.
     *
     * @param shared whether there may be other members
     * @param deletion makes sure that the server has deleted an item; {@code false} where that failed
     * @return {@code false} where there are more, and this is to be called again later
     */
    boolean removeRetracted(final boolean shared, @Nonnull final Predicate<Publication> deletion) {
        final long now = ticker.read();
        final List<Publication> old = retracted.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= DELETION_DELAY.toNanos()).map(Map.Entry::getKey).toList();
        try {
            if (shared && !old.isEmpty()) {
                retracted.keySet().removeAll(publishedByOthers(old));
            }
            final List<Publication> due = old.stream().filter(retracted::containsKey).filter(deletion).toList();
            if (!due.isEmpty()) {
                store.remove(due);
                due.forEach(retracted::remove);
                due.forEach(logged::remove);
            }
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Cannot forget what is no longer published.", e);
        }
        return retracted.isEmpty();
    }

    private Set<Publication> publishedByOthers(final Collection<Publication> publications) throws IOException {
        final Set<Publication> published = new HashSet<>(store.publications());
        // Those of which it could not be written yet that they were retracted.
        published.removeAll(logged);
        published.retainAll(Set.copyOf(publications));
        return published;
    }
}
