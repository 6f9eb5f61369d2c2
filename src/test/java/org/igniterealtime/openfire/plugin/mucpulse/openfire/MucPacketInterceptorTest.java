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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqAnswerListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.session.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.mockito.stubbing.Answer;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;
import org.xmpp.packet.Roster;

/** Picks out the few stanzas that concern the plugin, and leaves all others alone. */
@ExtendWith(MockitoExtension.class)
class MucPacketInterceptorTest {

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";

    @Mock
    private MultiUserChatManager manager;
    @Mock
    private InternalComponentManager components;
    @Mock
    private ServiceStanzaListener serviceStanzas;
    @Mock
    private UserEventListener userEvents;
    @Mock
    private MepHooks mep;
    @Mock(strictness = Mock.Strictness.LENIENT)
    private MessageFilter messages;
    @Mock
    private Session session;

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final Hooks hooks = new Hooks(errors);
    private MucPacketInterceptor interceptor;

    /** A feature that registers for all of this. */
    private interface MepHooks extends IqHandler, RoomDiscoContributor, OccupantPresenceListener, IqAnswerListener {
    }

    @BeforeEach
    void thereIsAService() {
        final MultiUserChatService service = mock(MultiUserChatService.class);
        when(service.getServiceDomain()).thenReturn("conference.example.org");
        when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        final MucServices services = new MucServices(manager, components, new ManualSerialExecutor(),
            hooks.services(), errors);
        services.start();
        final DiscoFeatures features = new DiscoFeatures() {
            @Override
            public List<String> serviceFeatures() {
                return List.of("urn:xmpp:rai:0");
            }
        };
        hooks.serviceStanzas().add(serviceStanzas);
        hooks.users().add(userEvents);
        hooks.discoFeatures().add(features);
        hooks.roomDisco().add(mep);
        hooks.occupantPresence().add(mep);
        hooks.iqHandlers().add(mep);
        hooks.iqAnswers().add(mep);
        hooks.messages().add(messages);
        final MucIqHandler requests = new MucIqHandler(manager, hooks,
            new OpenRequests(new RecordingSender(), new FakeUsers("example.org"), Ticker.systemTicker()), errors);
        hooks.services().add(requests);
        interceptor = new MucPacketInterceptor(services, hooks, requests, new ClientStates(), errors);
        when(messages.admits(any())).thenReturn(true);
        when(messages.isDispensable(any())).thenReturn(true);
        when(messages.delivers(any(), any())).thenReturn(true);
    }

    private void pass(final Packet stanza) {
        try {
            interceptor.interceptPacket(stanza, session, true, false);
        } catch (final PacketRejectedException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Packet> foreignStanzas() {
        return Stream.of(
            Stanzas.message("<message from='a@example.org/x' to='b@example.org' type='chat'><body>Hi</body></message>"),
            Stanzas.message("<message from='a@example.org/x' type='chat'><body>Hi</body></message>"),
            Stanzas.message("<message from='a@example.org/x' to='conference.example.org'><body>Hi</body></message>"),
            Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' type='groupchat'/>"),
            Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' type='error'/>"),
            Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org/nick' type='error'/>"),
            Stanzas.message("<message from='a@example.org/x' to='conference.example.org/nick' type='error'/>"),
            Stanzas.message("<message from='a@example.org/x' to='conference.example.net' type='error'/>"),
            Stanzas.message("<message from='a@example.org/x' type='error'/>"),
            Stanzas.message("<message from='conference.example.org' to='a@example.org/x' type='error'/>"),
            Stanzas.presence("<presence from='a@example.org/x'/>"),
            Stanzas.presence("<presence from='a@example.org/x' type='subscribe' to='b@example.org'/>"),
            Stanzas.presence("<presence from='a@example.org/x' type='unavailable' to='b@example.org'/>"),
            Stanzas.presence("<presence from='a@example.org/x' type='unavailable' "
                + "to='room@conference.example.org/nick'/>"),
            Stanzas.presence("<presence from='a@example.org/x' to='room@conference.example.org'>"
                + "<rai xmlns='urn:xmpp:rai:0'/></presence>"),
            Stanzas.presence("<presence from='a@example.org/x'><rai xmlns='urn:xmpp:rai:0'/></presence>"),
            Stanzas.presence("<presence from='a@example.org/x' to='example.org'/>"),
            Stanzas.presence("<presence type='unavailable'/>"),
            Stanzas.iq("<iq from='a@example.org/x' type='get' id='1'><query xmlns='" + DISCO_INFO + "'/></iq>"),
            Stanzas.iq("<iq from='a@example.org/x' to='conference.example.org' type='get' id='1'><query xmlns='"
                + DISCO_INFO + "'/></iq>"),
            Stanzas.iq("<iq from='a@example.org/x' to='conference.example.org' type='result' id='1'/>"),
            Stanzas.iq("<iq to='room@conference.example.org' type='get' id='1'><query xmlns='" + DISCO_INFO
                + "'/></iq>"),
            Stanzas.iq("<iq from='example.org' to='a@example.org/x' type='result' id='1'><query xmlns='"
                + DISCO_INFO + "'/></iq>"),
            Stanzas.iq("<iq from='conference.example.org' to='a@example.org/x' type='error' id='1'><query xmlns='"
                + DISCO_INFO + "'/></iq>"),
            Stanzas.iq("<iq from='conference.example.org' to='a@example.org/x' type='result' id='1'/>"),
            new Roster());
    }

    @ParameterizedTest
    @MethodSource("foreignStanzas")
    void foreignStanzaIsLeftAlone(final Packet stanza) {
        final String before = stanza.getElement().asXML();

        pass(stanza);

        assertThat(stanza.getElement().asXML()).isEqualTo(before);
        verifyNoInteractions(serviceStanzas, userEvents, mep, session);
    }

    private static Stream<Packet> ownStanzas() {
        return Stream.of(
            Stanzas.presence("<presence from='a@example.org/x' to='conference.example.org'/>"),
            Stanzas.presence("<presence from='a@example.org/x' type='unavailable'/>"),
            Stanzas.message("<message from='a@example.org/x' to='conference.example.org' type='error'/>"),
            Stanzas.iq("<iq from='conference.example.org' to='a@example.org/x' type='result' id='1'><query xmlns='"
                + DISCO_INFO + "'/></iq>"));
    }

    @ParameterizedTest
    @MethodSource("ownStanzas")
    void stanzaIsLookedAtOnlyOnItsWayInAndBeforeItIsProcessed(final Packet stanza) throws PacketRejectedException {
        final String before = stanza.getElement().asXML();

        interceptor.interceptPacket(stanza, session, true, true);
        interceptor.interceptPacket(stanza, session, false, false);
        interceptor.interceptPacket(stanza, session, false, true);

        assertThat(stanza.getElement().asXML()).isEqualTo(before);
        verifyNoInteractions(serviceStanzas, userEvents);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unavailable", "error", "subscribe"})
    void r1_presenceForAServiceIsHeard(final String type) {
        final Presence presence =
            Stanzas.presence("<presence from='a@example.org/x' to='conference.example.org'/>");
        if (!type.isEmpty()) {
            presence.getElement().addAttribute("type", type);
        }

        pass(presence);

        verify(serviceStanzas).presenceReceived(presence);
        verifyNoMoreInteractions(serviceStanzas, userEvents);
    }

    @Test
    void r1_presenceForAServiceIsHeardHoweverItsDomainIsWritten() {
        final Presence presence =
            Stanzas.presence("<presence from='a@example.org/x' to='Conference.EXAMPLE.org'/>");

        pass(presence);

        verify(serviceStanzas).presenceReceived(presence);
    }

    @Test
    void r3_errorForAServiceIsHeard() {
        final Message bounce =
            Stanzas.message("<message from='a@example.org/x' to='conference.example.org' type='error'/>");

        pass(bounce);

        verify(serviceStanzas).errorReceived(bounce);
        verifyNoMoreInteractions(serviceStanzas, userEvents);
    }

    @Test
    void r3_sessionThatBecomesUnavailableIsHeardOf() {
        pass(Stanzas.presence("<presence from='a@example.org/x' type='unavailable'/>"));

        verify(userEvents).sessionEnded(new JID("a@example.org/x"));
        verifyNoMoreInteractions(serviceStanzas, userEvents);
    }

    @Test
    void r12_serviceAnnouncesItsFeatures() {
        final IQ result = Stanzas.iq("<iq from='conference.example.org' to='a@example.org/x' type='result' id='1'>"
            + "<query xmlns='" + DISCO_INFO + "'/></iq>");

        pass(result);

        assertThat(result.getChildElement().elements("feature")).singleElement()
            .satisfies(feature -> assertThat(feature.attributeValue("var")).isEqualTo("urn:xmpp:rai:0"));
    }

    @Test
    void m1_answersOfARoomGoToTheFeatureThatCompletesThem() {
        final IQ result = Stanzas.iq("<iq from='room@conference.example.org' to='a@example.org/x' type='result' id='1'>"
            + "<query xmlns='" + DISCO_INFO + "'/></iq>");

        pass(result);

        verify(mep).decorate(result);
        verify(mep).answered(result);
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='room@conference.example.org/nick' type='result'",
        "from='room@conference.example.org' type='error'", "from='room@conference.example.org/nick' type='error'"})
    void u4_otherAnswersFromARoomAreToldAsTheyAre(final String what) {
        final IQ answer = Stanzas.iq("<iq " + what + " to='a@example.org/x' id='1'/>");
        final String before = answer.getElement().asXML();

        pass(answer);

        verify(mep).answered(answer);
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
        assertThat(answer.getElement().asXML()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room@conference.example.org", "room@conference.example.org/nick"})
    void m12_requestThatIsNotClaimedGoesOnAsItIs(final String to) {
        final IQ request = Stanzas.iq("<iq from='a@example.org/x' to='" + to + "' type='get' id='1'><query xmlns='"
            + DISCO_INFO + "'/></iq>");
        final String before = request.getElement().asXML();

        pass(request);

        verify(mep).payloadSize();
        verify(mep).claims(request);
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
        assertThat(request.getElement().asXML()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org/x@conference.example.org", "a@example.org/x@conference.example.org/nick",
        "elsewhere.example/@conference.example.org"})
    void m12_addressWithARoomInItsResourceIsNoRoom(final String to) {
        final List<Packet> stanzas = List.of(
            Stanzas.iq("<iq from='a@example.org/x' to='" + to + "' type='set' id='1'>"
                + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'/></pubsub></iq>"),
            Stanzas.message("<message from='a@example.org/x' to='" + to + "' type='groupchat'><body>x</body></message>"),
            Stanzas.presence("<presence from='a@example.org/x' to='" + to + "'/>"));
        stanzas.forEach(stanza -> {
            final String before = stanza.toXML();

            pass(stanza);

            assertThat(stanza.toXML()).isEqualTo(before);
        });
        verify(messages, never()).admits(any());
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
    }

    @Test
    void m4_capabilitiesOfPresenceInARoomAreHeard() {
        pass(Stanzas.presence("<presence from='a@example.org/x' to='room@conference.example.org/nick'>"
            + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>"));

        verify(mep).presenceInRoom(eq(new JID("room@conference.example.org/nick")), eq(new JID("a@example.org/x")),
            any());
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
    }

    @Test
    void m4_presenceInARoomWithoutCapabilitiesIsHeard() {
        pass(Stanzas.presence("<presence from='a@example.org/x' to='room@conference.example.org/nick'>"
            + "<show>away</show></presence>"));

        verify(mep).presenceInRoom(new JID("room@conference.example.org/nick"), new JID("a@example.org/x"));
        verifyNoMoreInteractions(mep, serviceStanzas, userEvents);
    }

    private IQ errorTo(final String to) {
        final IQ error = Stanzas.iq("<iq from='a@elsewhere.example/x' to='" + to + "' type='error' id='1'>"
            + "<error type='cancel'><recipient-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        pass(error);
        return error;
    }

    @Test
    void m4_errorToAQuestionInTheNameOfAServiceThrowsNobodyOut() {
        final IQ error = errorTo("Conference.example.org" + DiscoCapabilities.QUESTIONER);

        assertThat(error.getError()).isNull();
        assertThat(error.getType()).isEqualTo(IQ.Type.error);
        assertThat(error.getID()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conference.example.org", "conference.example.org/other", "room@conference.example.org/nick",
        "example.org" + DiscoCapabilities.QUESTIONER, "room@conference.example.org" + DiscoCapabilities.QUESTIONER})
    void m4_errorsToOthersAreLeftAlone(final String to) {
        assertThat(errorTo(to).getError()).isNotNull();
    }

    private static Message inRoom(final String attributes) {
        return Stanzas.message("<message " + attributes + "><composing xmlns='http://jabber.org/protocol/chatstates'/>"
            + "</message>");
    }

    @Test
    void c7_messageThatIsNotAdmittedIsDroppedWithoutAWord() {
        final Message message = inRoom("from='a@example.org/x' to='Room@Conference.example.org' type='groupchat'");
        when(messages.admits(message)).thenReturn(false);

        assertThatThrownBy(() -> interceptor.interceptPacket(message, session, true, false))
            .isInstanceOfSatisfying(PacketRejectedException.class, rejection -> {
                assertThat(rejection.getRejectionMessage()).isNull();
                assertThat(rejection.getMessage()).isNull();
                assertThat(rejection.getStackTrace()).isEmpty();
            });
        verifyNoInteractions(session);
    }

    @Test
    void c7_messageThatIsAdmittedGoesOn() {
        final Message message = inRoom("from='a@example.org/x' to='room@conference.example.org' type='groupchat'");

        pass(message);

        verify(messages).admits(message);
        verifyNoMoreInteractions(messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='a@example.org/x' to='room@conference.example.org/nick' type='groupchat'",
        "from='a@example.org/x' to='room@conference.example.org/nick' type='chat'",
        "from='a@example.org/x' to='room@conference.example.org/nick'",
        "from='a@example.org/x' to='room@conference.example.org' type='chat'",
        "from='a@example.org/x' to='room@conference.example.org' type='normal'",
        "from='a@example.org/x' to='room@conference.example.org' type='error'",
        "from='a@example.org/x' to='room@conference.example.org'",
        "from='a@example.org/x' to='conference.example.org' type='groupchat'",
        "from='a@example.org/x' to='b@example.org' type='groupchat'",
        "from='a@example.org/x' to='b@example.org/y' type='chat'",
        "from='a@example.org/x' type='groupchat'",
        "to='room@conference.example.org' type='groupchat'"})
    void c9_nobodyIsAskedAboutWhatIsNotForARoom(final String attributes) throws PacketRejectedException {
        final Message message = inRoom(attributes);

        pass(message);
        interceptor.interceptPacket(message, session, true, true);
        interceptor.interceptPacket(message, session, false, true);

        verifyNoInteractions(messages);
    }

    @Test
    void c6_messageThatIsNotDeliveredIsDroppedWithoutAWord() {
        final Message message = inRoom("from='room@conference.example.org/nick' to='a@example.org/x' type='groupchat'");
        when(messages.delivers(eq(message), any())).thenReturn(false);

        assertThatThrownBy(() -> interceptor.interceptPacket(message, session, false, false))
            .isInstanceOfSatisfying(PacketRejectedException.class, rejection ->
                assertThat(rejection.getRejectionMessage()).isNull());
    }

    @Test
    void c6_messageThatIsNotDispensableIsDelivered() throws PacketRejectedException {
        final Message message = inRoom("from='room@conference.example.org/nick' to='a@example.org/x' type='groupchat'");
        when(messages.isDispensable(message)).thenReturn(false);

        interceptor.interceptPacket(message, session, false, false);

        verify(messages).isDispensable(message);
        verifyNoMoreInteractions(messages);
    }

    @Test
    void c6_sessionOfAnUnknownKindIsActive() throws PacketRejectedException {
        final Message message = inRoom("from='room@conference.example.org/nick' to='a@example.org/x' type='groupchat'");
        final List<Boolean> inactive = new ArrayList<>();
        when(messages.delivers(eq(message), any())).thenAnswer(call -> {
            inactive.add(call.<BooleanSupplier>getArgument(1).getAsBoolean());
            return true;
        });

        interceptor.interceptPacket(message, session, false, false);

        assertThat(inactive).containsExactly(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='room@conference.example.org/nick' to='a@example.org/x' type='chat'",
        "from='room@conference.example.org/nick' to='a@example.org/x'",
        "from='room@conference.example.org' to='a@example.org/x' type='error'",
        "from='conference.example.org' to='a@example.org/x' type='groupchat'",
        "from='b@example.org/y' to='a@example.org/x' type='groupchat'",
        "to='a@example.org/x' type='groupchat'"})
    void c9_nobodyIsAskedAboutDeliveriesOfAnythingElse(final String attributes) throws PacketRejectedException {
        interceptor.interceptPacket(inRoom(attributes), session, false, false);

        verifyNoInteractions(messages);
    }

    @Test
    void c7_failureOfTheDecisionDoesNotHoldUpTheMessage() {
        final Message message = inRoom("from='a@example.org/x' to='room@conference.example.org' type='groupchat'");
        when(messages.admits(message)).thenThrow(new IllegalStateException("as the test wants it"));
        final LogListener log = new LogListener(ErrorHandler.class);

        pass(message);

        log.close();
        assertThat(log.heard(Level.ERROR)).hasSize(1);
    }

    @Test
    void failureDoesNotHoldUpTheStanza() {
        doThrow(new IllegalStateException("as the test wants it")).when(serviceStanzas).presenceReceived(any());
        final LogListener log = new LogListener(ErrorHandler.class);

        pass(Stanzas.presence("<presence from='a@example.org/x' to='conference.example.org'/>"));

        log.close();
        assertThat(log.heard(Level.ERROR)).hasSize(1);
    }

    // Errors that answer messages of the plugin's

    private static Stream<String> conditions() {
        return Stream.of("gone", "item-not-found", "recipient-unavailable", "redirect", "remote-server-not-found",
            "remote-server-timeout", "service-unavailable", "bad-request", "unheard-of");
    }

    private static Message error(final String to, final String id, final String condition) {
        return Stanzas.message("<message type='error' from='a@example.org/x' to='" + to + "' id='" + id
            + "'><error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
    }

    private boolean passes(final Packet stanza) {
        try {
            interceptor.interceptPacket(stanza, session, true, false);
            return true;
        } catch (final PacketRejectedException e) {
            assertThat(e.getRejectionMessage()).as("said to the sender").isNull();
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void r3_errorToAMessageOfThePluginNeverReachesRoomsAndServices(final String condition) {
        for (final String id : List.of(StanzaId.random().value(), StanzaId.of("room", "node").value())) {
            assertThat(passes(error("conference.example.org", id, condition))).isFalse();
            assertThat(passes(error("room@conference.example.org", id, condition))).isFalse();
            assertThat(passes(error("room@conference.example.org/nick", id, condition))).isFalse();
            assertThat(passes(error("b@example.org", id, condition))).isTrue();
            assertThat(passes(error("room@conference.example.net", id, condition))).isTrue();
        }
        verify(serviceStanzas, times(2)).errorReceived(any());
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void r3_errorToAMessageOfOthersPasses(final String condition) {
        assertThat(passes(error("conference.example.org", "1", condition))).isTrue();
        assertThat(passes(error("room@conference.example.org", "1", condition))).isTrue();
        assertThat(passes(error("room@conference.example.org/nick", "1", condition))).isTrue();
    }

    @Test
    void r3_errorOfAnyTypeToAMessageOfThePluginIsKeptBack() {
        final Message message = Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org/nick' id='"
            + StanzaId.random().value() + "'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "</error></message>");
        final Message harmless = Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org/nick' "
            + "id='" + StanzaId.random().value() + "'><body>Hi</body></message>");

        assertThat(passes(message)).isFalse();
        assertThat(passes(harmless)).isTrue();
    }

    @Test
    void r3_errorIsKeptBackWhateverItsListenerThrows() {
        doThrow(new NoClassDefFoundError("for the test")).when(serviceStanzas).errorReceived(any());

        assertThat(passes(error("conference.example.org", StanzaId.random().value(), "gone"))).isFalse();
    }

    @Test
    void r3_errorToPresenceOfTheServiceIsNoneForTheServer() {
        final Presence error = Stanzas.presence("<presence type='error' from='a@example.org/x' "
            + "to='conference.example.org' id='1'><error type='cancel'>"
            + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");

        pass(error);

        verify(serviceStanzas).presenceReceived(error);
        assertThat(error.getError()).isNull();
        assertThat(error.getType()).isNotEqualTo(Presence.Type.error);
    }

    // What is too deep or too large

    private static void nest(final Packet stanza) {
        Element innermost = stanza.getElement();
        for (int level = 0; level < 2_500; level++) {
            innermost = innermost.addElement("a");
        }
    }

    @Test
    void s2_messageThatIsTooDeepPassesAndIsNotLookedAt() {
        final Message message = Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' "
            + "type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        nest(message);

        assertThat(passes(message)).isTrue();

        verify(messages, never()).admits(any());
        verify(messages).passesUnread(message);
    }

    @Test
    void s2_presenceThatIsTooDeepPassesAndIsNotLookedAt() {
        final Presence toService = Stanzas.presence("<presence from='a@example.org/x' to='conference.example.org'>"
            + "<rai xmlns='urn:xmpp:rai:0'/></presence>");
        final Presence toRoom = Stanzas.presence("<presence from='a@example.org/x' to='room@conference.example.org/nick'>"
            + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>");
        nest(toService);
        nest(toRoom);

        assertThat(passes(toService)).isTrue();
        assertThat(passes(toRoom)).isTrue();

        verifyNoInteractions(serviceStanzas, mep);
    }

    @Test
    void r3_errorThatIsTooDeepIsKeptBackAndEndsWhatItAnswers() {
        final Message message = error("conference.example.org", StanzaId.random().value(), "gone");
        nest(message);

        assertThat(passes(message)).isFalse();

        verify(serviceStanzas).errorReceived(message);
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_nothingThatAFeatureThrowsReachesTheServersThreads(final Throwable fault) {
        final Answer<Object> failing = call -> {
            throw fault;
        };
        when(messages.admits(any())).thenAnswer(failing);
        when(messages.isDispensable(any())).thenAnswer(failing);
        when(mep.claims(any())).thenAnswer(failing);
        doAnswer(failing).when(mep).presenceInRoom(any(), any(), any());
        doAnswer(failing).when(serviceStanzas).presenceReceived(any());
        doAnswer(failing).when(userEvents).sessionEnded(any());

        assertThat(passes(Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' "
            + "type='groupchat'/>"))).isTrue();
        assertThat(passes(Stanzas.presence("<presence from='a@example.org/x' to='conference.example.org'/>"))).isTrue();
        assertThat(passes(Stanzas.presence("<presence from='a@example.org/x' to='room@conference.example.org/nick'>"
            + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>"))).isTrue();
        assertThat(passes(Stanzas.presence("<presence from='a@example.org/x' type='unavailable'/>"))).isTrue();
        assertThat(passes(Stanzas.iq("<iq from='a@example.org/x' to='room@conference.example.org' type='get' id='1'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>"))).isTrue();
        assertThat(errors.count()).isEqualTo(5);
    }

    @Test
    void c2_messagePassesIfEveryFilterAdmitsIt(@Mock final MessageFilter later, @Mock final MessageFilter last) {
        hooks.messages().add(later);
        hooks.messages().add(last);
        final Message message = Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' "
            + "type='groupchat'/>");
        when(later.admits(message)).thenReturn(true, false);
        when(last.admits(message)).thenReturn(true);

        assertThat(passes(message)).isTrue();
        assertThat(passes(message)).isFalse();

        verify(last).admits(message);
    }

    @Test
    void s1_aFilterThatFailsDoesNotKeepTheNextFromBeingAsked(@Mock final MessageFilter later) {
        hooks.messages().add(later);
        when(messages.admits(any())).thenThrow(new NoClassDefFoundError("of a test"));
        when(messages.isDispensable(any())).thenThrow(new NoClassDefFoundError("of a test"));
        when(later.isDispensable(any())).thenReturn(true);

        assertThat(passes(Stanzas.message("<message from='a@example.org/x' to='room@conference.example.org' "
            + "type='groupchat'/>"))).isFalse();
        assertThatThrownBy(() -> interceptor.interceptPacket(Stanzas.message("<message to='a@example.org/x' "
            + "from='room@conference.example.org/nick' type='groupchat'/>"), session, false, false))
            .isInstanceOf(PacketRejectedException.class);
        assertThat(errors.count()).isEqualTo(2);
    }
}
