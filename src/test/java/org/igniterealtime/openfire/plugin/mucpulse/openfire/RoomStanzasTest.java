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

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.DeliveryErrors;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** R10: what passes tells whether the stanzas of rooms reach the sessions in them. */
class RoomStanzasTest {

    private static final JID ROOM = new JID("room@conference.example.org");
    private static final JID SESSION = new JID("mercutio@verona.example/sword");
    private static final String TO_ROOM = " from='mercutio@verona.example/sword' to='room@conference.example.org'";
    private static final String TO_NICK = " from='mercutio@verona.example/sword' to='room@conference.example.org/nick'";
    private static final String BOUNCE =
        "<error type='cancel'><remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

    private final RoomStanzaListener listener = mock(RoomStanzaListener.class);
    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final Hooks hooks = new Hooks(errors);
    private MucPacketInterceptor interceptor;

    private MucServices services;

    @BeforeEach
    void thereIsAService() {
        final MultiUserChatManager manager = mock(MultiUserChatManager.class);
        final MultiUserChatService service = mock(MultiUserChatService.class);
        when(service.getServiceDomain()).thenReturn("conference.example.org");
        when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        services = new MucServices(manager, mock(InternalComponentManager.class),
            new ManualSerialExecutor(), hooks.services(), errors);
        services.start();
        hooks.roomStanzas().add(listener);
        interceptor = new MucPacketInterceptor(services, hooks, new MucIqHandler(manager, hooks,
            new OpenRequests(new RecordingSender(), new FakeUsers("example.org"), Ticker.systemTicker()), errors),
            new ClientStates(), errors);
    }

    private void pass(final Packet stanza) {
        try {
            interceptor.interceptPacket(stanza, null, true, false);
        } catch (final PacketRejectedException e) {
            // Told to nobody.
        }
    }

    private void message(final String attributes, final String content) {
        pass(Stanzas.message("<message" + attributes + ">" + content + "</message>"));
    }

    private void presence(final String attributes, final String content) {
        pass(Stanzas.presence("<presence" + attributes + ">" + content + "</presence>"));
    }

    private void iq(final String attributes, final String content) {
        pass(Stanzas.iq("<iq" + attributes + " id='i1'>" + content + "</iq>"));
    }

    @Test
    void r10_messageThatARoomMayPassOnIsReportedWithItsId() {
        message(TO_ROOM + " type='groupchat' id='m1'", "<body>Hi</body>");

        verify(listener).stanzaReceived(ROOM, "m1");
        verify(listener).sessionHeard(SESSION);
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_privateMessageAndPresenceAreReportedWithTheirIds() {
        message(TO_NICK + " type='chat' id='m1'", "<body>Hi</body>");
        presence(TO_NICK + " id='p1'", "");

        verify(listener).stanzaReceived(ROOM, "m1");
        verify(listener).stanzaReceived(ROOM, "p1");
    }

    @Test
    void r10_unavailablePresenceIsNoSignOfLife() {
        presence(TO_NICK + " type='unavailable' id='p1'", "");

        verify(listener).stanzaReceived(ROOM, "p1");
        verify(listener, never()).sessionHeard(any());
    }

    @Test
    void r10_messageThatIsRefusedIsNotReported() {
        hooks.messages().add(mock(MessageFilter.class));
        message(TO_ROOM + " type='groupchat' id='m1'", "<body>Hi</body>");

        verifyNoInteractions(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "groupchat"})
    void r10_errorThatComesBackIsReportedWithTheIdWhateverItsType(final String type) {
        message(TO_NICK + " type='" + type + "' id='m1'", BOUNCE);

        verify(listener).undelivered(ROOM, SESSION, "m1");
        verifyNoMoreInteractions(listener);
    }

    private void error(final DeliveryErrors deliveryErrors, final String content) {
        final RoomStanzas stanzas = new RoomStanzas(services, hooks.roomStanzas(), deliveryErrors);
        stanzas.intercept(Stanzas.message("<message" + TO_NICK + " type='error' id='m1'>" + content + "</message>"));
        stanzas.intercept(Stanzas.presence("<presence" + TO_NICK + " type='error' id='p1'>" + content + "</presence>"));
    }

    private static String error(final String condition) {
        return "<error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "item-not-found", "recipient-unavailable", "redirect", "remote-server-not-found",
        "remote-server-timeout", "service-unavailable"})
    void r10_errorThatSaysThatNothingArrivedIsReported(final String condition) {
        error(DeliveryErrors.byCondition(), error(condition));

        verify(listener).undelivered(ROOM, SESSION, "m1");
        verify(listener).undelivered(ROOM, SESSION, "p1");
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_errorThatIsWrittenAsInOldTimesIsReported() {
        error(DeliveryErrors.byCondition(), "<error code='404'/>");

        verify(listener).undelivered(ROOM, SESSION, "m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-acceptable", "feature-not-implemented", "forbidden", "bad-request", "no-such-condition"})
    void r10_errorOfAClientThatIsThereCountsOnlyWhereTheServerRemovesItForAnyError(final String condition) {
        error(DeliveryErrors.byCondition(), error(condition));
        error(DeliveryErrors.byCondition(), "");
        verifyNoInteractions(listener);

        error(DeliveryErrors.ofAnyKind(), error(condition));
        verify(listener).undelivered(ROOM, SESSION, "m1");
        verify(listener).undelivered(ROOM, SESSION, "p1");
    }

    @Test
    void r10_oldServerRemovesForAnyError() {
        message(TO_NICK + " type='error' id='m1'", error("not-acceptable"));

        verify(listener).undelivered(ROOM, SESSION, "m1");
    }

    @Test
    void r10_errorForPresenceIsReported() {
        presence(TO_NICK + " type='error' id='p1'", BOUNCE);
        presence(" from='mercutio@verona.example/sword' to='room@Conference.Example.ORG/nick' type='error'", BOUNCE);

        verify(listener).undelivered(ROOM, SESSION, "p1");
        verify(listener).undelivered(new JID("room", "Conference.Example.ORG", null, true), SESSION, null);
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_errorIsReportedThoughItsIdLooksLikeOneOfThePlugins() {
        message(TO_ROOM + " type='error' id='mucpulse-1'", BOUNCE);

        verify(listener).undelivered(ROOM, SESSION, "mucpulse-1");
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_pingOfTheServerIsReported() {
        iq(" from='room@conference.example.org' to='mercutio@verona.example/sword' type='get'",
            "<ping xmlns='urn:xmpp:ping'/>");

        verify(listener).pinged(SESSION);
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_otherRequestOfARoomIsNoPing() {
        iq(" from='room@conference.example.org' to='mercutio@verona.example/sword' type='get'",
            "<query xmlns='http://jabber.org/protocol/disco#info'/>");

        verifyNoInteractions(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service-unavailable", "feature-not-implemented"})
    void r10_clientThatDoesNotKnowPingsIsThere(final String condition) {
        iq(TO_ROOM + " type='error'", "<error type='cancel'><" + condition
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");

        verify(listener).pingAnswered(SESSION);
        verifyNoMoreInteractions(listener);
    }

    @Test
    void r10_answerIsASignOfLifeAndOtherErrorsAreNone() {
        iq(TO_ROOM + " type='error'", BOUNCE);
        iq(TO_ROOM + " type='error'", "");
        verifyNoInteractions(listener);

        iq(TO_ROOM + " type='result'", "");
        verify(listener).sessionHeard(SESSION);
    }

    @Test
    void r10_whatIsNotForARoomIsNotReported() {
        message(" from='a@example.org/x' to='b@example.org/y' type='error' id='m1'", BOUNCE);
        message(" from='a@example.org/x' to='conference.example.org' id='m1'", "<body>Hi</body>");
        presence(" from='a@example.org/x'", "");
        presence(" to='room@conference.example.org/nick' id='p1'", "");
        iq(" from='a@example.org/x' to='b@example.org/y' type='result'", "");

        verifyNoInteractions(listener);
    }
}
