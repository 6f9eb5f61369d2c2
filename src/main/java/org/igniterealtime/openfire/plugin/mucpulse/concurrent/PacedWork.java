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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * Does work for each of some keys in parts, with a pause after each part, so that whoever receives what the parts make
 * can keep pace. Newer work for a key takes the place of what is left of the older. Confined to an executor: all
 * methods are to be called by its tasks, which also do the parts.
 *
 * @param <K> the type of the keys, of which there are few, such as other servers
 */
public final class PacedWork<K> {

    private final SerialExecutor executor;
    private final Duration pause;
    private final Map<K, Work> underWay = new HashMap<>();

    /** What is done in parts. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does the next part. Where it throws, the work ends.
         *
         * @return whether something is left to do
         */
        boolean doPart();
    }

    /**
     * Creates it; nothing is under way.
     *
     * @param executor does the parts but for the first
     * @param pause how long to wait between two parts
     */
    public PacedWork(@Nonnull final SerialExecutor executor, @Nonnull final Duration pause) {
        this.executor = executor;
        this.pause = pause;
    }

    /**
     * Begins with some work, and does its first part before it returns.
     *
     * @param key for whom the work is done; what is under way for it ends
     * @param work what to do
     */
    public void start(@Nonnull final K key, @Nonnull final Work work) {
        underWay.put(key, work);
        continueWith(key, work);
    }

    private void continueWith(final K key, final Work work) {
        if (underWay.get(key) != work) {
            return;
        }
        boolean goesOn = false;
        try {
            if (work.doPart()) {
                executor.schedule(pause, () -> continueWith(key, work));
                goesOn = true;
            }
        } finally {
            if (!goesOn) {
                underWay.remove(key, work);
            }
        }
    }

    /**
     * What is under way for a key.
     *
     * @param key the key
     * @return the work; empty where nothing is left of it to do
     */
    @Nonnull
    public Optional<Work> underWay(@Nonnull final K key) {
        return Optional.ofNullable(underWay.get(key));
    }

    /**
     * Ends what is under way for a key.
     *
     * @param key the key; possibly nothing is under way for it
     */
    public void cancel(@Nonnull final K key) {
        underWay.remove(key);
    }

    /** Ends everything that is under way. */
    public void cancelAll() {
        underWay.clear();
    }
}
