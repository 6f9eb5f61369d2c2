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
package org.igniterealtime.openfire.plugin.mucpulse.harness.launcher;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the process that an Openfire of the integration tests runs in. It starts the server, and ends the
 * process when whoever started it is gone: that one holds the other end of the standard input.
 *
 * <p>It sees nothing but the JDK, and the server's classes by reflection: it is put on the server's class path, where
 * nothing else of the tests belongs.
 */
public final class ServerLauncher {

    /** Starts an installed Openfire, through the starter that its own scripts call. */
    public static final String STARTER = "org.jivesoftware.openfire.starter.ServerStarter";

    /** Starts an Openfire whose libraries are all on the class path. */
    public static final String SERVER = "org.jivesoftware.openfire.XMPPServer";

    /** What the line that tells why a server did not come up begins with. */
    public static final String NO_START = "Server did not start: ";

    /** The exit status of a process whose server did not come up. */
    public static final int NOT_STARTED = 3;

    private ServerLauncher() {
    }

    /**
     * Starts the server and returns when it is up.
     *
     * @param args one of {@link #STARTER} and {@link #SERVER}
     * @throws ReflectiveOperationException if there is no such class, or the server's constructor failed
     */
    public static void main(final String[] args) throws ReflectiveOperationException {
        final InputStream parent = new FileInputStream(FileDescriptor.in);
        // The server looks for commands on its standard input; here it belongs to the watch alone.
        System.setIn(InputStream.nullInputStream());
        daemon("harness-parent-watch", () -> exitAtEnd(parent));

        if (STARTER.equals(args[0])) {
            Class.forName(STARTER).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } else {
            Runtime.getRuntime().addShutdownHook(new Thread(ServerLauncher::stopServer, "harness-stop"));
            construct();
            disableHookOfPool();
        }
        if (!started()) {
            System.exit(NOT_STARTED);
        }
    }

    private static void construct() throws ReflectiveOperationException {
        try {
            Class.forName(SERVER).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            System.err.println(NO_START + innermost(e));
            System.exit(NOT_STARTED);
        }
    }

    /**
     * The connection pool of Openfire 4.2 closes itself in a hook of its own, at the same time as the server stops:
     * what the server and its plugins still have to write is then lost or not, by chance. The server closes the pool
     * anyway.
     */
    private static void disableHookOfPool() throws ReflectiveOperationException {
        try {
            Class.forName("org.logicalcobwebs.proxool.ProxoolFacade").getMethod("disableShutdownHook").invoke(null);
        } catch (ClassNotFoundException e) {
            // A server with another pool.
            return;
        }
    }

    private static boolean started() throws ReflectiveOperationException {
        final Object server = server();
        return server != null && Boolean.TRUE.equals(server.getClass().getMethod("isStarted").invoke(server));
    }

    private static void stopServer() {
        try {
            final Object server = server();
            if (server != null) {
                server.getClass().getMethod("stop").invoke(server);
            }
        } catch (ReflectiveOperationException e) {
            System.err.println("Server did not stop: " + innermost(e));
        }
    }

    private static Throwable innermost(final Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Object server() throws ReflectiveOperationException {
        // The starter leaves the class loader that it made for the server in the thread.
        final ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(SERVER, true, context).getMethod("getInstance").invoke(null);
    }

    private static void exitAtEnd(final InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // Nothing is ever said; the end is what counts.
                continue;
            }
        } catch (IOException e) {
            System.err.println("The standard input is gone: " + e);
        }
        // A server that hangs while it stops must not outlive its parent either.
        daemon("harness-halt", ServerLauncher::haltLater);
        System.exit(0);
    }

    private static void haltLater() {
        try {
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(NOT_STARTED);
    }

    private static void daemon(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
