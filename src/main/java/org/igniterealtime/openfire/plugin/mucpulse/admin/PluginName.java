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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server calls the plugin: the name of its JAR in lower case, without the extension. The addresses of the
 * console's pages begin with it, and the server looks for the texts of the sidebar in a bundle of that name.
 *
 * @param canonical the name
 */
public record PluginName(@Nonnull String canonical) {

    /** What the JAR is called when it is released. */
    public static final String USUAL = "mucpulse";

    private static final Logger Log = LoggerFactory.getLogger(PluginName.class);
    private static final String TEXTS = "_i18n";

    /**
     * Finds the name.
     *
     * @param directory the folder in which the server has unpacked the plugin
     * @return the name
     */
    @Nonnull
    public static PluginName of(@Nonnull final File directory) {
        return new PluginName(directory.getName().toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the JAR has its usual name.
     *
     * @return whether it has
     */
    public boolean isUsual() {
        return USUAL.equals(canonical);
    }

    /**
     * Gives the texts the name by which the server looks for those of the sidebar, and says in the log what else
     * another name changes.
     *
     * @param directory the folder in which the server has unpacked the plugin
     */
    public void adopt(@Nonnull final File directory) {
        if (isUsual()) {
            return;
        }
        Log.warn("The plugin's JAR should be called {}.jar, but its name is {}.jar. Therefore the pages of the "
            + "console, the numbers in JSON and those for Prometheus are at /plugins/{}/ instead of /plugins/{}/.",
            USUAL, canonical, canonical, USUAL);
        final Path texts = directory.toPath().resolve("i18n");
        try (DirectoryStream<Path> bundles =
                 Files.newDirectoryStream(texts, USUAL + TEXTS + "*.properties")) {
            for (final Path bundle : bundles) {
                final String rest = bundle.toFile().getName().substring(USUAL.length());
                Files.copy(bundle, texts.resolve(canonical.replace('.', '_') + rest),
                    StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (final IOException | RuntimeException e) {
            Log.error("The sidebar of the console shows no texts, as they cannot be copied for another name of the "
                + "plugin. Rename the JAR to {}.jar.", USUAL, e);
        }
    }

    // Written out: see the description of the plugin's package.

    @Override
    public boolean equals(final Object other) {
        return other instanceof PluginName that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }
}
