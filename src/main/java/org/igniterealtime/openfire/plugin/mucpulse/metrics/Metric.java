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

import java.util.Optional;
import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * The declaration of a number that the overview, the monitoring endpoints and the server's statistics show. A feature
 * declares each of its metrics once, as a constant; two declarations are never equal. Immutable.
 * <p>
 * The text that names the metric on pages has the key {@code metric.NAME}, that of its chart {@code chart.NAME}.
 */
public final class Metric {

    /** What the value of a metric means. */
    public enum Kind {
        /** How often something happened since the plugin was started. */
        COUNTER,
        /** How many there are at the moment. */
        GAUGE
    }

    private final String name;
    private final Kind kind;
    private final String family;
    private final String reason;
    private final boolean perService;
    @Nullable
    private final String statistic;
    private final boolean charted;
    private final boolean clustered;
    private final boolean milliseconds;

    private Metric(final String name, final Kind kind, final String family, final String reason,
                   final boolean perService, @Nullable final String statistic, final boolean charted,
                   final boolean clustered, final boolean milliseconds) {
        this.name = name;
        this.kind = kind;
        this.family = family;
        this.reason = reason;
        this.perService = perService;
        this.statistic = statistic;
        this.charted = charted;
        this.clustered = clustered;
        this.milliseconds = milliseconds;
    }

    /**
     * Declares a counter with a value for each group chat service.
     *
     * @param name the name in JSON and in keys of texts, different from all others: lower case and underscores, and
     *             beginning with the feature's name
     * @return the metric; in the Prometheus format its name is the same
     */
    @Nonnull
    public static Metric counter(@Nonnull final String name) {
        return new Metric(name, Kind.COUNTER, name, "", true, null, false, false, false);
    }

    /**
     * Declares a gauge with a value for each group chat service.
     *
     * @param name the name in JSON and in keys of texts, different from all others: lower case and underscores, and
     *             beginning with the feature's name
     * @return the metric; in the Prometheus format its name is the same
     */
    @Nonnull
    public static Metric gauge(@Nonnull final String name) {
        return new Metric(name, Kind.GAUGE, name, "", true, null, false, false, false);
    }

    /**
     * The same metric with another name in the Prometheus format.
     *
     * @param other the name, without the plugin's prefix and without {@code _total}
     * @return the declaration
     */
    @Nonnull
    public Metric family(@Nonnull final String other) {
        return new Metric(name, kind, other, reason, perService, statistic, charted, clustered, milliseconds);
    }

    /**
     * The same metric as one of several that differ in the reason alone. In the Prometheus format they have one name,
     * and a label {@code reason}; they are declared one after the other.
     *
     * @param common the name that they have in common, without the plugin's prefix and without {@code _total}
     * @param why the reason
     * @return the declaration
     */
    @Nonnull
    public Metric reason(@Nonnull final String common, @Nonnull final String why) {
        return new Metric(name, kind, common, why, perService, statistic, charted, clustered, milliseconds);
    }

    /**
     * The same metric with a single value for the whole server.
     *
     * @return the declaration
     */
    @Nonnull
    public Metric ofServer() {
        return new Metric(name, kind, family, reason, false, statistic, charted, clustered, milliseconds);
    }

    /**
     * The same metric, which is also among the server's own statistics.
     *
     * @param key the key there: at most 20 characters, as the tables of the Monitoring plugin have no room for more
     * @return the declaration
     */
    @Nonnull
    public Metric statistic(@Nonnull final String key) {
        return new Metric(name, kind, family, reason, perService, key, charted, clustered, milliseconds);
    }

    /**
     * The same metric, of which the overview has a chart as well.
     *
     * @return the declaration
     */
    @Nonnull
    public Metric charted() {
        return new Metric(name, kind, family, reason, perService, statistic, true, clustered, milliseconds);
    }

    /**
     * The same metric, which pages show only while the server is one of a cluster.
     *
     * @return the declaration
     */
    @Nonnull
    public Metric inCluster() {
        return new Metric(name, kind, family, reason, perService, statistic, charted, true, milliseconds);
    }

    /**
     * The same metric as a time in milliseconds. In the Prometheus format it is given in seconds.
     *
     * @param other the name there, without the plugin's prefix and without {@code _total}
     * @return the declaration
     */
    @Nonnull
    public Metric milliseconds(@Nonnull final String other) {
        return new Metric(name, kind, other, reason, perService, statistic, charted, clustered, true);
    }

    /**
     * Says where the values come from.
     *
     * @param values gives the value for a service's domain, or for the empty text where there is one value for the
     *               server; must not block, and may be called by any thread
     * @return the metric with its values
     */
    @Nonnull
    public Measurement measuredBy(@Nonnull final ToLongFunction<String> values) {
        return new Measurement(this, values);
    }

    @Nonnull
    public String name() {
        return name;
    }

    public boolean isCounter() {
        return kind == Kind.COUNTER;
    }

    /**
     * The name in the Prometheus format, without prefix and suffix.
     *
     * @return a name, which metrics that differ in the reason alone have in common
     */
    @Nonnull
    public String family() {
        return family;
    }

    /**
     * The reason for which something was refused or dropped.
     *
     * @return a word, empty text where there is no reason
     */
    @Nonnull
    public String reason() {
        return reason;
    }

    /**
     * Whether each service has a value of its own.
     *
     * @return {@code false} where there is one value for the whole server
     */
    public boolean isPerService() {
        return perService;
    }

    /**
     * The key among the server's own statistics.
     *
     * @return the key, empty where the metric is not among them
     */
    @Nonnull
    public Optional<String> statistic() {
        return Optional.ofNullable(statistic);
    }

    public boolean isInCluster() {
        return clustered;
    }

    public boolean isInMilliseconds() {
        return milliseconds;
    }

    public boolean isCharted() {
        return charted;
    }

    @Override
    public String toString() {
        return name;
    }
}
