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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.event.GroupEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.LocaleUtils;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * What the control socket offers: each command has a name, takes strings and returns strings. Safe for use by several
 * threads.
 */
final class Commands {

    private final Map<String, Command> commands = new TreeMap<>();
    private final PluginManager plugins;
    private final LoaderWatch loaders = new LoaderWatch();
    private final Peers peers = new Peers();
    private final TestConsole console;

    Commands(final PluginManager plugins) {
        this.plugins = plugins;
        this.console = new TestConsole(plugins);
        defineServer();
        defineAccounts();
        definePlugins();
        defineRooms();
        defineStanzas();
        defineRelay();
        commands.put("console.open", args -> none(console::open));
    }

    /** Runs one command; anything that goes wrong is thrown. */
    List<String> run(final String name, final List<String> args) throws Exception {
        final Command command = commands.get(name);
        if (command == null) {
            throw new IllegalArgumentException("No such command: " + name);
        }
        return command.run(args);
    }

    void close() {
        peers.closeAll();
        console.close();
    }

    /** The message for the other side: the innermost cause says most. */
    static String reason(final Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private void defineServer() {
        commands.put("version", args -> List.of(server().getServerInfo().getVersion().getVersionString()));
        commands.put("started", args -> bool(server().isStarted() && plugins.isExecuted()));
        commands.put("threads", args -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).sorted().collect(Collectors.toList()));
        commands.put("thread.costs", args -> threadCosts(args.subList(1, args.size())));
        commands.put("compilation",
                args -> one(Long.toString(ManagementFactory.getCompilationMXBean().getTotalCompilationTime())));
        commands.put("heap", args -> one(Long.toString(usedHeap())));
        commands.put("registrations", args -> registrations());
        commands.put("property.get", args -> one(JiveGlobals.getProperty(args.get(0))));
        commands.put("property.set", args -> none(() -> JiveGlobals.setProperty(args.get(0), args.get(1))));
        commands.put("property.delete", args -> none(() -> JiveGlobals.deleteProperty(args.get(0))));
        commands.put("locale.set", args -> none(() -> JiveGlobals.setLocale(Locale.forLanguageTag(args.get(0)))));
        commands.put("cluster.members", args -> ClusterManager.isClusteringStarted()
                ? ClusterManager.getNodesInfo().stream().map(node -> node.getNodeID().toString()).sorted().toList()
                : List.of());
        commands.put("sql.query", args -> query(args.get(0), args.subList(1, args.size())));
        commands.put("sql.update", args -> update(args.get(0), args.subList(1, args.size())));
    }

    private void defineAccounts() {
        commands.put("user.create", args -> none(
                () -> UserManager.getInstance().createUser(args.get(0), args.get(1), null, null)));
        commands.put("user.exists", args -> bool(userExists(args.get(0))));
        commands.put("user.delete", args -> none(
                () -> UserManager.getInstance().deleteUser(UserManager.getInstance().getUser(args.get(0)))));
        commands.put("group.create", args -> none(() -> GroupManager.getInstance().createGroup(args.get(0))));
        commands.put("group.delete", args -> none(() -> GroupManager.getInstance().deleteGroup(group(args.get(0)))));
        commands.put("group.add", args -> none(() -> group(args.get(0)).getMembers().add(new JID(args.get(1)))));
        commands.put("group.remove", args -> none(() -> group(args.get(0)).getMembers().remove(new JID(args.get(1)))));
        commands.put("group.jid", args -> one(group(args.get(0)).getJID().toString()));
        commands.put("session.close", args -> {
            final ClientSession session = server().getSessionManager().getSession(new JID(args.get(0)));
            if (session != null) {
                session.close();
            }
            return bool(session != null);
        });
        commands.put("session.list", args -> server().getSessionManager().getSessions().stream()
                .map(session -> session.getAddress().toString()).sorted().collect(Collectors.toList()));
    }

    private void definePlugins() {
        commands.put("plugin.loaded", args -> bool(plugins.isLoaded(args.get(0))));
        commands.put("plugin.install", args -> {
            final Path jar = Path.of(args.get(0));
            try (InputStream in = Files.newInputStream(jar)) {
                return bool(plugins.installPlugin(in, String.valueOf(jar.getFileName())));
            }
        });
        commands.put("plugin.text", args -> one(LocaleUtils.getLocalizedString(args.get(1), args.get(0))));
        commands.put("plugin.delete", args -> none(() -> plugins.deletePlugin(args.get(0))));
        commands.put("loader.watch", args -> one(loaders.watch(plugin(args.get(0)).getClass().getClassLoader())));
        commands.put("loader.collected", args -> bool(loaders.isCollected(args.get(0))));
    }

    private void defineRelay() {
        final RelayProbe relay = new RelayProbe(() -> plugin("mucpulse"));
        commands.put("relay.listen", args -> none(relay::listen));
        commands.put("relay.events", args -> relay.events());
        commands.put("relay.peers", args -> relay.peers());
        commands.put("relay.home", args -> relay.home());
        commands.put("relay.send", args -> none(() -> relay.send(args.get(0), args.get(1))));
        commands.put("relay.all", args -> none(() -> relay.toAll(args.get(0), Integer.parseInt(args.get(1)))));
        commands.put("relay.listed", args -> relay.listed());
        commands.put("relay.list", args -> none(() -> relay.list(args.get(0), args.get(1))));
        commands.put("relay.latency", args -> relay.latency(args.get(0), Integer.parseInt(args.get(1))));
    }

    private void defineRooms() {
        commands.put("muc.create", args -> none(() -> Reflect.call(server().getMultiUserChatManager(),
                "createMultiUserChatService", args.get(0), args.get(1), Boolean.valueOf(args.get(2)))));
        commands.put("muc.remove", args -> none(
                () -> server().getMultiUserChatManager().removeMultiUserChatService(args.get(0))));
        commands.put("muc.list", args -> server().getMultiUserChatManager().getMultiUserChatServices().stream()
                .map(MultiUserChatService::getServiceName).sorted().collect(Collectors.toList()));
        commands.put("room.unload", args -> none(() -> {
            final JID room = new JID(args.get(0));
            service(room).removeChatRoom(room.getNode());
        }));
        commands.put("room.loaded", args -> bool(isLoaded(new JID(args.get(0)))));
    }

    private void defineStanzas() {
        commands.put("route", args -> none(() -> route(args.get(0))));
        commands.put("peer.open", args -> one(peers.open(args.get(0))));
        commands.put("peer.received", args -> peers.received(args.get(0)));
        commands.put("peer.hold", args -> none(() -> peers.hold(args.get(0))));
        commands.put("peer.release", args -> none(() -> peers.release(args.get(0))));
        commands.put("peer.fail", args -> none(() -> peers.fail(args.get(0))));
        commands.put("peer.close", args -> none(() -> peers.close(args.get(0))));
    }

    private static void route(final String xml) throws DocumentException {
        final Element element = DocumentHelper.parseText(xml).getRootElement();
        final Packet packet;
        switch (element.getName()) {
            case "message":
                packet = new Message(element);
                break;
            case "presence":
                packet = new Presence(element);
                break;
            case "iq":
                packet = new IQ(element);
                break;
            default:
                throw new IllegalArgumentException("Not a stanza: " + xml);
        }
        final XMPPServer server = server();
        try {
            if (packet instanceof Message) {
                server.getMessageRouter().route((Message) packet);
            } else if (packet instanceof Presence) {
                server.getPresenceRouter().route((Presence) packet);
            } else {
                server.getIQRouter().route((IQ) packet);
            }
        } catch (StackOverflowError e) {
            throw new IllegalStateException("Too deep for the server itself", e);
        }
    }

    /** The processor time and the allocated bytes of threads, for each beginning of a name. */
    private static List<String> threadCosts(final List<String> prefixes) {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final List<String> costs = new ArrayList<>();
        for (final String prefix : prefixes) {
            final long[] ids = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(thread -> thread != null && thread.getThreadName().startsWith(prefix))
                    .mapToLong(ThreadInfo::getThreadId).toArray();
            costs.add(Long.toString(Arrays.stream(threads.getThreadCpuTime(ids)).filter(time -> time > 0).sum()));
            costs.add(Long.toString(Arrays.stream(threads.getThreadAllocatedBytes(ids)).filter(n -> n > 0).sum()));
        }
        return costs;
    }

    /** Twice, as what was only waiting for its finalizer goes with the second collection. */
    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Who listens to the server, as "kind class": the places that a plugin must have left after it was unloaded. */
    private List<String> registrations() throws ReflectiveOperationException {
        final List<String> found = new ArrayList<>();
        add(found, "interceptor", InterceptorManager.getInstance().getInterceptors());
        add(found, "muc-event", Reflect.field(MUCEventDispatcher.class, null, "listeners"));
        add(found, "property-event", Reflect.field(PropertyEventDispatcher.class, null, "listeners"));
        add(found, "user-event", Reflect.field(UserEventDispatcher.class, null, "listeners"));
        add(found, "session-event", Reflect.field(SessionEventDispatcher.class, null, "listeners"));
        add(found, "group-event", Reflect.field(GroupEventDispatcher.class, null, "listeners"));
        final InternalComponentManager components = InternalComponentManager.getInstance();
        add(found, "component-event", Reflect.field(InternalComponentManager.class, components, "listeners"));
        add(found, "server-event", Reflect.field(XMPPServer.class, server(), "listeners"));
        for (final MultiUserChatService service : server().getMultiUserChatManager().getMultiUserChatServices()) {
            final String name = service.getServiceName();
            final Object handlers = Reflect.field(service.getClass(), service, "iqHandlers");
            if (handlers instanceof Map) {
                add(found, "iq-handler@" + name, ((Map<?, ?>) handlers).values());
            }
            for (final Object feature
                    : (Collection<?>) Reflect.field(service.getClass(), service, "extraDiscoFeatures")) {
                found.add("feature@" + name + " " + feature);
            }
        }
        return found;
    }

    private static void add(final List<String> found, final String kind, final Object registered) {
        for (final Object listener : (Collection<?>) registered) {
            found.add(kind + " " + listener.getClass().getName());
        }
    }

    private static boolean isLoaded(final JID room) throws ReflectiveOperationException {
        final MultiUserChatService service = service(room);
        final String getter = Reflect.has(service, "getActiveChatRooms") ? "getActiveChatRooms" : "getChatRooms";
        for (final Object loaded : (Collection<?>) Reflect.call(service, getter)) {
            if (room.getNode().equals(Reflect.call(loaded, "getName"))) {
                return true;
            }
        }
        return false;
    }

    private static MultiUserChatService service(final JID address) {
        return Optional.ofNullable(
                server().getMultiUserChatManager().getMultiUserChatService(new JID(address.getDomain())))
                .orElseThrow(() -> new IllegalArgumentException("No MUC service " + address.getDomain()));
    }

    private static boolean userExists(final String username) {
        try {
            return UserManager.getInstance().getUser(username) != null;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    private static Group group(final String name) throws Exception {
        return GroupManager.getInstance().getGroup(name);
    }

    private Plugin plugin(final String name) {
        return plugins.getPlugins().stream()
                .filter(plugin -> name.equalsIgnoreCase(plugins.getCanonicalName(plugin)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such plugin: " + name));
    }

    private static List<String> query(final String sql, final List<String> params) throws SQLException {
        try (Connection connection = DbConnectionManager.getConnection();
                PreparedStatement statement = prepare(connection, sql, params);
                ResultSet rows = statement.executeQuery()) {
            final int columns = rows.getMetaData().getColumnCount();
            final List<String> cells = new ArrayList<>();
            cells.add(Integer.toString(columns));
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    cells.add(rows.getString(column));
                }
            }
            return cells;
        }
    }

    private static List<String> update(final String sql, final List<String> params) throws SQLException {
        try (Connection connection = DbConnectionManager.getConnection();
                PreparedStatement statement = prepare(connection, sql, params)) {
            return List.of(Integer.toString(statement.executeUpdate()));
        }
    }

    private static PreparedStatement prepare(final Connection connection, final String sql, final List<String> params)
            throws SQLException {
        final PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < params.size(); i++) {
            if (isNumber(statement, i + 1)) {
                statement.setLong(i + 1, Long.parseLong(params.get(i)));
            } else {
                statement.setString(i + 1, params.get(i));
            }
        }
        return statement;
    }

    /** Some databases take no text for a number; others take it, and do not say what a parameter is. */
    private static boolean isNumber(final PreparedStatement statement, final int parameter) throws SQLException {
        try {
            final int type = statement.getParameterMetaData().getParameterType(parameter);
            return type == Types.BIGINT || type == Types.INTEGER;
        } catch (final SQLFeatureNotSupportedException e) {
            return false;
        }
    }

    private static XMPPServer server() {
        return XMPPServer.getInstance();
    }

    private static List<String> bool(final boolean value) {
        return List.of(Boolean.toString(value));
    }

    private static List<String> one(final String value) {
        final List<String> values = new ArrayList<>();
        values.add(value);
        return values;
    }

    private static List<String> none(final Action action) throws Exception {
        action.run();
        return List.of();
    }

    /** A command as the socket sees it. */
    @FunctionalInterface
    private interface Command {
        List<String> run(List<String> args) throws Exception;
    }

    /** Something that is done for its effect. */
    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }
}
