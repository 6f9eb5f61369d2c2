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

import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;

/**
 * A metric and the function that reads its value. Immutable; may be used by any thread.
 *
 * @param metric the declaration
 * @param values gives the value for a service's domain, or for the empty text where there is one value for the server;
 *               does not block
 */
public record Measurement(@Nonnull Metric metric, @Nonnull ToLongFunction<String> values) {
}
