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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of all features, and their values at the moment. Safe for use by several threads.
 */
public final class MetricRegistry {

    private static final Logger Log = LoggerFactory.getLogger(MetricRegistry.class);

    /** How long is waited for numbers that are counted anew. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Stands for the server as a whole, where otherwise a service's domain is given. */
    public static final String SERVER = "";

    private final Supplier<? extends Collection<String>> services;
    private final Map<String, List<Measurement>> byFeature = new LinkedHashMap<>();
    private final Supplier<? extends CompletionStage<?>> counting;
    private final List<Histogram> histograms;

    /**
     * Creates a registry.
     *
     * @param services gives the domains of the group chat services
     * @param byFeature the metrics, by the name of their feature, in the order in which they are shown
     */
    public MetricRegistry(@Nonnull final Supplier<? extends Collection<String>> services,
                          @Nonnull final Map<String, List<Measurement>> byFeature) {
        this(services, byFeature, () -> CompletableFuture.completedFuture(null));
    }

    /**
     * Creates a registry.
     *
     * @param services gives the domains of the group chat services
     * @param byFeature the metrics, by the name of their feature, in the order in which they are shown
     * @param counting has counted anew what is not counted as it happens
     */
    public MetricRegistry(@Nonnull final Supplier<? extends Collection<String>> services,
                          @Nonnull final Map<String, List<Measurement>> byFeature,
                          @Nonnull final Supplier<? extends CompletionStage<?>> counting) {
        this(services, byFeature, counting, List.of());
    }

    /**
     * Creates a registry.
     *
     * @param services gives the domains of the group chat services
     * @param byFeature the metrics, by the name of their feature, in the order in which they are shown
     * @param counting has counted anew what is not counted as it happens
     * @param histograms what is timed
     */
    public MetricRegistry(@Nonnull final Supplier<? extends Collection<String>> services,
                          @Nonnull final Map<String, List<Measurement>> byFeature,
                          @Nonnull final Supplier<? extends CompletionStage<?>> counting,
                          @Nonnull final List<Histogram> histograms) {
        this.services = services;
        this.counting = counting;
        this.histograms = List.copyOf(histograms);
        byFeature.forEach((feature, metrics) -> this.byFeature.put(feature, List.copyOf(metrics)));
    }

    /**
     * The group chat services.
     *
     * @return their domains, sorted
     */
    @Nonnull
    public List<String> services() {
        return services.get().stream().sorted().toList();
    }

    /** Has counted anew what is not counted as it happens. */
    @Nonnull
    CompletionStage<?> count() {
        return counting.get();
    }

    /** Has counted anew what is not counted as it happens. Waits for that, but not for long. */
    void refresh() {
        try {
            count().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            Log.debug("Some numbers are those of before, as counting takes more than {}.", PATIENCE, e);
        } catch (final ExecutionException e) {
            Log.warn("Some numbers are those of before, as they cannot be counted anew.", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The features that have metrics.
     *
     * @return their names, in the order in which they are shown
     */
    @Nonnull
    List<String> features() {
        return byFeature.entrySet().stream().filter(entry -> !entry.getValue().isEmpty()).map(Map.Entry::getKey)
            .toList();
    }

    /** The metrics of one feature. */
    @Nonnull
    List<Measurement> of(@Nonnull final String feature) {
        return byFeature.getOrDefault(feature, List.of());
    }

    /** What is timed. */
    @Nonnull
    List<Histogram> histograms() {
        return histograms;
    }

    /** The metrics of all features. */
    @Nonnull
    Stream<Measurement> all() {
        return byFeature.values().stream().flatMap(List::stream);
    }

    /**
     * The value of a metric.
     *
     * @param measured which one
     * @param service of which service, or {@link #SERVER} for all together
     * @return the value, 0 for a service where there is one value for the whole server
     */
    long value(@Nonnull final Measurement measured, @Nonnull final String service) {
        final Metric metric = measured.metric();
        if (!metric.isPerService()) {
            return SERVER.equals(service) ? measured.values().applyAsLong(SERVER) : 0;
        }
        return SERVER.equals(service) ? services.get().stream().mapToLong(measured.values()).sum()
            : measured.values().applyAsLong(service);
    }
}
