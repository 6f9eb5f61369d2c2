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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Servers that describe their properties, those that do not, and those that do it in another way. */
class SystemPropertiesTest {

    private static final List<Setting<?>> SETTINGS = List.of(Setting.flag("one.flag", true),
        Setting.number("one.number", 7, 1, 9, Setting.Unit.NONE), Setting.text("one.text", 10));

    /** What the page of the server would list, by the keys. */
    private static final String SERVER = """
        package org.jivesoftware.util;
        import java.util.*;
        public final class SystemProperty<T> {
            public static final Map<String, String> LISTED = new TreeMap<>(Map.of("left", "MUC Pulse", "other", "Other"));
            public static void removePropertiesForPlugin(final String plugin) {
                LISTED.values().removeIf(value -> value.startsWith(plugin));
            }
            public static final class Builder<T> {
                private String text = "", key;
                public static <T> Builder<T> ofType(final Class<T> type) {
                    return new Builder<>();
                }
                public Builder<T> setKey(final String key) { this.key = key; return this; }
                public Builder<T> setPlugin(final String plugin) { text = plugin + text; return this; }
                public Builder<T> setDynamic(final boolean dynamic) { text += " dynamic " + dynamic; return this; }
                public Builder<T> setDefaultValue(final T value) { text += " default " + value; return this; }
                public SystemProperty<T> build() { LISTED.put(key, text); return null; }
            }
        }
        """;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path folder;

    private ClassLoader server(final String source) throws IOException {
        final Path file = Files.writeString(folder.resolve("SystemProperty.java"), source);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", folder.toString(),
            file.toString())).as("exit code of javac").isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    private static Map<?, ?> listed(final ClassLoader server) throws ReflectiveOperationException {
        final Field listed = server.loadClass("org.jivesoftware.util.SystemProperty").getField("LISTED");
        return (Map<?, ?>) listed.get(null);
    }

    @Test
    void settingsAreListedOnceAndWithdrawn() throws Exception {
        final ClassLoader server = server(SERVER);
        final SystemProperties properties = new SystemProperties(server);

        properties.list(SETTINGS);
        new SystemProperties(server).list(SETTINGS);

        assertThat(listed(server)).isEqualTo(Map.of("other", "Other",
            "mucpulse.one.flag", "MUC Pulse dynamic true default true",
            "mucpulse.one.number", "MUC Pulse dynamic true default 7",
            "mucpulse.one.text", "MUC Pulse dynamic true"));

        properties.withdraw();

        assertThat(listed(server)).isEqualTo(Map.of("other", "Other"));
    }

    @Test
    void serverWithoutThemIsAsBefore() {
        final SystemProperties properties = new SystemProperties(getClass().getClassLoader());

        assertThatCode(() -> properties.list(SETTINGS)).doesNotThrowAnyException();
        assertThatCode(properties::withdraw).doesNotThrowAnyException();
    }

    @Test
    void serverThatRefusesOrDoesItInAnotherWayIsLeftAlone() throws Exception {
        for (final String other : List.of(SERVER.replace("LISTED.put", "if (true) throw new IllegalStateException(); LISTED.put"),
            SERVER.replace("LISTED.put", "if (true) throw new NoClassDefFoundError(); LISTED.put"),
            SERVER.replace("setDynamic", "setLively"), SERVER.replace("Builder", "Maker"),
            SERVER.replace("removePropertiesForPlugin", "removeAll"))) {
            final SystemProperties properties = new SystemProperties(server(other));

            assertThatCode(() -> properties.list(SETTINGS)).doesNotThrowAnyException();
            assertThatCode(properties::withdraw).doesNotThrowAnyException();
        }
        final SystemProperties broken = new SystemProperties(
            server(SERVER.replace("Map.of(\"left\", \"MUC Pulse\", \"other\", \"Other\")", "Map.copyOf(null)")));
        assertThatCode(() -> broken.list(SETTINGS)).doesNotThrowAnyException();
    }
}
