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

import java.util.List;
import java.util.Set;
import org.igniterealtime.smack.inttest.AbstractSmackIntegrationTest;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.SmackException;

/**
 * A test in rooms of the server's MUC service: the first that the server lists, or the one in the system property
 * {@code interop.mucService}. Features in the system property {@code interop.assume} (names with commas between them) are
 * taken to be there although nothing announces them.
 */
abstract class AbstractRoomTest extends AbstractSmackIntegrationTest {

    private static final long MOST_TO_CLOSE = 1000;

    /** The domain of the MUC service. */
    final String mucService;

    AbstractRoomTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
        // Smack waits that long for the end of a stream, which some servers never say, and here for nothing else.
        connections.forEach(connection -> connection.setReplyTimeout(Math.min(timeout, MOST_TO_CLOSE)));
        final String named = System.getProperty("interop.mucService", "");
        mucService = named.isEmpty() ? findMucService() : named;
    }

    /** A new scene, whose owner is the first user. */
    final Scene scene() {
        return new Scene(sinttestConfiguration, one(), mucService, testRunId);
    }

    /** A connection of the first user. */
    final AbstractXMPPConnection one() {
        return (AbstractXMPPConnection) conOne;
    }

    /** A connection of the second user. */
    final AbstractXMPPConnection two() {
        return (AbstractXMPPConnection) conTwo;
    }

    /** A connection of the third user. */
    final AbstractXMPPConnection three() {
        return (AbstractXMPPConnection) conThree;
    }

    /** The bare JID of the second user. */
    final String accountTwo() {
        return conTwo.getUser().asBareJid().toString();
    }

    /** Whether who runs the tests says that a feature is there. */
    static boolean isAssumed(final String feature) {
        return Set.of(System.getProperty("interop.assume", "").split(",")).contains(feature);
    }

    private String findMucService() throws SmackException, InterruptedException, TestNotPossibleException {
        final String server = conOne.getXMPPServiceDomain().toString();
        try (Scene scene = new Scene(sinttestConfiguration, one(), server, testRunId)) {
            final List<String> entities = Scene.succeed(
                    scene.owner().request(server, "get", "query", Namespaces.DISCO_ITEMS, ""))
                .get("query", Namespaces.DISCO_ITEMS).children("item", Namespaces.DISCO_ITEMS)
                .map(item -> item.attribute("jid")).toList();
            for (final String entity : entities) {
                final Xml answer = scene.owner().request(entity, "get", "query", Namespaces.DISCO_INFO, "");
                if (answer.all("identity", Namespaces.DISCO_INFO).anyMatch(identity ->
                    "conference".equals(identity.attribute("category")) && "text".equals(identity.attribute("type")))) {
                    return entity;
                }
            }
        }
        throw new TestNotPossibleException("the server has no MUC service (XEP-0045)");
    }
}
