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
 * Shows metrics and the plugin's health to people and programs.
 * <p>
 * Data flows in one direction. Features hand out their metrics as
 * {@link org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement}s, which
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry} holds by feature. Every minute
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.History} takes a sample of those that have a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Chart}.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck} asks a list of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe}s: those of this package for the database, the
 * last flush, the workers, incidents, the configuration and the cluster, and those of the features.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring} holds all of that, and makes an
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview} of it in one language; the
 * overview page and the command {@code mucpulse#status} read it,
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsFilter} writes it as JSON, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsServlet} in the format of Prometheus, for
 * whoever {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess} admits.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ServerStatistics} adds the main metrics to the
 * server's own statistics.
 * <p>
 * To add a metric, see the package {@code metrics}. To add a line to the health part, let the feature return a probe
 * from {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Feature#health()}, and add its texts to all bundles.
 * Nothing has to be changed in this package for either.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

