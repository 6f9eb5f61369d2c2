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
 * What an administrator sees of the plugin. The packages within this one render what features declare, and name no
 * class of a feature:
 * <ul>
 * <li>{@code admin.console}: servlets, tokens of forms and views; the frame of every page</li>
 * <li>{@code admin.pages}: the pages, which know nothing of servlets</li>
 * <li>{@code admin.commands}: ad-hoc commands (XEP-0050) in sessions of the plugin's own</li>
 * <li>{@code admin.metrics}: the overview, the charts, the health check, JSON, Prometheus and the server's
 * statistics</li>
 * </ul>
 * This package holds what they have in common: {@link org.igniterealtime.openfire.plugin.mucpulse.admin.Texts} (the
 * bundles in {@code i18n}), {@link org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators} (who may see
 * something, and the security audit log), {@link org.igniterealtime.openfire.plugin.mucpulse.admin.Properties} (where
 * settings are kept) and {@link org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName}.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin;

