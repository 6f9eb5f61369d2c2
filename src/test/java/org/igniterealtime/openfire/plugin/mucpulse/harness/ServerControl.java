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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.testplugin.Wire;

/**
 * Reaches into a running server, past XMPP, through the control plugin. Thread-safe; calls wait for each other.
 *
 * <p>Every method throws an {@link OpenfireException} with the server's own words if the server refuses or fails.
 */
public final class ServerControl implements AutoCloseable {

    /** The name by which the server knows MUC Pulse. */
    public static final String PLUGIN = "mucpulse";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;

    private ServerControl(final Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Connects to the plugin that left its port and secret in a file. */
    static ServerControl connect(final Path address) {
        try {
            final String[] parts = Files.readString(address).trim().split(" ");
            final Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[0]));
            socket.setSoTimeout((int) Duration.ofMinutes(3).toMillis());
            final ServerControl control = new ServerControl(socket);
            control.call(parts[1]);
            return control;
        } catch (IOException e) {
            throw new OpenfireException("The control plugin cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * The server's version.
     *
     * @return such as {@code 4.2.0}
     */
    public String version() {
        return call("version").get(0);
    }

    /**
     * The first number of the server's version.
     *
     * @return such as 4
     */
    public int majorVersion() {
        return Integer.parseInt(version().split("\\D")[0]);
    }

    /**
     * Tells whether the server has started and has tried to load all plugins.
     *
     * @return whether it has
     */
    public boolean isStarted() {
        return bool(call("started"));
    }

    /**
     * Creates an account.
     *
     * @param username the name before the {@code @}
     * @param password the password
     */
    public void createUser(final String username, final String password) {
        call("user.create", username, password);
    }

    /**
     * Tells whether there is such an account.
     *
     * @param username the name before the {@code @}
     * @return whether there is
     */
    public boolean userExists(final String username) {
        return bool(call("user.exists", username));
    }

    /**
     * Deletes an account.
     *
     * @param username the name before the {@code @}
     */
    public void deleteUser(final String username) {
        call("user.delete", username);
    }

    /**
     * Creates a group without members.
     *
     * @param group the name
     */
    public void createGroup(final String group) {
        call("group.create", group);
    }

    /**
     * Deletes a group.
     *
     * @param group the name
     */
    public void deleteGroup(final String group) {
        call("group.delete", group);
    }

    /**
     * Makes somebody a member of a group.
     *
     * @param group the name
     * @param bareJid the new member
     */
    public void addGroupMember(final String group, final String bareJid) {
        call("group.add", group, bareJid);
    }

    /**
     * Ends somebody's membership in a group.
     *
     * @param group the name
     * @param bareJid the member
     */
    public void removeGroupMember(final String group, final String bareJid) {
        call("group.remove", group, bareJid);
    }

    /**
     * The JID by which a room's affiliation lists hold a group.
     *
     * @param group the name
     * @return a JID that only this server understands
     */
    public String groupJid(final String group) {
        return call("group.jid", group).get(0);
    }

    /**
     * Lets a browser sign in to the console of the embedded server, which has no page for that, at
     * {@code /plugins/mucpulse-control/login}; and has the browser refuse whatever a strict policy forbids.
     */
    public void openTestConsole() {
        call("console.open");
    }

    /**
     * Reads a property of the server.
     *
     * @param name the property's name
     * @return the value, or null if it is not set
     */
    public String property(final String name) {
        return call("property.get", name).get(0);
    }

    /**
     * Sets a property of the server.
     *
     * @param name the property's name
     * @param value the value
     */
    public void setProperty(final String name, final String value) {
        call("property.set", name, value);
    }

    /**
     * Deletes a property of the server.
     *
     * @param name the property's name
     */
    public void deleteProperty(final String name) {
        call("property.delete", name);
    }

    /**
     * Sets the language of the server and of its console.
     *
     * @param language a language tag, such as {@code zh-CN}
     */
    public void setLanguage(final String language) {
        call("locale.set", language);
    }

    /**
     * Tells whether a plugin is loaded.
     *
     * @param plugin the plugin's canonical name
     * @return whether it is
     */
    public boolean isPluginLoaded(final String plugin) {
        return bool(call("plugin.loaded", plugin));
    }

    /**
     * Installs a plugin, or a new version of one, as the admin console does, and waits until it is loaded.
     *
     * @param jar the plugin's JAR; its name is the name of the plugin
     */
    public void installPlugin(final Path jar) {
        final String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        if (!bool(call("plugin.install", jar.toAbsolutePath().toString()))) {
            throw new OpenfireException("The server did not install " + jar);
        }
        Awaitility.await("loading of " + name).atMost(PATIENCE).pollDelay(Duration.ZERO)
                .until(() -> isPluginLoaded(name));
    }

    /**
     * Installs a plugin as the admin console does, whether it can be loaded or not.
     *
     * @param jar the plugin's JAR; its name is the name of the plugin
     */
    public void offerPlugin(final Path jar) {
        call("plugin.install", jar.toAbsolutePath().toString());
    }

    /**
     * A text of a plugin as the sidebar of the console shows it.
     *
     * @param plugin the plugin's canonical name
     * @param key the text's key
     * @return the text, or the key where there is none
     */
    public String pluginText(final String plugin, final String key) {
        return call("plugin.text", plugin, key).get(0);
    }

    /** Installs MUC Pulse again after {@link #unloadPlugin()}, and waits until it is loaded. */
    public void loadPlugin() {
        installPlugin(OpenfireServer.pluginJar());
    }

    /** Uninstalls MUC Pulse, and waits until it is unloaded. Openfire itself takes two seconds for that. */
    public void unloadPlugin() {
        uninstallPlugin(PLUGIN);
    }

    /** Replaces MUC Pulse by itself in the running server, as an upgrade does. */
    public void reloadPlugin() {
        unloadPlugin();
        loadPlugin();
    }

    /**
     * Uninstalls a plugin, and waits until it is unloaded.
     *
     * @param plugin the plugin's canonical name
     */
    public void uninstallPlugin(final String plugin) {
        call("plugin.delete", plugin);
        Awaitility.await("unloading of " + plugin).atMost(PATIENCE).pollDelay(Duration.ZERO)
                .until(() -> !isPluginLoaded(plugin));
    }

    /**
     * Remembers the class loader that a loaded plugin has now, for {@link #isLoaderCollected}.
     *
     * @param plugin the plugin's canonical name
     * @return what to ask by
     */
    public String watchLoader(final String plugin) {
        return call("loader.watch", plugin).get(0);
    }

    /**
     * Collects garbage in the server, and tells whether a remembered class loader is gone. Openfire 4.2 itself holds
     * the loader of the last plugin until it loads another: load one first, and ask more than once.
     *
     * @param watch what {@link #watchLoader} returned
     * @return whether nothing holds it any more
     */
    public boolean isLoaderCollected(final String watch) {
        return bool(call("loader.collected", watch));
    }

    /**
     * The names of the server's threads.
     *
     * @return the names, sorted, with repetitions
     */
    public List<String> threads() {
        return call("threads");
    }

    /**
     * What the threads of the server that still run have cost since they began.
     *
     * @param prefixes beginnings of the names of threads
     * @return for each prefix the processor time in nanoseconds, and the bytes that were allocated
     */
    public List<long[]> threadCosts(final String... prefixes) {
        final List<String> costs = call("thread.costs", "", prefixes);
        return IntStream.range(0, prefixes.length).mapToObj(i ->
                new long[] {Long.parseLong(costs.get(2 * i)), Long.parseLong(costs.get(2 * i + 1))}).toList();
    }

    /**
     * How long the server's virtual machine has compiled so far.
     *
     * @return the time of all its compilers together
     */
    public Duration compilation() {
        return Duration.ofMillis(Long.parseLong(call("compilation").get(0)));
    }

    /**
     * Collects garbage in the server, and tells how much of the heap is in use then.
     *
     * @return bytes
     */
    public long usedHeap() {
        return Long.parseLong(call("heap").get(0));
    }

    /**
     * Who listens to the server: each entry is a kind and a class, such as {@code interceptor org.example.Interceptor},
     * {@code muc-event …}, {@code property-event …}, {@code user-event …}, {@code session-event …},
     * {@code group-event …}, {@code component-event …}, {@code server-event …}, {@code iq-handler@conference …}; or a
     * MUC service's extra feature, such as {@code feature@conference urn:xmpp:rai:0}.
     *
     * @return the entries, with repetitions
     */
    public List<String> registrations() {
        return call("registrations");
    }

    /**
     * The registrations of MUC Pulse's own classes and features.
     *
     * @return those of {@link #registrations()} that name the package of MUC Pulse, without the control plugin's, and
     *         the extra features
     */
    public List<String> pluginRegistrations() {
        return registrations().stream()
                .filter(entry -> entry.startsWith("feature@")
                        || entry.contains("org.igniterealtime.openfire.plugin.mucpulse")
                        && !entry.contains("mucpulse.testplugin"))
                .collect(Collectors.toList());
    }

    /**
     * The ids of the servers in the cluster, as this one sees it.
     *
     * @return the ids, sorted; none while the server has not joined a cluster
     */
    public List<String> clusterMembers() {
        return call("cluster.members");
    }

    /**
     * The relay of MUC Pulse on the server.
     *
     * @return what sends over it, and hears what comes
     */
    public RelayControl relay() {
        return new RelayControl(this);
    }

    /**
     * Creates a MUC service.
     *
     * @param subdomain what comes before the server's domain
     */
    public void createMucService(final String subdomain) {
        call("muc.create", subdomain, "Another service", "false");
    }

    /**
     * Removes a MUC service with all its rooms.
     *
     * @param subdomain what comes before the server's domain
     */
    public void removeMucService(final String subdomain) {
        call("muc.remove", subdomain);
    }

    /**
     * The MUC services of the server.
     *
     * @return their subdomains, sorted
     */
    public List<String> mucServices() {
        return call("muc.list");
    }

    /**
     * Takes a persistent room out of the server's memory without destroying it, as the server does with rooms that
     * were empty for long. Nobody should be in it.
     *
     * @param roomJid the room
     */
    public void unloadRoom(final String roomJid) {
        call("room.unload", roomJid);
    }

    /**
     * Tells whether a room is in the server's memory.
     *
     * @param roomJid the room
     * @return whether it is
     */
    public boolean isRoomLoaded(final String roomJid) {
        return bool(call("room.loaded", roomJid));
    }

    /**
     * Ends a client's session from the server's side.
     *
     * @param fullJid the session
     * @return whether there was such a session
     */
    public boolean closeSession(final String fullJid) {
        return bool(call("session.close", fullJid));
    }

    /**
     * The sessions of the server's clients.
     *
     * @return their full JIDs, sorted
     */
    public List<String> sessions() {
        return call("session.list");
    }

    /**
     * Reads from the server's database.
     *
     * @param sql a query
     * @param params the values of its parameters, as text
     * @return the rows; a cell that is NULL is null
     */
    public List<List<String>> query(final String sql, final String... params) {
        final List<String> cells = call("sql.query", sql, params);
        final int columns = Integer.parseInt(cells.get(0));
        final List<List<String>> rows = new ArrayList<>();
        for (int cell = 1; cell < cells.size(); cell += columns) {
            rows.add(cells.subList(cell, cell + columns));
        }
        return rows;
    }

    /**
     * Writes to the server's database.
     *
     * @param sql a statement
     * @param params the values of its parameters, as text
     * @return how many rows it touched
     */
    public int update(final String sql, final String... params) {
        return Integer.parseInt(call("sql.update", sql, params).get(0));
    }

    /**
     * Lets the server handle a stanza as if it had come from wherever its {@code from} says, such as another server.
     *
     * @param xml the stanza, with {@code from} and {@code to}
     */
    public void route(final String xml) {
        call("route", xml);
    }

    /**
     * Opens a domain that stands for another XMPP server: its users are not this server's, and what they are sent is
     * recorded. They speak through {@link #route}.
     *
     * @param subdomain what comes before the server's domain
     * @return the whole domain
     */
    public String openPeer(final String subdomain) {
        return call("peer.open", subdomain).get(0);
    }

    /**
     * What the users of a {@linkplain #openPeer peer} were sent.
     *
     * @param subdomain as opened
     * @return the stanzas as XML, in order
     */
    public List<String> receivedByPeer(final String subdomain) {
        return call("peer.received", subdomain);
    }

    /**
     * Has a {@linkplain #openPeer peer} block whoever sends to it.
     *
     * @param subdomain as opened
     */
    public void holdPeer(final String subdomain) {
        call("peer.hold", subdomain);
    }

    /**
     * Ends {@link #holdPeer}.
     *
     * @param subdomain as opened
     */
    public void releasePeer(final String subdomain) {
        call("peer.release", subdomain);
    }

    /**
     * Has a {@linkplain #openPeer peer} throw errors at whoever sends to it: overflows of the stack, lack of memory,
     * missing classes and illegal states, in turn.
     *
     * @param subdomain as opened
     */
    public void failPeer(final String subdomain) {
        call("peer.fail", subdomain);
    }

    /**
     * Closes a {@linkplain #openPeer peer}.
     *
     * @param subdomain as opened
     */
    public void closePeer(final String subdomain) {
        call("peer.close", subdomain);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new OpenfireException("The control connection could not be closed: " + e.getMessage(), e);
        }
    }

    private static boolean bool(final List<String> answer) {
        return Boolean.parseBoolean(answer.get(0));
    }

    /** Runs a command of the control plugin. */
    List<String> call(final String command, final String first, final String... rest) {
        final List<String> args = new ArrayList<>();
        args.add(command);
        args.add(first);
        args.addAll(Arrays.asList(rest));
        return exchange(args);
    }

    /** Runs a command of the control plugin. */
    List<String> call(final String command) {
        return exchange(List.of(command));
    }

    private synchronized List<String> exchange(final List<String> request) {
        try {
            out.write(Wire.encode(request));
            out.newLine();
            out.flush();
            final String line = in.readLine();
            if (line == null) {
                throw new OpenfireException("The control plugin is gone: no answer to " + request.get(0));
            }
            final List<String> answer = Wire.decode(line);
            if (!Wire.OK.equals(answer.get(0))) {
                throw new OpenfireException("The server failed at " + request + ": " + answer.get(1));
            }
            return answer.subList(1, answer.size());
        } catch (IOException e) {
            throw new OpenfireException("The control plugin is gone: " + e.getMessage(), e);
        }
    }
}
