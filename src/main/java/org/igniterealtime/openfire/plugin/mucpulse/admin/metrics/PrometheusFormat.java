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

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes metrics and the samples of health probes in the text format of Prometheus. Not safe for use by several
 * threads.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class PrometheusFormat {

    private static final Logger Log = LoggerFactory.getLogger(PrometheusFormat.class);

    private static final int DIGITS_OF_MILLISECONDS = 3;
    private static final String PREFIX = "mucpulse_";

    /** What the samples of the health part mean, in English. */
    private static final Properties EXPLANATIONS = explanations();

    private final Texts texts;
    private final StringBuilder out = new StringBuilder();
    /** The name of what follows. */
    private String name = "";

    /**
     * Creates an empty document.
     *
     * @param texts explains the metrics
     */
    PrometheusFormat(@Nonnull final Texts texts) {
        this.texts = texts;
    }

    private static Properties explanations() {
        final Properties read = new Properties();
        try (InputStream in = PrometheusFormat.class.getResourceAsStream("explanations.properties")) {
            if (in != null) {
                read.load(in);
            }
        } catch (final IOException e) {
            Log.warn("The metrics are not explained.", e);
        }
        return read;
    }

    /** What a sample means; where nobody says so, its name. */
    @Nonnull
    static String explanation(@Nonnull final String name) {
        return EXPLANATIONS.getProperty(name, name.replace('_', ' '));
    }

    /**
     * Adds the values of the metrics of a feature.
     *
     * @param metrics has the values
     * @param feature the feature's name
     */
    @Nonnull
    PrometheusFormat add(@Nonnull final MetricRegistry metrics, @Nonnull final String feature) {
        final Map<String, List<Measurement>> families = new LinkedHashMap<>();
        for (final Measurement measured : metrics.of(feature)) {
            families.computeIfAbsent(measured.metric().family(), key -> new ArrayList<>()).add(measured);
        }
        families.forEach((family, all) -> {
            final Metric first = all.get(0).metric();
            final String full = family + (first.isCounter() ? "_total" : "");
            begin(full, first.isCounter(), first.isInMilliseconds() ? explanation(full)
                : texts.get("feature." + feature) + ": " + all.stream().map(PrometheusFormat::describe)
                    .map(texts::get).collect(Collectors.joining("; ")));
            all.forEach(measured -> add(metrics, measured));
        });
        return this;
    }

    private static Text describe(final Measurement measured) {
        final Text text = Text.of("metric." + measured.metric().name());
        return measured.metric().reason().isEmpty() ? text : Text.verbatim(text, measured.metric().reason());
    }

    /** Adds the values of a metric: for each service, or one for the whole server. */
    private void add(final MetricRegistry metrics, final Measurement measured) {
        final Metric metric = measured.metric();
        for (final String service : metric.isPerService() ? metrics.services() : List.of(MetricRegistry.SERVER)) {
            final Map<String, String> labels = new LinkedHashMap<>();
            if (!service.isEmpty()) {
                labels.put("service", service);
            }
            if (!metric.reason().isEmpty()) {
                labels.put("reason", metric.reason());
            }
            final long value = metrics.value(measured, service);
            write(labels, metric.isInMilliseconds() ? seconds(value) : Long.toString(value));
        }
    }

    /** Adds a sample. */
    @Nonnull
    PrometheusFormat add(@Nonnull final Sample sample) {
        if (!sample.name().equals(name)) {
            begin(sample.name(), sample.kind() == Metric.Kind.COUNTER, explanation(sample.name()));
        }
        write(sample.labels(), Long.toString(sample.value()));
        return this;
    }

    private static String seconds(final long milliseconds) {
        return BigDecimal.valueOf(milliseconds, DIGITS_OF_MILLISECONDS).toPlainString();
    }

    /** Adds a histogram. */
    @Nonnull
    PrometheusFormat add(@Nonnull final Histogram histogram) {
        begin(histogram.name(), "histogram", explanation(histogram.name()));
        final List<Histogram.Bucket> buckets = histogram.buckets();
        for (final Histogram.Bucket bucket : buckets) {
            name = histogram.name() + "_bucket";
            write(Map.of("le", bucket.bound() == Long.MAX_VALUE ? "+Inf" : bound(bucket.bound())),
                Long.toString(bucket.count()));
        }
        name = histogram.name() + "_sum";
        write(Map.of(), seconds(histogram.milliseconds()));
        name = histogram.name() + "_count";
        write(Map.of(), Long.toString(buckets.get(buckets.size() - 1).count()));
        return this;
    }

    /** The same bound is written in one way alone, as it is a name. */
    private static String bound(final long milliseconds) {
        return BigDecimal.valueOf(milliseconds, DIGITS_OF_MILLISECONDS).stripTrailingZeros().toPlainString();
    }

    private void begin(final String family, final boolean counter, final String meaning) {
        begin(family, counter ? "counter" : "gauge", meaning);
    }

    private void begin(final String family, final String type, final String meaning) {
        name = family;
        out.append("# HELP ").append(PREFIX).append(family).append(' ')
            .append(meaning.replace("\\", "\\\\").replace("\n", "\\n")).append('\n')
            .append("# TYPE ").append(PREFIX).append(family).append(' ').append(type).append('\n');
    }

    private void write(final Map<String, String> labels, final String value) {
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
