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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tool of Prometheus that checks metrics and rules.
 *
 * <p>System properties: {@code promtool} is its path; with {@code promtool.required} tests fail where there is none.
 */
public final class Promtool {

    private static final String REQUIRED = "promtool.required";

    private Promtool() {
    }

    private static Optional<Path> path() {
        final Stream<String> folders = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"));
        return Stream.concat(Stream.ofNullable(System.getProperty("promtool")).map(Path::of),
                folders.map(folder -> Path.of(folder, "promtool"))).filter(Files::isExecutable).findFirst();
    }

    /**
     * Whether a test that needs it can run, or has to fail.
     *
     * @return whether it is there, or required
     */
    public static boolean isUsable() {
        return path().isPresent() || System.getProperty(REQUIRED) != null;
    }

    /**
     * Checks metrics.
     *
     * @param metrics a document in the text format of Prometheus
     * @return what there is to say of it; empty text for nothing
     * @throws IOException where the tool cannot be run
     * @throws InterruptedException where the test is ended
     */
    public static String check(final String metrics) throws IOException, InterruptedException {
        return run(List.of("check", "metrics"), metrics, false);
    }

    /**
     * Checks rules.
     *
     * @param rules a file with rules
     * @return what is wrong with them; empty text where they are valid
     * @throws IOException where the tool cannot be run
     * @throws InterruptedException where the test is ended
     */
    public static String checkRules(final Path rules) throws IOException, InterruptedException {
        return run(List.of("check", "rules", rules.toString()), "", true);
    }

    private static String run(final List<String> arguments, final String input, final boolean praises)
            throws IOException, InterruptedException {
        final String tool = path().orElseThrow(
                () -> new IllegalStateException("There is no promtool: install prometheus, or say where it is"))
                .toString();
        final Process process = new ProcessBuilder(Stream.concat(Stream.of(tool), arguments.stream()).toList())
                .redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 && praises ? "" : said;
    }
}
