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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.launcher.ServerLauncher;
import org.igniterealtime.openfire.plugin.mucpulse.testplugin.Wire;

/**
 * The process of a server. It ends with this one, however this one ends: a hook ends it, and if there is no time for
 * hooks, it notices that its standard input is gone.
 */
final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Process process;
    private final Thread hook;

    private ServerProcess(final Process process) {
        this.process = process;
        this.hook = new Thread(this::endWithThisProcess, "openfire-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static ServerProcess start(final ServerKind kind, final ServerHome home, final List<String> jvmOptions) {
        final Path launcher = Jars.launcher(home.folder().resolve("harness/launcher.jar"));
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        command.add("-DopenfireHome=" + home.folder());
        command.add("-D" + Wire.ADDRESS_FILE + "=" + home.address());
        command.add("-D" + Wire.PROPERTIES_FILE + "=" + home.propertiesFile());
        command.addAll(kind.jvmOptions(home.folder()));
        command.addAll(jvmOptions);
        command.add("-classpath");
        command.add(classPath(launcher, kind.classPath()));
        command.add(ServerLauncher.class.getName());
        command.add(kind.mainClass());
        try {
            final Process process = new ProcessBuilder(command)
                    .directory(home.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.console().toFile())
                    .start();
            note(home, process);
            return new ServerProcess(process);
        } catch (IOException e) {
            throw new OpenfireException("The server's process could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * Sees to it that no server of an earlier run is at work in a home.
     *
     * @throws OpenfireException if one is, and whoever started it is still there as well
     */
    static void clear(final ServerHome home) {
        final List<Noted> noted = noted(home);
        if (noted.size() < 2) {
            return;
        }
        final Optional<ProcessHandle> server = noted.get(0).alive();
        final Optional<ProcessHandle> owner = noted.get(1).alive();
        if (server.isEmpty()) {
            return;
        }
        if (owner.isPresent()) {
            throw new OpenfireException("A server is running in " + home.folder() + " already: process "
                    + server.get().pid() + ", started by process " + owner.get().pid() + ".");
        }
        // Its owner is gone: it is on its way out, or hangs.
        if (!ended(server.get())) {
            server.get().destroyForcibly();
            ended(server.get());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Waits for as long as the process is there. */
    void awaitEnd() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to end, and waits until it has. */
    void stop() {
        process.destroy();
        if (!waitFor()) {
            kill();
            throw new OpenfireException("The server (process " + process.pid() + ") did not stop within "
                    + PATIENCE.toSeconds() + " seconds, and was killed.");
        }
        forget();
    }

    /** Ends the process without giving it the time to do anything. */
    void kill() {
        process.destroyForcibly();
        waitFor();
        forget();
    }

    private void endWithThisProcess() {
        process.destroy();
        waitFor();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending: the hook runs, and finds nothing to do.
            return;
        }
    }

    private boolean waitFor() {
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ended(final ProcessHandle process) {
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException | CompletionException e) {
            return false;
        }
    }

    private static String classPath(final Path launcher, final List<Path> libraries) {
        final List<Path> all = new ArrayList<>();
        all.add(launcher);
        all.addAll(libraries);
        return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Writes down which process runs in the home, and which started it. */
    private static void note(final ServerHome home, final Process process) throws IOException {
        Files.write(home.processFile(), List.of(
                Noted.of(process.toHandle()).toString(), Noted.of(ProcessHandle.current()).toString()));
    }

    private static List<Noted> noted(final ServerHome home) {
        if (!Files.exists(home.processFile())) {
            return List.of();
        }
        try {
            return Files.readAllLines(home.processFile()).stream().map(Noted::parse).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException e) {
            // Half-written by a run that was killed: it tells nothing.
            return List.of();
        }
    }

    /** A process, told from a later one that got the same number by the time it began. */
    private record Noted(long pid, long began) {

        static Noted of(final ProcessHandle process) {
            return new Noted(process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
        }

        static Noted parse(final String line) {
            final String[] parts = line.trim().split(" ");
            return new Noted(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1]));
        }

        Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> of(process).equals(this));
        }

        @Override
        public String toString() {
            return pid + " " + began;
        }
    }
}
