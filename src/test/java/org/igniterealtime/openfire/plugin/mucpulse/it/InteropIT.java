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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.FaultyServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.InteropTests;
import org.igniterealtime.openfire.plugin.mucpulse.harness.InteropTests.Outcome;
import org.igniterealtime.openfire.plugin.mucpulse.harness.InteropTests.Result;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.store.HandoverFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The interoperability tests, which know nothing of the plugin: they pass on a server that has it, and those of what must
 * not happen fail on one that misbehaves.
 */
class InteropIT {

    @RegisterExtension
    static final OpenfireExtension openfire =
        OpenfireExtension.own(builder -> builder.property("xmpp.client.tls.policy", "optional"));

    /** How long tests wait for what never comes. */
    private static final String IMPATIENT = "sinttest.replyTimeout=3000";

    private static final String ALIAS = "interop";
    /** Of the key stores of a new server. */
    private static final String PASSWORD = "changeit";

    private static final List<String> OF_WHAT_MUST_NOT_HAPPEN = List.of(
        "RoomChatStatesTest.messageWithAStateArrives",
        "RoomChatStatesTest.notificationArrivesAsItWasSentOrNotAtAll",
        "RoomChatStatesTest.messageWithoutAStateArrivesWithoutOne",
        "RoomChatStatesTest.whoEntersLaterDoesNotGetOldNotifications",
        "RoomChatStatesTest.whoLeavesWhileComposingIsNotSaidToHaveStopped",
        "RoomEventNodesTest.nobodyPublishesForAnotherOccupant",
        "RoomEventNodesTest.whoIsNotInTheRoomDoesNotPublish",
        "RoomEventsTest.whoHasLeftIsNotNotified",
        "RoomEventsTest.occupantWithoutInterestIsNotNotified",
        "RoomEventNodesTest.nodesCanBeCreatedAndDeleted",
        "RoomEventNodesTest.occupantsSubscribeAndUnsubscribe",
        "RoomEventNodesTest.whoIsNotInTheRoomDoesNotSubscribe",
        "RoomEventNodesTest.whoIsNotInTheRoomGetsNoItems",
        "RoomEventsTest.whoEntersLaterGetsTheLastItem",
        "RoomActivityIndicatorsTest.onlySubscribersAreTold",
        "RoomActivityIndicatorsTest.sessionInTheRoomIsNotToldOfIt",
        "RoomActivityIndicatorsTest.sessionThatEntersAfterItSubscribedIsNotToldOfTheRoom",
        "RoomActivityIndicatorsTest.whoUnsubscribedIsNotTold",
        "RoomActivityIndicatorsTest.aRoomInTheListIsNotToldAgain",
        "RoomActivityIndicatorsTest.aRoomIsToldOnce",
        "RoomActivityIndicatorsTest.roomWithoutActivitySinceTheUserWasThereIsNotListed",
        "RoomActivityIndicatorsTest.subscriberGetsOneListOfWhatHappenedMeanwhile",
        "RoomActivityPrivacyTest.strangersAreNotToldOfAHiddenMembersOnlyRoom",
        "RoomActivityPrivacyTest.whoIsBannedDoesNotFindTheRoomInTheList",
        "RoomActivityPrivacyTest.whoIsBannedWhileSubscribedIsNotTold",
        "RoomActivityPrivacyTest.whoIsNoLongerMemberOfARoomThatTurnsMembersOnlyIsNotTold",
        "RoomActivityPrivacyTest.whoVisitedARoomThatIsMembersOnlyNowDoesNotFindItInTheList",
        "RoomActivityPrivacyTest.strangersAreNotToldOfAMembersOnlyRoom",
        "RoomActivityPrivacyTest.strangersAreNotToldOfARoomWithAPassword",
        "RoomActivityLevelTest.hiddenRoomSaysNothing",
        "RoomActivityLevelTest.temporaryRoomSaysNothing",
        "RoomActivityLevelTest.messagesWithoutABodyDoNotCount",
        "RoomActivityLevelTest.privateMessagesDoNotCount",
        "RoomActivityLevelTest.membersOnlyRoomSaysNothing",
        "RoomActivityLevelTest.roomThatTurnsMembersOnlySaysNothingAnyMore",
        "RoomActivityLevelTest.roomWithAPasswordSaysNothing");

    /**
     * As if rooms had been watched for days, since otherwise no room says how much is said in it before an hour is over.
     * The certificate is what the setup of a server makes.
     */
    @BeforeAll
    static void countForDaysAndMakeACertificate() throws IOException, InterruptedException {
        final OpenfireServer server = openfire.server();
        server.stop();
        makeCertificate(server);
        final ByteArrayOutputStream since = new ByteArrayOutputStream();
        new DataOutputStream(since).writeLong(TimeUnit.MILLISECONDS.toMicros(
            Instant.now().minus(Duration.ofDays(3)).toEpochMilli()));
        new HandoverFile(server.home().resolve("mucpulse"), "rai-levels", 1, InstantSource.system())
            .write(List.of(since.toByteArray()).iterator());
        server.startAgain();
    }

    @TestFactory
    Stream<DynamicTest> serverWithThePluginKeepsToTheSpecifications() {
        final List<Result> results = InteropTests.run(openfire.server(), openfire.server().clientPort(), accounts());

        return results.stream().map(result -> DynamicTest.dynamicTest(result.name(), () -> verify(result)));
    }

    /** The negative control. */
    @Test
    void testsOfWhatMustNotHappenFailWhereItHappens() {
        final List<Result> results;
        try (FaultyServer server = new FaultyServer(openfire.server().clientPort(), InteropFault.TALKATIVE)) {
            results = InteropTests.run(openfire.server(), server.port(), accounts(), IMPATIENT);
        }

        assertThat(results.stream().filter(result -> result.outcome() == Outcome.FAILED).map(Result::name))
            .containsAll(OF_WHAT_MUST_NOT_HAPPEN);
    }

    @Test
    void certificateOfTheServersOwnIsTrustedIfItIsPinned() throws GeneralSecurityException, IOException {
        final OpenfireServer server = openfire.server();

        final List<Result> results = InteropTests.run(server, server.clientPort(), accounts(),
            "sinttest.securityMode=required", "sinttest.serviceTlsPin=CERTSHA256:" + fingerprint(server),
            "sinttest.enabledTests=RoomActivityIndicatorsTest.onlySubscribersAreTold");

        assertThat(results).singleElement().extracting(Result::outcome).isEqualTo(Outcome.PASSED);
    }

    private static void makeCertificate(final OpenfireServer server) throws IOException, InterruptedException {
        final Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
            "-keyalg", "RSA", "-dname", "CN=" + server.domain(), "-ext", "SAN=dns:" + server.domain(), "-validity", "30",
            "-keystore", keystore(server).toString(), "-storepass", PASSWORD, "-keypass", PASSWORD)
            .redirectErrorStream(true).start();
        final String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    /** What {@code openssl x509 -fingerprint -sha256} says of the server's certificate. */
    private static String fingerprint(final OpenfireServer server) throws GeneralSecurityException, IOException {
        final KeyStore store = KeyStore.getInstance(keystore(server).toFile(), PASSWORD.toCharArray());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(
            MessageDigest.getInstance("SHA-256").digest(store.getCertificate(ALIAS).getEncoded()));
    }

    private static Path keystore(final OpenfireServer server) {
        return server.home().resolve("resources/security/keystore");
    }

    /** XEP-0452 is tested where the plugin has it. */
    private static void verify(final Result result) {
        assumeFalse(result.outcome() == Outcome.SKIPPED && "MentionNotificationsTest".equals(result.type()), result.reason());
        assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PASSED);
    }

    private static List<String> accounts() {
        return List.of(openfire.newUser("one"), openfire.newUser("two"), openfire.newUser("three"));
    }
}
