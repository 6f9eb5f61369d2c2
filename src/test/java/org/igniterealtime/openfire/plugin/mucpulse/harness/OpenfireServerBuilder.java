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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes a server before it is started: unless told otherwise, with MUC Pulse, in a fresh home, on a free port. Not
 * thread-safe.
 */
public final class OpenfireServerBuilder {

    private ServerKind kind = ServerKind.ofBuild();
    private Path home = OpenfireServer.workFolder().resolve("openfire-home");
    private boolean fresh = true;
    private String domain = OpenfireServer.DEFAULT_DOMAIN;
    private String mucDomain = "";
    private ClusterMember member;
    private int clientPort;
    private int adminPort = -1;
    private boolean web;
    private final List<Path> plugins = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();

    OpenfireServerBuilder() {
        plugins.add(OpenfireServer.pluginJar());
    }

    /**
     * Installs other plugins than MUC Pulse alone.
     *
     * @param jars the plugins, named as the server shall know them; the control plugin comes on top
     * @return this builder
     */
    public OpenfireServerBuilder plugins(final Path... jars) {
        plugins.clear();
        plugins.addAll(List.of(jars));
        return this;
    }

    /**
     * Chooses the port for clients.
     *
     * @param port a port, or 0 for a free one (the default)
     * @return this builder
     */
    public OpenfireServerBuilder clientPort(final int port) {
        this.clientPort = port;
        return this;
    }

    /**
     * Opens the admin console (user and password: admin). That of the embedded Openfire has the pages of plugins alone.
     *
     * @param port a port, or 0 for a free one
     * @return this builder
     */
    public OpenfireServerBuilder adminPort(final int port) {
        this.adminPort = port;
        return this;
    }

    /**
     * Lets clients connect through WebSocket and BOSH as well, on a free port.
     *
     * @return this builder
     */
    public OpenfireServerBuilder web() {
        this.web = true;
        return this;
    }

    /**
     * Chooses the domain.
     *
     * @param name a domain
     * @return this builder
     */
    public OpenfireServerBuilder domain(final String name) {
        this.domain = Objects.requireNonNull(name);
        return this;
    }

    /**
     * Lets the server's users meet in the rooms of another server, instead of its own.
     *
     * @param name the domain of a MUC service
     * @return this builder
     */
    public OpenfireServerBuilder mucDomain(final String name) {
        this.mucDomain = Objects.requireNonNull(name);
        return this;
    }

    /**
     * Lets the server be one of a cluster, with an address of its own and the database that all have in common.
     *
     * @param itself what makes it one of the cluster
     * @return this builder
     */
    OpenfireServerBuilder clusterMember(final ClusterMember itself) {
        this.member = itself;
        return this;
    }

    /**
     * Sets a property of the server, in addition to those that the harness sets, or in place of one, when the server is
     * started for the first time.
     *
     * @param name the property's name
     * @param value its value
     * @return this builder
     */
    public OpenfireServerBuilder property(final String name, final String value) {
        properties.put(name, value);
        return this;
    }

    /**
     * Gives the server's Java virtual machine an option.
     *
     * @param option the option, such as {@code -Xmx1g}
     * @return this builder
     */
    public OpenfireServerBuilder jvmOption(final String option) {
        jvmOptions.add(option);
        return this;
    }

    /**
     * Gives the server's Java virtual machine so much heap, instead of the 512 MB that it has by default.
     *
     * @param megabytes the most that the heap may grow to
     * @return this builder
     */
    public OpenfireServerBuilder heap(final int megabytes) {
        return jvmOption("-Xmx" + megabytes + "m");
    }

    /**
     * Lets the server live in a folder that is emptied first.
     *
     * @param folder the folder
     * @return this builder
     */
    public OpenfireServerBuilder freshHome(final Path folder) {
        this.home = folder;
        this.fresh = true;
        return this;
    }

    /**
     * Lets the server go on in a folder where one was before, or begin there if none was.
     *
     * @param folder the folder
     * @return this builder
     */
    public OpenfireServerBuilder reuseHome(final Path folder) {
        this.home = folder;
        this.fresh = false;
        return this;
    }

    /**
     * Lets the server be the embedded one with other JVM options than the build's, to see what it says.
     *
     * @param options the options that open modules of the JDK
     * @return this builder
     */
    OpenfireServerBuilder embedded(final List<String> options) {
        this.kind = EmbeddedOpenfire.ofBuild(options);
        return this;
    }

    /**
     * Lets the server be a copy of an installed one.
     *
     * @param folder the folder of the installed one
     * @return this builder
     */
    OpenfireServerBuilder installed(final Path folder) {
        this.kind = new InstalledOpenfire(folder);
        return this;
    }

    /**
     * Makes the server, which is yet to be started.
     *
     * @return a server
     */
    public OpenfireServer build() {
        return new OpenfireServer(this);
    }

    ServerKind kind() {
        return kind;
    }

    Path home() {
        return home;
    }

    boolean isFresh() {
        return fresh;
    }

    String domain() {
        return domain;
    }

    String host() {
        return member().map(ClusterMember::host).orElse("127.0.0.1");
    }

    Optional<ClusterMember> member() {
        return Optional.ofNullable(member);
    }

    String mucDomain() {
        return mucDomain.isEmpty() ? "conference." + domain : mucDomain;
    }

    int clientPort() {
        return clientPort;
    }

    int adminPort() {
        return adminPort;
    }

    boolean hasWeb() {
        return web;
    }

    List<Path> pluginJars() {
        return List.copyOf(plugins);
    }

    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    List<String> jvmOptions() {
        return List.copyOf(jvmOptions);
    }
}
