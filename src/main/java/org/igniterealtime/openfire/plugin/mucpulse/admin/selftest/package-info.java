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
 * Tries, when an administrator asks for it, whether the plugin works.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest} runs a list of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck}s: those of this package for what all features
 * have in common (the tables, and what
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe}s know already), and those of the features.
 * The overview page starts it, and shows what came of the last run.
 * <p>
 * To add a check, let the feature return it from
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Feature#checks()}, and add its texts to all bundles.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin.selftest;
