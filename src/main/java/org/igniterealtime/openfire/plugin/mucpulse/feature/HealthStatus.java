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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import javax.annotation.Nonnull;

/**
 * One line of the health part of the overview. Immutable.
 *
 * @param id a short name without spaces, different from all others, by which programs find it in the JSON
 * @param label what it is about
 * @param value how it is
 * @param good whether that is well; otherwise the line is shown in red
 */
public record HealthStatus(@Nonnull String id, @Nonnull Text label, @Nonnull Text value, boolean good) {
}
