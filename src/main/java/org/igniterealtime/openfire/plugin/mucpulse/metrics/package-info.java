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
/**
 * Metrics: what features count and measure.
 * <p>
 * A feature declares each number once, as a constant of type
 * {@link org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric}, with the name that it has in JSON, in the
 * Prometheus format and in keys of texts. What happens is counted in
 * {@link org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters}, which the feature owns; a gauge is read by a
 * function. Both reach {@code admin.metrics} as
 * {@link org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement}s, which the feature hands out in the order in
 * which they are shown. There, every metric appears by itself in the tables of the overview, in the JSON, in the
 * Prometheus format, in the ad-hoc command {@code mucpulse#status} and, where the declaration says so, in the charts
 * and in the server's own statistics.
 * <p>
 * To add a metric: declare the constant in the feature, in a class such as {@code chatstate.ChatStateMetrics}; count it
 * with {@code Counters.count}, which takes the domain of the service; let
 * {@code Feature.metrics()} return it with its values; add {@code metric.NAME} to all bundles in {@code i18n}, and
 * {@code chart.NAME} where there is a chart. A gauge, or the counters of a new feature, are also added to
 * {@code DeclaredMetrics} in the tests.
 * <p>
 * The package uses neither the server nor any feature.
 */
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

