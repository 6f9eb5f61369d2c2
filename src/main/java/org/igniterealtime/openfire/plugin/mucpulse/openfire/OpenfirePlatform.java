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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterRelay;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerPool;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerCapabilities;
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
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.muc.MultiUserChatService;

/**
 * The implementations of all ports on an Openfire server, put together for the features. Safe for use by several
 * threads once it was created.
 */
public final class OpenfirePlatform implements Platform {

    private static final int SENDERS = 2;
    private static final int STANZAS_PER_SENDER = 10_000;
    private static final long BYTES_PER_SENDER = 16 << 20;
    /** What may wait for other servers and for components. */
    private static final QueueLimits REMOTE = new QueueLimits(1_000, 4 << 20, 10_000, 32 << 20,
        Duration.ofMinutes(1), 4, 16, 8, Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final int QUERY_THREADS = 2;
    private static final int QUERIES = 10_000;

    private final XMPPServer server;
    private final String domain;
    private final Workers workers;
    private final Settings settings;
    private final Storage storage;
    private final Hooks hooks;
    private final SerialExecutor watch;
    private final OpenfireRooms rooms;
    private final OpenfireUsers users;
    private final WorkerPool queries;
    private final OpenRequests requests;
    private final Capabilities capabilities;
    private final PersonalEventing personalEventing;
    private final SessionProbe sessionProbe;
    private final ServiceDiscovery discovery;
    private final OpenfireCluster cluster;
    private final ClusterRelay relay;

    /**
     * Creates the ports; nothing is heard of the server before {@link #listen}.
     *
     * @param server the server
     * @param workers registers the workers
     * @param settings the settings
     * @param storage what is kept beyond the life of the server
     * @param clientFeatures the features of clients that matter to features of the plugin
     * @param registrations where it is registered how the workers end
     * @throws IllegalStateException where this version of the server is not understood
     */
    public OpenfirePlatform(@Nonnull final XMPPServer server, @Nonnull final Workers workers,
                            @Nonnull final Settings settings, @Nonnull final Storage storage,
                            @Nonnull final Set<String> clientFeatures, @Nonnull final Registrations registrations) {
        this.server = server;
        this.domain = server.getServerInfo().getXMPPDomain();
        this.workers = workers;
        this.settings = settings;
        this.storage = storage;
        this.hooks = new Hooks(workers.errors());
        this.cluster = new OpenfireCluster(server, hooks.cluster(), workers.errors());
        this.relay = ClusterRelay.create(cluster, hooks, new OpenfireNodeRegistry(),
            new OpenfireCarrier(cluster::members), workers, registrations);
        this.watch = workers.executor("watch", registrations);
        this.rooms = new OpenfireRooms(server.getMultiUserChatManager(), domain);
        this.users = new OpenfireUsers(server);
        final RouterStanzaSender sender = newSender();
        registrations.onClose(sender::close);
        this.queries = workers.pool("query", QUERY_THREADS, QUERIES, registrations);
        this.requests = new OpenRequests(sender, users, workers.ticker());
        registrations.add(() -> requests.start(watch), requests::stop);
        this.capabilities =
            new DiscoCapabilities(server.getIQRouter(), sender, domain, ServerCapabilities.find(server),
                clientFeatures, workers.ticker(), workers.errors());
        this.personalEventing = new OpenfirePersonalEventing(server);
        this.sessionProbe = new DiscoProbe(server.getIQRouter(), sender, domain,
            new DomainSessions(server.getSessionManager(), server.getRoutingTable(), this::domains),
            workers.errors());
        this.discovery = new RoutedDiscovery(server.getIQRouter(), queries, domain);
    }

    private RouterStanzaSender newSender() {
        final RouterStanzaSender sender =
            new RouterStanzaSender(server.getPacketRouter(), users, server.getRoutingTable()::getClientRoute,
                workers.boundedWorkers("sender", SENDERS, STANZAS_PER_SENDER, BYTES_PER_SENDER),
                workers.keyedExecutor("remote", REMOTE, Predicate.<String>isEqual(domain)
                    .or(new ConnectedDomains(server.getRoutingTable(), this::domains, workers.ticker()))),
                workers.errors());
        // Counts the stanzas that were dropped, of which one task can have several.
        workers.add("sender", sender::local);
        return sender;
    }

    /**
     * Begins to call the hooks.
     *
     * @param registrations where it is registered that this ends
     */
    public void listen(@Nonnull final Registrations registrations) {
        new ServerListeners(server, hooks, rooms, requests, watch, workers.errors(), workers.ticker())
            .start(registrations);
        registrations.add(cluster::start, cluster::stop);
    }

    /**
     * The relay, to be opened when the features were started.
     *
     * @return the relay between the servers of the cluster
     */
    @Nonnull
    public ClusterRelay clusterRelay() {
        return relay;
    }

    @Override
    @Nonnull
    public List<String> services() {
        return server.getMultiUserChatManager().getMultiUserChatServices().stream()
            .map(MultiUserChatService::getServiceDomain).toList();
    }

    /** From which the plugin sends. */
    private List<String> domains() {
        final List<String> domains = new ArrayList<>(services());
        domains.add(domain);
        return domains;
    }

    /**
     * How many requests were answered with an error, as no feature answered them in time.
     *
     * @return the number since the start
     */
    public long lateRequests() {
        return requests.late();
    }

    @Override
    @Nonnull
    public String domain() {
        return domain;
    }

    @Override
    @Nonnull
    public ServiceDiscovery discovery() {
        return discovery;
    }

    @Override
    @Nonnull
    public Rooms rooms() {
        return rooms;
    }

    @Override
    @Nonnull
    public RoomProfiles roomProfiles() {
        return rooms;
    }

    @Override
    @Nonnull
    public Users users() {
        return users;
    }

    @Override
    @Nonnull
    public Accounts accounts() {
        return users;
    }

    @Override
    @Nonnull
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    @Nonnull
    public PersonalEventing personalEventing() {
        return personalEventing;
    }

    @Override
    @Nonnull
    public Cluster cluster() {
        return cluster;
    }

    @Override
    @Nonnull
    public Relay relay() {
        return relay;
    }

    @Override
    @Nonnull
    public Home home() {
        return relay;
    }

    @Override
    @Nonnull
    public SessionProbe sessionProbe() {
        return sessionProbe;
    }

    @Override
    @Nonnull
    public StanzaSender sender() {
        return requests;
    }

    @Override
    @Nonnull
    public Executor queries() {
        return queries;
    }

    @Override
    @Nonnull
    public Executor queries(@Nonnull final String name, @Nonnull final Registrations registrations) {
        return workers.pool(name, 1, QUERIES, registrations);
    }

    @Override
    @Nonnull
    public Hooks hooks() {
        return hooks;
    }

    /**
     * All workers of the plugin.
     *
     * @return the register
     */
    @Nonnull
    public Workers workers() {
        return workers;
    }

    @Override
    @Nonnull
    public Storage storage() {
        return storage;
    }

    @Override
    @Nonnull
    public SerialExecutor executor(@Nonnull final String name, @Nonnull final Registrations registrations) {
        return workers.executor(name, registrations);
    }

    @Override
    @Nonnull
    public ErrorHandler errors() {
        return workers.errors();
    }

    @Override
    @Nonnull
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    @Nonnull
    public Ticker ticker() {
        return workers.ticker();
    }

    @Override
    @Nonnull
    public Settings settings() {
        return settings;
    }
}
