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

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.util.JiveGlobals;

/**
 * Opens the control socket when the server loads it, and closes it again when the server stops.
 *
 * <p>It is compiled against the oldest server and runs in the newest: what changed in between is called by name.
 */
public final class ControlPlugin implements Plugin {

    private ControlSocket socket;

    @Override
    public void initializePlugin(final PluginManager manager, final File pluginDirectory) {
        try {
            setProperties();
            socket = ControlSocket.open(new Commands(manager));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroyPlugin() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** The server opens its ports once all plugins are loaded: here is the time to say which. */
    private static void setProperties() throws IOException {
        final String file = System.getProperty(Wire.PROPERTIES_FILE);
        if (file == null) {
            return;
        }
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        for (final String name : properties.stringPropertyNames()) {
            final String value = properties.getProperty(name);
            if (!value.equals(JiveGlobals.getProperty(name))) {
                JiveGlobals.setProperty(name, value);
            }
        }
    }
}
