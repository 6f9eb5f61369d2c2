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

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
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
 * @param mostActive gives the rooms in which most was said lately, at most so many
 * @param userSections what features show of a user
 * @param roomSections what features show of a room
 * @param queries runs database queries; may reject them
 * @param strand takes samples of the metrics
 */
public record ConsoleParts(@Nonnull String domain, @Nonnull Settings settings, @Nonnull RoomSwitches switches,
                           @Nonnull MetricRegistry metrics, @Nonnull HealthCheck health, @Nonnull Rooms rooms,
                           @Nonnull RoomProfiles profiles, @Nonnull RoomFinder search,
                           @Nonnull IntFunction<List<ActiveRoom>> mostActive,
                           @Nonnull List<UserSection> userSections, @Nonnull List<RoomSection> roomSections,
                           @Nonnull Executor queries, @Nonnull SerialExecutor strand) {
}
