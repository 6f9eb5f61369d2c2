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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The browser that the tests of the admin console run in.
 *
 * <p>The build runs this file itself ({@code java Chromium.java}) before it compiles anything, so that it depends on
 * nothing but the JDK: {@link #main} sees to it that a Chromium is there, or says in one line that these tests will be
 * skipped. The tests find the browser by the same look-up.
 *
 * <p>System properties, which are options of the build as well: {@code chromium} is the browser's path;
 * {@code chromium.install=false} forbids that the build installs the package; with {@code chromium.required} the build
 * fails where it would skip the tests.
 */
public final class Chromium {

    private static final String NAMED = "chromium";
    private static final String REQUIRED = "chromium.required";
    private static final List<String> COMMANDS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    /** Where browsers are on systems that do not have them in the path. */
    private static final List<String> PLACES = List.of("/usr/bin/chromium",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");
    /** What a build is asked for in order to run the integration tests. */
    private static final Set<String> GOALS = Set.of("integration-test", "post-integration-test", "verify", "install",
            "deploy");
    private static final String HELP = "Install Chromium, or say where it is with -Dchromium=PATH.";
    private static final long PATIENCE_MINUTES = 15;

    private Chromium() {
    }

    /**
     * Tells whether the tests of the console can run, or have to be tried because they must not be skipped.
     *
     * @return false if they are to be skipped
     */
    public static boolean isUsable() {
        return isRequired() || find().isPresent();
    }

    /**
     * The browser's executable.
     *
     * @return a path
     * @throws IllegalStateException if there is none
     */
    public static Path path() {
        return find().orElseThrow(() -> new IllegalStateException(
                "The tests of the admin console need Chromium, and there is none. " + HELP));
    }

    /**
     * Run by the build: looks for the browser, and installs Debian's package where there is none and the build may.
     *
     * @param args the folder that the build writes to, {@code true} wherever the build skips the integration tests, and
     *         the goals of the build
     * @throws InterruptedException if the build is stopped
     */
    public static void main(final String... args) throws InterruptedException {
        if (!runsTests(args)) {
            return;
        }
        String problem = "";
        if (find().isEmpty()) {
            problem = named().isEmpty() ? install(Path.of(args[0])) : "There is no program " + named() + ".";
        }
        final Optional<Path> found = find();
        if (found.isPresent()) {
            System.out.println("The tests of the admin console run in " + found.get());
        } else if (isRequired() || !named().isEmpty()) {
            System.out.println("The tests of the admin console cannot run. " + problem + " " + HELP);
            System.exit(1);
        } else {
            System.out.println("The tests of the admin console will be SKIPPED. " + problem + " " + HELP);
        }
    }

    /** Whether a build runs the integration tests; the first argument is its folder. */
    static boolean runsTests(final String... args) {
        final List<String> words = Arrays.stream(args).skip(1).flatMap(word -> Arrays.stream(word.split("[\\s,\\[\\]]+")))
                .toList();
        return !words.contains("true") && words.stream().anyMatch(GOALS::contains);
    }

    private static boolean isRequired() {
        return isOn(REQUIRED);
    }

    private static String named() {
        return System.getProperty(NAMED, "").trim();
    }

    private static Optional<Path> find() {
        final String path = System.getenv("PATH");
        return find(named(), path == null ? "" : path);
    }

    /** The browser that is named, else the first in the search path, else in a well-known place. */
    static Optional<Path> find(final String named, final String searchPath) {
        final Stream<Path> candidates;
        if (named.isEmpty()) {
            final List<Path> folders = Arrays.stream(searchPath.split(File.pathSeparator))
                    .filter(folder -> !folder.isBlank()).map(Path::of).toList();
            candidates = Stream.concat(
                    COMMANDS.stream().flatMap(name -> folders.stream().map(folder -> folder.resolve(name))),
                    PLACES.stream().map(Path::of));
        } else {
            candidates = Stream.of(Path.of(named));
        }
        return candidates.filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
    }

    /** Installs the package; returns why that did not bring a browser. */
    private static String install(final Path folder) throws InterruptedException {
        if ("false".equals(System.getProperty("chromium.install"))) {
            return "No Chromium was found, and -Dchromium.install=false forbids to install it.";
        }
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return "No Chromium was found, and the build installs it with apt-get alone.";
        }
        final List<String> asRoot = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            asRoot.addAll(List.of("sudo", "-n"));
        }
        asRoot.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"));
        final File log = folder.resolve("chromium-install.log").toFile();
        if (!folder.toFile().isDirectory() && !folder.toFile().mkdirs()) {
            return "The folder " + folder + " cannot be made.";
        }
        if (asRoot.contains("sudo") && !run(log, List.of("sudo", "-n", "true"))) {
            return "No Chromium was found, and the build is not run by root.";
        }
        System.out.println("Installing Chromium for the tests of the admin console (apt-get install chromium);"
                + " -Dchromium.install=false leaves that out.");
        // Without a new list of packages the old one may still do.
        run(log, with(asRoot, "update"));
        if (!run(log, with(asRoot, "-y", "install", "--no-install-recommends", "chromium"))) {
            return "Chromium could not be installed, see " + log + ".";
        }
        return "The package chromium brought no browser, see " + log + ".";
    }

    private static List<String> with(final List<String> command, final String... args) {
        final List<String> all = new ArrayList<>(command);
        all.addAll(List.of(args));
        return all;
    }

    private static boolean run(final File log, final List<String> command) throws InterruptedException {
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(new File("/dev/null")).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            // Such a command is not there.
            return false;
        }
    }

    private static boolean isOn(final String property) {
        final String value = System.getProperty(property);
        return value != null && !"false".equals(value);
    }
}
