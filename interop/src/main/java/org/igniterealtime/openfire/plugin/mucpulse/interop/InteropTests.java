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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.XmppConnectionDescriptor;
import org.igniterealtime.smack.inttest.XmppConnectionManager;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.iqregister.AccountManager;

/**
 * Runs the tests of this package and prints what each has shown. The system properties are those of Smack's framework
 * ({@code sinttest.service} above all), and of its own
 *
 * <ul>
 *   <li>those of {@link ConnectionOptions};
 *   <li>{@code interop.results}: a file for the results, one line each, for programs;
 *   <li>those of {@link AbstractRoomTest}.
 * </ul>
 *
 * @see <a href="https://github.com/igniterealtime/Smack/blob/master/documentation/developer/integrationtest.md">Smack's
 *     Integration Test Framework</a>
 */
public final class InteropTests {

    private static final String TIMEOUT = "sinttest.replyTimeout";
    private static final String CONNECTION = "interop";
    /** Kept, as loggers without a user are forgotten with their levels. */
    private static final Logger FRAMEWORK = Logger.getLogger("org.igniterealtime.smack.inttest");
    private static final Logger LIBRARY = Logger.getLogger("org.jivesoftware.smack");

    private InteropTests() {
    }

    /**
     * Runs them.
     *
     * @param args are not used
     * @throws IllegalStateException if a test has failed
     * @throws IOException if the server cannot be reached, or the results cannot be written
     * @throws SmackException if the server cannot be talked to
     * @throws XMPPException if the server refuses what all tests need, such as an account
     * @throws GeneralSecurityException if there is no security as configured
     * @throws ReflectiveOperationException if the framework does not know a test class
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(final String[] args) throws IOException, SmackException, XMPPException,
        GeneralSecurityException, ReflectiveOperationException, InterruptedException {

        if (System.getProperty(TIMEOUT) == null) {
            System.setProperty(TIMEOUT, "10000");
        }
        useConnectionOptions();
        final Configuration configuration =
            Configuration.newConfiguration(new String[] {InteropTests.class.getPackageName()});
        if (configuration.securityMode == SecurityMode.disabled) {
            // Else no account would be made without TLS.
            AccountManager.sensitiveOperationOverInsecureConnectionDefault(true);
        }
        FRAMEWORK.setLevel(configuration.verbose ? Level.ALL : Level.OFF);
        // Else accounts that are deleted in the end would fill the output with the ends of their connections.
        LIBRARY.setLevel(configuration.verbose ? Level.ALL : Level.WARNING);
        final Report report = new Report(new Framework(configuration).results());

        System.out.println(report.text());
        final String file = System.getProperty("interop.results", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), report.lines());
        }
        report.verify();
    }

    private static void useConnectionOptions() throws NoSuchMethodException, InstantiationException,
        IllegalAccessException, InvocationTargetException {

        XmppConnectionManager.addConnectionDescriptor(
            XmppConnectionDescriptor.<XMPPTCPConnection, XMPPTCPConnectionConfiguration,
                XMPPTCPConnectionConfiguration.Builder>buildWith(XMPPTCPConnection.class,
                    XMPPTCPConnectionConfiguration.class, XMPPTCPConnectionConfiguration.Builder.class)
                .withNickname(CONNECTION)
                .applyExtraConfiguration(ConnectionOptions::apply)
                .build());
        System.setProperty("sinttest.defaultConnection", CONNECTION);
    }

    /** The framework, to which it is no error that no test can be run. */
    private static final class Framework extends SmackIntegrationTestFramework {

        Framework(final Configuration configuration) {
            super(configuration);
        }

        TestRunResult results() throws IOException, SmackException, XMPPException, GeneralSecurityException,
            ReflectiveOperationException, InterruptedException {

            try {
                return run();
            } catch (IllegalArgumentException e) {
                if (testRunResult.getImpossibleTestClasses().isEmpty()) {
                    throw e;
                }
                return testRunResult;
            }
        }
    }
}
