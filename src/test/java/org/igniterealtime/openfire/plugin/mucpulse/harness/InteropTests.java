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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the interoperability tests of the folder {@code interop}, which are in Smack's own framework and need another
 * version of Smack than the tests here, in a process of their own. The system property {@code mucpulse.interop} is the
 * folder that their build has left. Immutable.
 */
public final class InteropTests {

    private static final long MINUTES = 10;

    private InteropTests() {
    }

    /** What became of a test. */
    public enum Outcome {
        /** It has passed. */
        PASSED,
        /** It has failed. */
        FAILED,
        /** It could not be run, because the server lacks something. */
        SKIPPED
    }

    /**
     * A test that was run.
     *
     * @param outcome what became of it
     * @param name its class and method
     * @param section the section of the specification that it is about
     * @param reason why it has failed or was skipped, empty if it has passed
     */
    public record Result(Outcome outcome, String name, String section, String reason) {

        /** The class alone. */
        public String type() {
            return name.substring(0, name.indexOf('.'));
        }
    }

    /**
     * Runs them with three accounts of the server.
     *
     * @param server the server
     * @param port where clients connect to it
     * @param accounts the three users' names, which are their passwords too
     * @param options further system properties of the tests, as {@code name=value}
     * @return each test's result
     * @throws OpenfireException if they cannot be run
     */
    public static List<Result> run(final XmppServer server, final int port, final List<String> accounts,
            final String... options) {
        final Path folder = Path.of(System.getProperty("mucpulse.interop", "target/interop")).toAbsolutePath();
        if (!Files.isDirectory(folder.resolve("lib"))) {
            throw new OpenfireException("The interoperability tests are not built: mvn -f interop/pom.xml package");
        }
        try {
            final Path results = Files.createTempFile(folder, "results", ".txt");
            final Path console = Files.createTempFile(folder, "console", ".txt");
            final List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-cp", folder.resolve("classes") + System.getProperty("path.separator") + folder.resolve("lib").resolve("*"),
                    "-Dsinttest.service=" + server.domain(), "-Dsinttest.host=127.0.0.1", "-Dsinttest.port=" + port,
                    "-Dsinttest.securityMode=disabled", "-Dinterop.mucService=" + server.mucDomain(),
                    "-Dinterop.results=" + results));
            final String[] numbers = {"One", "Two", "Three"};
            for (int i = 0; i < numbers.length; i++) {
                command.add("-Dsinttest.account" + numbers[i] + "Username=" + accounts.get(i));
                command.add("-Dsinttest.account" + numbers[i] + "Password=" + accounts.get(i));
            }
            for (final String option : options) {
                command.add("-D" + option);
            }
            command.add("org.igniterealtime.openfire.plugin.mucpulse.interop.InteropTests");
            final Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(console.toFile()).start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new OpenfireException("The interoperability tests do not end: " + Files.readString(console));
            }
            final List<Result> found = read(results);
            if (found.isEmpty()) {
                throw new OpenfireException("The interoperability tests were not run: " + Files.readString(console));
            }
            Files.delete(results);
            Files.delete(console);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenfireException("Interrupted while the interoperability tests ran", e);
        }
    }

    private static List<Result> read(final Path results) throws IOException {
        return Files.readAllLines(results, StandardCharsets.UTF_8).stream().map(line -> line.split("\t", -1))
                .map(parts -> new Result(Outcome.valueOf(parts[0]), parts[1], parts[2], parts[3])).toList();
    }
}
