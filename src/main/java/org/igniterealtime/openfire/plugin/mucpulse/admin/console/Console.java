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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.servlet.GenericServlet;
import javax.servlet.ServletException;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.OpenfireAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.OpenfireProperties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Properties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsFilter;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsServlet;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ServerStatistics;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answers;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Page;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.admin.PluginFilter;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginServlet;
import org.jivesoftware.util.JiveGlobals;

/**
 * The plugin's part of the admin console, and what else an administrator sees of it. Starting and stopping are for one
 * thread at a time.
 */
public final class Console {

    /** How long a page waits for what it shows. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SAMPLING = Duration.ofMinutes(1);

    private final PluginManager manager;
    private final Plugin plugin;
    private final Monitoring monitoring;
    private final SerialExecutor executor;
    private final PluginName name;
    private final Texts texts;
    private final Views views = new Views();
    private final PageTools tools;
    private final ConsoleFrame frame;
    private final ServerStatistics statistics;
    private final MetricsFilter metricsFilter;
    private final MetricsServlet metricsServlet;
    private final Map<String, GenericServlet> servlets = new LinkedHashMap<>();
    private volatile boolean stopped;

    /**
     * Creates a console with the JSON and the metrics for Prometheus, and without pages.
     *
     * @param manager manages plugins
     * @param plugin this plugin
     * @param name what the server calls it
     * @param monitoring the metrics and the health that are shown
     * @param queries runs database queries; may reject them
     * @param executor takes samples of the metrics
     */
    public Console(@Nonnull final PluginManager manager, @Nonnull final Plugin plugin,
                   @Nonnull final PluginName name, @Nonnull final Monitoring monitoring,
                   @Nonnull final Executor queries, @Nonnull final SerialExecutor executor) {
        this.manager = manager;
        this.plugin = plugin;
        this.name = name;
        this.monitoring = monitoring;
        this.executor = executor;
        this.texts = new Texts(JiveGlobals::getLocale, plugin.getClass().getClassLoader());
        this.statistics = new ServerStatistics(monitoring.metrics(), texts);
        final Administrators administrators = new OpenfireAdministrators();
        final Properties properties = new OpenfireProperties(DbConnectionManager::getConnection);
        final MetricsAccess access = new MetricsAccess(
            () -> Optional.ofNullable(JiveGlobals.getProperty(MetricsAccess.PROPERTY)), properties, administrators,
            texts);
        this.tools = new PageTools(administrators, properties, texts, new Answers(queries, PATIENCE), access);
        this.frame = new ConsoleFrame(administrators, new FormTokens(), texts, views,
            Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
        final Overview overview = monitoring.overview(texts);
        this.metricsFilter = new MetricsFilter(overview, administrators);
        servlets.put(MetricsFilter.URL, metricsFilter);
        this.metricsServlet = new MetricsServlet(overview, access);
        servlets.put(MetricsServlet.URL, metricsServlet);
    }

    /**
     * Adds a page; nobody sees it before {@link #start()}.
     *
     * @param url the page's address within the plugin's part of the console
     * @param page creates the page
     */
    public void add(@Nonnull final String url, @Nonnull final Function<PageTools, Page> page) {
        servlets.put(url, new PageServlet(page.apply(tools), frame));
    }

    /** Puts the pages behind their addresses. */
    public void start() {
        servlets.forEach((path, servlet) -> {
            try {
                servlet.init(new NamedConfig(path, null));
                PluginServlet.registerServlet(manager, plugin, servlet, '/' + path);
            } catch (final ServletException e) {
                throw new IllegalStateException("Cannot add " + path + " to the admin console", e);
            }
        });
        PluginFilter.addPluginFilter(path(MetricsFilter.URL), metricsFilter);
        PluginFilter.addPluginFilter(path(MetricsServlet.URL), metricsServlet);
        // It asks for a token of its own.
        AuthCheckFilter.addExclude(metrics());
        statistics.start();
        executor.execute(this::sample);
    }

    private String path(final String url) {
        return "/plugins/" + name.canonical() + '/' + url;
    }

    private String metrics() {
        return name.canonical() + '/' + MetricsServlet.URL;
    }

    private void sample() {
        if (!stopped) {
            // First, so that the history goes on whatever a metric throws.
            executor.schedule(SAMPLING, this::sample);
            monitoring.sample();
        }
    }

    /** Takes the pages away. */
    public void stop() {
        stopped = true;
        statistics.stop();
        AuthCheckFilter.removeExclude(metrics());
        if (!XMPPServer.getInstance().isShuttingDown()) {
            // Otherwise the console is gone already, with all filters.
            PluginFilter.removePluginFilter(path(MetricsFilter.URL), MetricsFilter.class.getName());
            PluginFilter.removePluginFilter(path(MetricsServlet.URL), MetricsServlet.class.getName());
        }
        servlets.keySet().forEach(path -> {
            try {
                PluginServlet.unregisterServlet(plugin, '/' + path);
            } catch (final ServletException e) {
                throw new IllegalStateException("Cannot remove " + path + " from the admin console", e);
            }
        });
        views.close();
        texts.close();
    }
}
