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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Writes metrics and the samples of health probes in the text format of Prometheus. Not safe for use by several
 * threads.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class PrometheusFormat {

    private static final String PREFIX = "mucpulse_";

    private final StringBuilder out = new StringBuilder();
    /** The name of what follows. */
    private String name = "";

    /** Adds the values of a metric: for each service, or one for the whole server. */
    @Nonnull
    PrometheusFormat add(@Nonnull final MetricRegistry metrics, @Nonnull final Measurement measured) {
        final Metric metric = measured.metric();
        final String family = metric.family() + (metric.isCounter() ? "_total" : "");
        begin(family, metric.isCounter());
        for (final String service : metric.isPerService() ? metrics.services() : List.of(MetricRegistry.SERVER)) {
            final Map<String, String> labels = new LinkedHashMap<>();
            if (!service.isEmpty()) {
                labels.put("service", service);
            }
            if (!metric.reason().isEmpty()) {
                labels.put("reason", metric.reason());
            }
            write(labels, metrics.value(measured, service));
        }
        return this;
    }

    /** Adds a sample. */
    @Nonnull
    PrometheusFormat add(@Nonnull final Sample sample) {
        begin(sample.name(), sample.kind() == Metric.Kind.COUNTER);
        write(sample.labels(), sample.value());
        return this;
    }

    private void begin(final String family, final boolean counter) {
        if (!family.equals(name)) {
            name = family;
            out.append("# TYPE ").append(PREFIX).append(family).append(counter ? " counter\n" : " gauge\n");
        }
    }

    private void write(final Map<String, String> labels, final long value) {
        out.append(PREFIX).append(name);
        if (!labels.isEmpty()) {
            out.append(labels.entrySet().stream().map(label -> label.getKey() + "=\"" + escape(label.getValue()) + '"')
                .collect(Collectors.joining(",", "{", "}")));
        }
        out.append(' ').append(value).append('\n');
    }

    private static String escape(final String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** What was added so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
