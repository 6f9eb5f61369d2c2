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
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.Nonnull;

/**
 * The values of a feature's counters, by service, from when the plugin was started. Safe for use by several threads;
 * counting does not block, and allocates nothing after the first time in a service.
 */
public final class Counters {

    private final List<Metric> metrics;
    private final List<Histogram> histograms;
    private final Map<String, Map<Metric, LongAdder>> byService = new ConcurrentHashMap<>();

    /**
     * Creates counters at zero.
     *
     * @param metrics what is counted, in the order in which it is shown
     */
    public Counters(@Nonnull final List<Metric> metrics) {
        this(metrics, List.of());
    }

    /**
     * Creates counters at zero, and empty histograms.
     *
     * @param metrics what is counted, in the order in which it is shown
     * @param histograms the names of what is timed
     */
    public Counters(@Nonnull final List<Metric> metrics, @Nonnull final List<String> histograms) {
        this.metrics = List.copyOf(metrics);
        this.histograms = List.copyOf(histograms.stream().map(Histogram::new).toList());
    }

    /**
     * What is timed.
     *
     * @return the histograms, in order
     */
    @Nonnull
    public List<Histogram> histograms() {
        return histograms;
    }

    /**
     * A histogram.
     *
     * @param name its name
     * @return the same object at each call
     * @throws java.util.NoSuchElementException where there is none of that name
     */
    @Nonnull
    public Histogram histogram(@Nonnull final String name) {
        return histograms.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * Counts one.
     *
     * @param service the domain of a service that exists
     * @param metric what there was one more of
     */
    public void count(@Nonnull final String service, @Nonnull final Metric metric) {
        count(service, metric, 1);
    }

    /**
     * Counts several.
     *
     * @param service the domain of a service that exists
     * @param metric what there was more of
     * @param times how many, not negative
     */
    public void count(@Nonnull final String service, @Nonnull final Metric metric, final long times) {
        final Map<Metric, LongAdder> known = byService.get(service);
        adder(known == null ? byService.computeIfAbsent(service, key -> zeroes()) : known, metric).add(times);
    }

    private static LongAdder adder(final Map<Metric, LongAdder> adders, final Metric metric) {
        return Objects.requireNonNull(adders.get(metric));
    }

    /** Is not changed once it is published. */
    private Map<Metric, LongAdder> zeroes() {
        final Map<Metric, LongAdder> zeroes = new IdentityHashMap<>();
        for (final Metric metric : metrics) {
            zeroes.put(metric, new LongAdder());
        }
        return zeroes;
    }

    /**
     * How many there were in one service.
     *
     * @param service the service's domain
     * @param metric what was counted
     * @return the number
     */
    public long of(@Nonnull final String service, @Nonnull final Metric metric) {
        final Map<Metric, LongAdder> known = byService.get(service);
        return known == null ? 0 : adder(known, metric).sum();
    }

    /**
     * How many there were in all services.
     *
     * @param metric what was counted
     * @return the number
     */
    public long total(@Nonnull final Metric metric) {
        return byService.values().stream().mapToLong(known -> adder(known, metric).sum()).sum();
    }

    /**
     * The counters as metrics with their values.
     *
     * @return the metrics, in the order in which they are shown
     */
    @Nonnull
    public List<Measurement> measurements() {
        return metrics.stream().map(metric -> metric.measuredBy(service -> of(service, metric))).toList();
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
