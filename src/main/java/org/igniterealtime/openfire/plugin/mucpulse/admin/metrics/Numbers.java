/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;

/**
 * What every number is at the moment. Safe for use by several threads once all sources are named.
 */
public final class Numbers {

    /** Stands for the server as a whole. */
    public static final String ALL = "";

    private final Supplier<? extends Collection<String>> services;
    private final Map<Metric, ToLongFunction<String>> sources = new EnumMap<>(Metric.class);

    /**
     * Creates numbers without sources: all are zero.
     *
     * @param services tells the domains of the group chat services
     */
    public Numbers(@Nonnull final Supplier<? extends Collection<String>> services) {
        this.services = services;
    }

    /**
     * Names the source of a number.
     *
     * @param metric the number
     * @param source tells it for a service; for {@link #ALL} where there is one for the server alone. Does not block
     * @return these numbers
     */
    @Nonnull
    public Numbers with(@Nonnull final Metric metric, @Nonnull final ToLongFunction<String> source) {
        sources.put(metric, source);
        return this;
    }

    /**
     * The group chat services.
     *
     * @return their domains, sorted
     */
    @Nonnull
    public List<String> services() {
        return services.get().stream().sorted().toList();
    }

    /**
     * A number.
     *
     * @param metric which one
     * @param service of which service, or {@link #ALL} for all together
     * @return the number, 0 where it has no source or no service of its own
     */
    public long of(@Nonnull final Metric metric, @Nonnull final String service) {
        final ToLongFunction<String> source = sources.get(metric);
        if (source == null) {
            return 0;
        }
        if (!metric.isPerService()) {
            return ALL.equals(service) ? source.applyAsLong(ALL) : 0;
        }
        return ALL.equals(service) ? services.get().stream().mapToLong(source).sum() : source.applyAsLong(service);
    }
}
