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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.ChattingUsers;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeAdministration;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitLog;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * What the console shows and changes.
 *
 * @param domain the server's domain
 * @param settings the settings
 * @param switches what differs in single rooms
 * @param metrics the metrics of all features
 * @param health finds out how the plugin is
 * @param rooms the server's rooms
 * @param profiles what the rooms show of themselves
 * @param search finds rooms in the database
 * @param rai the feature
 * @param visits remembers visits
 * @param nodes the nodes of rooms and occupants
 * @param chatting what users chose to have published
 * @param queries runs database queries; may reject them
 * @param strand takes samples of the metrics
 */
public record ConsoleParts(@Nonnull String domain, @Nonnull Settings settings, @Nonnull RoomSwitches switches,
                           @Nonnull MetricRegistry metrics, @Nonnull HealthCheck health, @Nonnull Rooms rooms,
                           @Nonnull RoomProfiles profiles, @Nonnull RoomFinder search,
                           @Nonnull RoomActivityIndicators rai, @Nonnull VisitLog visits,
                           @Nonnull NodeAdministration nodes, @Nonnull ChattingUsers chatting,
                           @Nonnull Executor queries, @Nonnull SerialExecutor strand) {
}
