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

import java.util.Map;
import javax.annotation.Nonnull;

/**
 * A value in the format of Prometheus. Immutable.
 *
 * @param name the name, without the plugin's prefix; that of a counter ends with {@code _total}
 * @param kind what the value means
 * @param labels the labels
 * @param value the value
 */
public record Sample(@Nonnull String name, @Nonnull Metric.Kind kind, @Nonnull Map<String, String> labels,
                     long value) {

    /** Takes a copy. */
    public Sample {
        labels = Map.copyOf(labels);
    }

    /**
     * A gauge without labels.
     *
     * @param name the name, without the plugin's prefix
     * @param value the value
     * @return the sample
     */
    @Nonnull
    public static Sample gauge(@Nonnull final String name, final long value) {
        return new Sample(name, Metric.Kind.GAUGE, Map.of(), value);
    }
}
