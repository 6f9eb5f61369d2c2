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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.servlet.GenericServlet;
import javax.servlet.ServletException;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginServlet;
import org.jivesoftware.util.JiveGlobals;

/**
 * The plugin's part of the admin console. Starting and stopping are for one thread at a time.
 */
public final class Console {

    private final PluginManager manager;
    private final Plugin plugin;
    private final Texts texts;
    private final Views views = new Views();
    private final Map<String, GenericServlet> servlets = new LinkedHashMap<>();

    /**
     * Creates the pages.
     *
     * @param manager manages plugins
     * @param plugin this plugin
     * @param settings the plugin's settings
     */
    public Console(@Nonnull final PluginManager manager, @Nonnull final Plugin plugin,
                   @Nonnull final Settings settings) {
        this.manager = manager;
        this.plugin = plugin;
        this.texts = new Texts(JiveGlobals::getLocale, plugin.getClass().getClassLoader());
        final Administrators administrators = new OpenfireAdministrators();
        final Properties properties = new OpenfireProperties();
        final MetricsAccess metrics = new MetricsAccess(
            () -> Optional.ofNullable(JiveGlobals.getProperty(MetricsAccess.PROPERTY)), properties, administrators,
            texts);
        final ConsoleFrame frame = new ConsoleFrame(administrators, new FormTokens(), texts, views,
            Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
        servlets.put(SettingsPage.URL,
            new PageServlet(new SettingsPage(settings, properties, administrators, texts, metrics), frame));
    }

    /** Puts the pages behind their addresses. */
    public void start() {
        servlets.forEach((path, servlet) -> {
            try {
                PluginServlet.registerServlet(manager, plugin, servlet, '/' + path);
            } catch (final ServletException e) {
                throw new IllegalStateException("Cannot add " + path + " to the admin console", e);
            }
        });
    }

    /** Takes the pages away. */
    public void stop() {
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
