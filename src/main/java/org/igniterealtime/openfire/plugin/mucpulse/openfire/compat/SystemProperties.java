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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings on the server's page for System Properties, with their descriptions and defaults. Openfire knows such
 * properties since 4.4; older servers show those that are set, without a description. All are texts for the server: it
 * shows what is stored, and the plugin alone decides what is valid. What the server keeps of them are texts, too, so
 * that nothing of the plugin is held. Nothing is written to the database, and nothing is thrown. Immutable.
 */
public final class SystemProperties {

    private static final Logger Log = LoggerFactory.getLogger(SystemProperties.class);

    private static final String TYPE = "org.jivesoftware.util.SystemProperty";
    /** The name in {@code plugin.xml}, without which the server does not find the descriptions. */
    private static final String PLUGIN = "MUC Pulse";

    /** {@code null} where the server does not know such properties. */
    @Nullable
    private final Class<?> type;

    /**
     * Finds out whether the server knows such properties.
     *
     * @param server the class loader of the server's classes
     */
    public SystemProperties(@Nonnull final ClassLoader server) {
        type = find(server);
    }

    @Nullable
    private static Class<?> find(final ClassLoader server) {
        try {
            return Class.forName(TYPE, true, server);
        } catch (final ClassNotFoundException | LinkageError e) {
            Log.debug("This server does not describe its properties: {}", e.toString());
            return null;
        }
    }

    /**
     * Lists settings, instead of those that may be left of an earlier life of the plugin. Where the server refuses one,
     * those after it are not listed.
     *
     * @param settings the settings
     */
    public void list(@Nonnull final List<Setting<?>> settings) {
        if (type == null) {
            return;
        }
        withdraw();
        try {
            for (final Setting<?> setting : settings) {
                list(type, setting);
            }
        } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
            Log.debug("The settings are not listed among the properties of the server.", cause(e));
        }
    }

    private static <T> void list(final Class<?> type, final Setting<T> setting) throws ReflectiveOperationException {
        final Class<?> builders = Class.forName(TYPE + "$Builder", true, type.getClassLoader());
        final Object builder = builders.getMethod("ofType", Class.class).invoke(null, String.class);
        builders.getMethod("setKey", String.class).invoke(builder, setting.property());
        builders.getMethod("setPlugin", String.class).invoke(builder, PLUGIN);
        builders.getMethod("setDynamic", boolean.class).invoke(builder, true);
        final String otherwise = setting.format(setting.defaultValue());
        if (!otherwise.isEmpty()) {
            builders.getMethod("setDefaultValue", Object.class).invoke(builder, otherwise);
        }
        builders.getMethod("build").invoke(builder);
    }

    /** Takes all settings off the list. */
    public void withdraw() {
        if (type == null) {
            return;
        }
        try {
            type.getMethod("removePropertiesForPlugin", String.class).invoke(null, PLUGIN);
        } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
            Log.debug("The settings cannot be taken off the properties of the server.", cause(e));
        }
    }

    private static Throwable cause(final Throwable thrown) {
        return thrown instanceof InvocationTargetException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
