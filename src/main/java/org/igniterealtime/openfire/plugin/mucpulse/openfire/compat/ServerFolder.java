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

import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import javax.annotation.Nonnull;
import org.jivesoftware.util.JiveGlobals;

/**
 * Finds the folder that the plugin has for itself under the server's home. The plugin's own folder is deleted at every
 * upgrade.
 */
public final class ServerFolder {

    private static final String NAME = "mucpulse";

    private ServerFolder() {
    }

    /**
     * Finds the folder, which need not exist.
     *
     * @return the folder
     * @throws IllegalStateException where this version of the server does not tell where its home is
     */
    @Nonnull
    public static Path find() {
        return home().resolve(NAME);
    }

    private static Path home() {
        final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return (Path) lookup.findStatic(JiveGlobals.class, "getHomePath", MethodType.methodType(Path.class))
                .invoke();
        } catch (final NoSuchMethodException | IllegalAccessException e) {
            return homeOfOldServer(lookup);
        } catch (final Throwable e) {
            throw new IllegalStateException("The server's home cannot be found", e);
        }
    }

    private static Path homeOfOldServer(final MethodHandles.Lookup lookup) {
        try {
            final String home = (String) lookup.findStatic(JiveGlobals.class, "getHomeDirectory",
                MethodType.methodType(String.class)).invoke();
            return new File(home).toPath();
        } catch (final Throwable e) {
            throw new IllegalStateException("The server's home cannot be found", e);
        }
    }
}
