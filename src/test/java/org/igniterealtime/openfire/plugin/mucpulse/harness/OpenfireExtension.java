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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a running Openfire with MUC Pulse. Register it in a static field:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final OpenfireExtension openfire = OpenfireExtension.shared();
 * </pre>
 *
 * <p>The shared server runs until the last test class is done. Tests that stop it, kill it, or need other settings take
 * a server of their own. Tests may take the {@link OpenfireServer} as a parameter, too.
 *
 * <p>After each test its clients go offline. After each class the server's log is read: a warning or an error of ours,
 * or a stack trace that we are in, fails the class. If anything failed, the log is kept and its end is printed.
 */
public final class OpenfireExtension
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(OpenfireExtension.class);
    private static final AtomicInteger LAST = new AtomicInteger();
    private static final int TAIL = 60;

    private final UnaryOperator<OpenfireServerBuilder> own;
    private final List<Pattern> expected = new ArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();
    private OpenfireServer server;
    private LogCheck check;
    private boolean failed;

    private OpenfireExtension(final UnaryOperator<OpenfireServerBuilder> own) {
        this.own = own;
    }

    /**
     * Takes the server that test classes share.
     *
     * @return an extension to register in a static field
     */
    public static OpenfireExtension shared() {
        return new OpenfireExtension(null);
    }

    /**
     * Takes a server that only this test class uses.
     *
     * @return an extension to register in a static field
     */
    public static OpenfireExtension own() {
        return own(UnaryOperator.identity());
    }

    /**
     * Takes a server that only this test class uses.
     *
     * @param settings what to ask of it in addition
     * @return an extension to register in a static field
     */
    public static OpenfireExtension own(final UnaryOperator<OpenfireServerBuilder> settings) {
        return new OpenfireExtension(settings);
    }

    /**
     * Announces a warning or an error that this class provokes.
     *
     * @param regex is found in each such line of the server's log
     * @return this extension
     */
    public OpenfireExtension expectLog(final String regex) {
        expected.add(Pattern.compile(regex));
        return this;
    }

    /**
     * The server of this test class.
     *
     * @return the server
     */
    public OpenfireServer server() {
        return server;
    }

    /**
     * The way into the server.
     *
     * @return the control
     */
    public ServerControl control() {
        return server.control();
    }

    /**
     * Creates an account with a name that no other test has; the password is the name.
     *
     * @param name what the name begins with
     * @return the name before the {@code @}
     */
    public String newUser(final String name) {
        final String user = name + "-" + LAST.incrementAndGet();
        server.control().createUser(user, user);
        return user;
    }

    /**
     * Makes a JID for a room that no other test has.
     *
     * @param name what it begins with
     * @return a room's JID on the server's own MUC service
     */
    public String newRoom(final String name) {
        return name + "-" + LAST.incrementAndGet() + "@" + server.mucDomain();
    }

    /**
     * Logs a user in, who goes offline when the test ends. The account is created if there is none.
     *
     * @param user the name before the {@code @}, which is the password as well
     * @param resource the resource
     * @return a client that is online
     */
    public TestClient login(final String user, final String resource) {
        if (!server.control().userExists(user)) {
            server.control().createUser(user, user);
        }
        return track(TestClient.login(server, user, user, resource));
    }

    /**
     * Logs a new user in, who goes offline when the test ends.
     *
     * @param name what the user's name begins with
     * @return a client that is online
     */
    public TestClient login(final String name) {
        return login(newUser(name), "test");
    }

    /**
     * Logs somebody without an account in, who goes offline when the test ends.
     *
     * @return a client that is online
     */
    public TestClient anonymous() {
        return track(TestClient.anonymous(server));
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        if (own == null) {
            server = context.getRoot().getStore(SPACE)
                    .getOrComputeIfAbsent(Shared.class, key -> new Shared(), Shared.class).server;
        } else {
            final Path home = OpenfireServer.workFolder().resolve("it")
                    .resolve(context.getRequiredTestClass().getSimpleName());
            server = own.apply(OpenfireServer.builder().freshHome(home)).build().start();
        }
        check = new LogCheck(server, expected);
        failed = false;
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        failed |= context.getExecutionException().isPresent();
        final List<TestClient> leaving = new ArrayList<>(clients);
        clients.clear();
        leaving.forEach(TestClient::close);
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        if (check == null) {
            // There is no server: it did not start.
            return;
        }
        failed |= context.getExecutionException().isPresent();
        try {
            if (own != null) {
                server.stop();
            }
            check.assertClean();
        } catch (AssertionError | RuntimeException e) {
            failed = true;
            throw e;
        } finally {
            if (failed) {
                final Path kept = check.keep(own == null
                        ? context.getRequiredTestClass().getSimpleName()
                        : server.home().getFileName().toString());
                System.out.println("The server's logs are kept in " + kept + ". They end with:\n" + server.tail(TAIL));
            }
        }
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == OpenfireServer.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return server;
    }

    private TestClient track(final TestClient client) {
        clients.add(client);
        return client;
    }

    /** The server that test classes share, stopped by JUnit after the last of them. */
    private static final class Shared implements AutoCloseable {

        private final OpenfireServer server = OpenfireServer.builder()
                .freshHome(OpenfireServer.workFolder().resolve("it/shared"))
                .build().start();

        @Override
        public void close() {
            server.stop();
        }
    }
}
