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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the parts of the plugin work, by asking one probe after the other. A probe that fails is logged and
 * left out, and does not keep the others from being asked. Safe for use by several threads.
 */
public final class HealthCheck {

    private static final Logger Log = LoggerFactory.getLogger(HealthCheck.class);

    private final List<HealthProbe> probes;

    /**
     * Creates a check.
     *
     * @param probes what to ask, in the order in which it is shown
     */
    public HealthCheck(@Nonnull final List<HealthProbe> probes) {
        this.probes = List.copyOf(probes);
    }

    /** How the plugin is. May block for some seconds. */
    @Nonnull
    List<HealthStatus> statuses() {
        return ask(HealthProbe::statuses);
    }

    /** The same in numbers. May block for some seconds. */
    @Nonnull
    List<Sample> samples() {
        return ask(HealthProbe::samples);
    }

    private <T> List<T> ask(final Function<HealthProbe, ? extends Collection<T>> question) {
        final List<T> all = new ArrayList<>();
        for (final HealthProbe probe : probes) {
            try {
                all.addAll(question.apply(probe));
            } catch (final RuntimeException | Error e) {
                Log.warn("A part of the plugin does not say how it is.", e);
            }
        }
        return all;
    }
}
