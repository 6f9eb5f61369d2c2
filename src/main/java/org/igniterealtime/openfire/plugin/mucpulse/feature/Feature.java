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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.xmpp.packet.JID;

/**
 * An ability of the plugin: one package, and one line in
 * {@link org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin}. What a feature declares is rendered by the admin
 * console, the ad-hoc commands, the statistics and the store, which know no feature by name. The methods that declare
 * something return an empty list unless overridden, and the same each time. What has to be known beforehand, such as
 * settings, is asked for before {@link #start}; metrics, health and what else shows a running feature are asked for
 * after all features were started.
 */
public interface Feature {

    /**
     * The feature's name, which is also the key of what can be configured for single rooms.
     *
     * @return a short word in lower case
     */
    @Nonnull
    String name();

    /**
     * The feature's settings.
     *
     * @return the settings, in the order in which they are shown
     */
    @Nonnull
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * What administrators can set for single rooms.
     *
     * @return the switches, in the order in which they are shown
     */
    @Nonnull
    default List<RoomSwitch> roomSwitches() {
        return List.of();
    }

    /**
     * The features of clients that matter to this feature, as service discovery names them. What else a client answers
     * is not remembered, except for the nodes that it is interested in.
     *
     * @return the names of the features
     */
    @Nonnull
    default List<String> clientFeatures() {
        return List.of();
    }

    /**
     * The feature's metrics with their values. Asked for after the start.
     *
     * @return the metrics, in the order in which they are shown
     */
    @Nonnull
    default List<Measurement> metrics() {
        return List.of();
    }

    /**
     * How long things take that the feature does. Asked for after the start.
     *
     * @return the histograms, in the order in which they are shown
     */
    @Nonnull
    default List<Histogram> histograms() {
        return List.of();
    }

    /**
     * Counts anew what is not counted as it happens, before the metrics are shown. Called after the start, by any
     * thread; does not block.
     *
     * @return completes when {@link #metrics()} have values of this moment
     */
    @Nonnull
    default CompletionStage<?> refreshMetrics() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * What finds out how the feature is. Asked for after the start; the feature's executors are covered already.
     *
     * @return the probes, in the order in which they are shown
     */
    @Nonnull
    default List<HealthProbe> health() {
        return List.of();
    }

    /**
     * What an administrator can have tried, to see whether the feature works. Asked for after the start.
     *
     * @return the checks, in the order in which they are shown
     */
    @Nonnull
    default List<SelfCheck> checks() {
        return List.of();
    }

    /**
     * The feature's ad-hoc commands. Asked for after the start.
     *
     * @return the commands, in the order in which they are listed
     */
    @Nonnull
    default List<AdHocCommand> commands() {
        return List.of();
    }

    /**
     * What the feature shows on the console's page of a user. Asked for after the start.
     *
     * @return the sections, in the order in which they are shown
     */
    @Nonnull
    default List<UserSection> userSections() {
        return List.of();
    }

    /**
     * Lists on the console's page of users. Asked for after the start.
     *
     * @return the lists, in the order in which they are shown
     */
    @Nonnull
    default List<UserList> userLists() {
        return List.of();
    }

    /**
     * What the feature shows on the console's page of a room. Asked for after the start.
     *
     * @return the sections, in the order in which they are shown
     */
    @Nonnull
    default List<RoomSection> roomSections() {
        return List.of();
    }

    /**
     * What administrators can ask about a user and a room on the console's page of the user. Asked for after the start.
     *
     * @return the questions, in the order in which they are shown
     */
    @Nonnull
    default List<RoomQuestion> questions() {
        return List.of();
    }

    /**
     * Lists on the console's page of a room. Asked for after the start.
     *
     * @return the lists, in the order in which they are shown
     */
    @Nonnull
    default List<RoomReport> roomReports() {
        return List.of();
    }

    /**
     * The rooms in which most was said lately, as far as the feature knows. May be called by any thread, after the
     * start.
     *
     * @param limit how many rooms at most
     * @return the rooms, the one with most messages first
     */
    @Nonnull
    default List<ActiveRoom> mostActiveRooms(final int limit) {
        return List.of();
    }

    /**
     * How many nodes rooms have, for the console's list of rooms. May be called by any thread, after the start; does
     * not block.
     *
     * @param limit of how many rooms at most; of the others it is not known then
     * @return the numbers by the rooms' bare JIDs, without rooms that have none
     */
    @Nonnull
    default CompletionStage<Map<JID, Integer>> nodesOfRooms(final int limit) {
        return CompletableFuture.completedFuture(Map.of());
    }

    /**
     * Starts the feature. Called once; the features are started in the order in which the plugin lists them, and
     * stopped in reverse.
     *
     * @param platform what the feature may use
     * @param registrations where everything is registered that has to be undone when the feature stops
     */
    void start(@Nonnull Platform platform, @Nonnull Registrations registrations);
}
