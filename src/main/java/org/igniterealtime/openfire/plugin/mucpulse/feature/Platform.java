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

import com.google.common.base.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceDiscovery;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;

/**
 * What features get from the plugin and the server: ports, executors, the sender of stanzas, hooks, settings and time.
 * Everything it gives is safe for use by several threads, and works until the last feature was stopped.
 */
public interface Platform {

    /**
     * The server's domain.
     *
     * @return the domain
     */
    @Nonnull
    String domain();

    /**
     * The domains of the group chat services of this moment.
     *
     * @return the domains, possibly none
     */
    @Nonnull
    List<String> services();

    /**
     * Asks services and rooms what they announce.
     *
     * @return the port
     */
    @Nonnull
    ServiceDiscovery discovery();

    /**
     * The rooms of this server.
     *
     * @return the port
     */
    @Nonnull
    Rooms rooms();

    /**
     * What the rooms of this server show of themselves.
     *
     * @return the port
     */
    @Nonnull
    RoomProfiles roomProfiles();

    /**
     * The users of this server and their sessions.
     *
     * @return the port
     */
    @Nonnull
    Users users();

    /**
     * The accounts of this server.
     *
     * @return the port
     */
    @Nonnull
    Accounts accounts();

    /**
     * The capabilities of clients.
     *
     * @return the port
     */
    @Nonnull
    Capabilities capabilities();

    /**
     * The personal eventing services of the users of this server.
     *
     * @return the port
     */
    @Nonnull
    PersonalEventing personalEventing();

    /**
     * Checks whether sessions of other servers still exist.
     *
     * @return the port
     */
    @Nonnull
    SessionProbe sessionProbe();

    /**
     * The servers that form one with this server.
     *
     * @return the port
     */
    @Nonnull
    Cluster cluster();

    /**
     * Carries messages to the servers of the cluster that have the plugin.
     *
     * @return the port
     */
    @Nonnull
    Relay relay();

    /**
     * The one server of the cluster on which runs what cannot be divided.
     *
     * @return the port
     */
    @Nonnull
    Home home();

    /**
     * What is kept beyond the life of the server.
     *
     * @return the database, and what helps to keep something in it
     */
    @Nonnull
    Storage storage();

    /**
     * Sends stanzas. Answers to requests that an {@link Hooks#iqHandlers IQ handler} took are to be sent with it, too.
     *
     * @return the port
     */
    @Nonnull
    StanzaSender sender();

    /**
     * The lists to which features add their hooks.
     *
     * @return the hooks
     */
    @Nonnull
    Hooks hooks();

    /**
     * A new executor that runs one task after the other, and shows up under its name on the health page.
     *
     * @param name a name, which no other executor has
     * @param registrations where it is registered to be closed: what was executed before is run then, nothing after
     * @return the executor
     */
    @Nonnull
    SerialExecutor executor(@Nonnull String name, @Nonnull Registrations registrations);

    /**
     * Runs tasks that may block, such as queries of the database. Shared by all features.
     *
     * @return an executor that rejects tasks where too many wait
     */
    @Nonnull
    Executor queries();

    /**
     * A new executor of one thread for tasks that may block, for a feature whose queries nobody else should have to
     * wait for. It shows up under its name on the health page.
     *
     * @param name a name, which no other executor has
     * @param registrations where its end is registered
     * @return an executor that rejects tasks where too many wait
     */
    @Nonnull
    Executor queries(@Nonnull String name, @Nonnull Registrations registrations);

    /**
     * Handles what must not be thrown into the server's threads.
     *
     * @return the handler
     */
    @Nonnull
    ErrorHandler errors();

    /**
     * The clock, which an administrator may set.
     *
     * @return a source of the time of day
     */
    @Nonnull
    InstantSource clock();

    /**
     * Measures time, unaffected by changes of the clock.
     *
     * @return a monotonic source of time
     */
    @Nonnull
    Ticker ticker();

    /**
     * The settings, as they are at each moment.
     *
     * @return the settings
     */
    @Nonnull
    Settings settings();
}
