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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Properties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answers;

/**
 * What the console gives to its pages. Immutable.
 *
 * @param administrators who may see them, and the security audit log
 * @param properties where settings are kept
 * @param texts the texts in the server's language
 * @param answers waits for what is slow, but not for long
 * @param metricsAccess who may read the metrics without a login
 */
public record PageTools(@Nonnull Administrators administrators, @Nonnull Properties properties, @Nonnull Texts texts,
                        @Nonnull Answers answers, @Nonnull MetricsAccess metricsAccess) {
}
