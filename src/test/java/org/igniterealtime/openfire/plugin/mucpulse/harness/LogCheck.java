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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Watches a server's logs from now on for what MUC Pulse must not write. */
final class LogCheck {

    private static final String OURS = "org.igniterealtime.openfire.plugin.mucpulse";
    private static final String TESTS = OURS + ".testplugin";
    private static final Pattern BAD = Pattern.compile("^\\S+ \\S+ (WARN|ERROR|FATAL)\\b.*" + Pattern.quote(OURS));
    private static final Pattern HEAD = Pattern.compile("^\\d{4}\\.\\d\\d\\.\\d\\d ");

    private final OpenfireServer server;
    private final List<Pattern> expected;
    private final int begin;
    private final long runsBefore;

    LogCheck(final OpenfireServer server, final List<Pattern> expected) {
        this.server = server;
        this.expected = List.copyOf(expected);
        this.begin = server.logs().length();
        this.runsBefore = runs();
    }

    /** Fails if the log holds a warning or an error of ours, or a stack trace that we are in. */
    void assertClean() {
        final List<String> found = new ArrayList<>();
        texts().forEach(text -> found.addAll(findings(text, expected)));
        if (!found.isEmpty()) {
            throw new AssertionError("The server's log holds what MUC Pulse must not write:\n"
                    + String.join("\n", found));
        }
    }

    /** Copies the logs to where the next run does not delete them. */
    Path keep(final String name) {
        final Path kept = OpenfireServer.workFolder().resolve("it-failed-logs").resolve(name);
        Folders.delete(kept);
        Folders.copy(server.home().resolve("logs"), kept.resolve("logs"));
        for (long run = runsBefore + 1; run <= runs(); run++) {
            Folders.copy(server.home().resolve("logs-" + run), kept.resolve("logs-" + run));
        }
        return kept;
    }

    /** The log since the beginning of the watch: also of the runs since, if the server was started again. */
    private List<String> texts() {
        final List<String> texts = new ArrayList<>();
        for (long run = runsBefore + 1; run <= runs(); run++) {
            texts.add(ServerHome.read(server.home().resolve("logs-" + run).resolve("openfire.log")));
        }
        texts.add(server.logs());
        texts.set(0, texts.get(0).substring(Math.min(begin, texts.get(0).length())));
        return texts;
    }

    private long runs() {
        long run = 0;
        while (Files.exists(server.home().resolve("logs-" + (run + 1)))) {
            run++;
        }
        return run;
    }

    /** The entries of a log that MUC Pulse must not write, save those that are expected. */
    static List<String> findings(final String log, final List<Pattern> expected) {
        final List<String> found = new ArrayList<>();
        // An entry is a line with the time, and the lines of its stack trace.
        final List<String> entry = new ArrayList<>();
        for (final String line : log.split("\n")) {
            if (HEAD.matcher(line).find()) {
                judge(entry, expected, found);
                entry.clear();
            }
            entry.add(line);
        }
        judge(entry, expected, found);
        return found;
    }

    private static void judge(final List<String> entry, final List<Pattern> expected, final List<String> found) {
        if (entry.isEmpty() || expected.stream().anyMatch(pattern -> pattern.matcher(entry.get(0)).find())) {
            return;
        }
        // The tests reach into the server as well, and may see it fail.
        final boolean traced = entry.stream().skip(1).anyMatch(line -> line.contains(OURS) && !line.contains(TESTS));
        if (traced || BAD.matcher(entry.get(0)).find()) {
            found.add(String.join("\n", entry));
        }
    }
}
