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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.launcher.ServerLauncher;

/** Finds in what a server wrote why it does not start, and says it in one sentence. */
final class StartFailure {

    private static final Pattern CLOSED_MODULE = Pattern.compile("module (\\S+) does not \"opens ([^\"]+)\"");
    private static final Predicate<String> FAILED_PLUGIN =
            Pattern.compile("(ERROR|WARN).*PluginManager.*plugin 'mucpulse").asPredicate();
    private static final Predicate<String> PORT_TAKEN =
            Pattern.compile("Address already in use|BindException").asPredicate();
    private static final Predicate<String> ERROR = Pattern.compile("ERROR|Exception|^Error").asPredicate();

    private final ServerHome home;

    StartFailure(final ServerHome home) {
        this.home = home;
    }

    /** Why the process ended. */
    OpenfireException died() {
        final Matcher closed = CLOSED_MODULE.matcher(home.consoleText() + home.log());
        return closed.find()
                ? new OpenfireException("The server needs the JVM option --add-opens " + closed.group(1) + "/"
                        + closed.group(2) + "=ALL-UNNAMED: it ended while it started" + where())
                : new OpenfireException("The server ended while it started: " + reason() + where());
    }

    /** Why it took too long. */
    OpenfireException timeout(final String what, final Duration patience, final Throwable cause) {
        return new OpenfireException("The server did not " + what + " within " + patience.toSeconds() + " seconds: "
                + reason() + where(), cause);
    }

    /** Why a plugin is not there. */
    OpenfireException pluginMissing(final String name) {
        return new OpenfireException("The server did not load the plugin " + name + ": "
                + lastLine(home.log(), line -> line.contains(name)).orElse("its log does not say why") + where());
    }

    /** Throws an {@link OpenfireException} if the server has failed to load one of our plugins. */
    void checkPlugins() {
        lastLine(home.log(), FAILED_PLUGIN).ifPresent(line -> {
            throw new OpenfireException("The server did not load a plugin: " + line + where());
        });
    }

    /** Throws a {@link PortTakenException} if the server has found its port taken. */
    void checkPort(final int port) {
        if (PORT_TAKEN.test(home.log() + home.consoleText())) {
            throw new PortTakenException(port);
        }
    }

    /** The line that most likely says what went wrong. */
    private String reason() {
        return lastLine(home.consoleText(), line -> line.startsWith(ServerLauncher.NO_START))
                .map(line -> line.substring(ServerLauncher.NO_START.length()))
                .or(() -> lastLine(home.log() + "\n" + home.consoleText(), ERROR))
                .or(() -> lastLine(home.consoleText(), line -> true))
                .orElse("it left no word");
    }

    private String where() {
        return " (" + home.folder().resolve("logs") + ").";
    }

    private static Optional<String> lastLine(final String text, final Predicate<String> relevant) {
        final List<String> lines = text.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("at "))
                .filter(relevant)
                .collect(Collectors.toList());
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
    }
}
