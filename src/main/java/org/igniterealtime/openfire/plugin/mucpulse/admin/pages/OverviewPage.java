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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsFilter;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;

/**
 * The first page: the plugin at a glance. A script asks for newer numbers from time to time.
 */
public final class OverviewPage implements Page {

    static final String NAME = "overview";
    public static final String URL = "mucpulse-overview.jsp";

    private final Overview overview;

    public OverviewPage(@Nonnull final Overview overview) {
        this.overview = overview;
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        return Answer.show(NAME, Map.of("services", overview.services(), "tables", overview.tables(),
            "charts", overview.charts(), "busiest", overview.mostActiveRooms(), "health", overview.health(),
            "numbersUrl", MetricsFilter.URL));
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return new Answer.NotFound();
    }
}
