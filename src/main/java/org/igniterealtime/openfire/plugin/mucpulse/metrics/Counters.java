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
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.Nonnull;

/**
 * Counts things by service, from when the plugin was started. Safe for use by several threads; counting does not block,
 * and allocates nothing after the first time in a service.
 *
 * @param <E> what is counted
 */
public final class Counters<E extends Enum<E>> {

    private final Class<E> things;
    private final Map<String, Map<E, LongAdder>> byService = new ConcurrentHashMap<>();

    /**
     * Creates a tally at zero.
     *
     * @param things what is counted
     */
    public Counters(@Nonnull final Class<E> things) {
        this.things = things;
    }

    /**
     * Counts one.
     *
     * @param service the domain of a service that exists
     * @param thing what there was one more of
     */
    public void count(@Nonnull final String service, @Nonnull final E thing) {
        count(service, thing, 1);
    }

    /**
     * Counts several.
     *
     * @param service the domain of a service that exists
     * @param thing what there was more of
     * @param times how many, not negative
     */
    public void count(@Nonnull final String service, @Nonnull final E thing, final long times) {
        final Map<E, LongAdder> known = byService.get(service);
        (known == null ? byService.computeIfAbsent(service, key -> zeroes()) : known).get(thing).add(times);
    }

    private Map<E, LongAdder> zeroes() {
        final Map<E, LongAdder> zeroes = new EnumMap<>(things);
        for (final E thing : things.getEnumConstants()) {
            zeroes.put(thing, new LongAdder());
        }
        return zeroes;
    }

    /**
     * How many there were in one service.
     *
     * @param service the service's domain
     * @param thing what was counted
     * @return the number
     */
    public long of(@Nonnull final String service, @Nonnull final E thing) {
        final Map<E, LongAdder> known = byService.get(service);
        return known == null ? 0 : known.get(thing).sum();
    }

    /**
     * How many there were in all services.
     *
     * @param thing what was counted
     * @return the number
     */
    public long total(@Nonnull final E thing) {
        return byService.values().stream().mapToLong(known -> known.get(thing).sum()).sum();
    }

    /**
     * The services in which something was counted.
     *
     * @return their domains; a view that follows
     */
    @Nonnull
    public Set<String> services() {
        return Collections.unmodifiableSet(byService.keySet());
    }
}
