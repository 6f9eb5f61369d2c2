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

import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Finds out how a part of the plugin is, for the health part of the overview, the JSON, the ad-hoc command and
 * Prometheus. Implementations are safe for use by several threads; they may block for a few seconds, but not longer.
 */
@FunctionalInterface
public interface HealthProbe {

    /**
     * How the part is at the moment.
     *
     * @return what to show, in the order in which it is shown; possibly empty, never null
     */
    @Nonnull
    List<HealthStatus> statuses();

    /**
     * The same in numbers.
     *
     * @return values for Prometheus, those with the same name one after the other; possibly empty, never null
     */
    @Nonnull
    default List<Sample> samples() {
        return List.of();
    }
}
