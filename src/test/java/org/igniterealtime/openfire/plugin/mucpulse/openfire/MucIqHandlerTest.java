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
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** M12: requests reach the feature as they were sent, and only those that it claims. */
@ExtendWith(MockitoExtension.class)
class MucIqHandlerTest {

    private static final JID ROOM = new JID("coven@chat.shakespeare.lit");

    @Mock
    private MultiUserChatManager manager;
    @Mock
    private IqHandler latch;
    private final RecordingSender sender = new RecordingSender();
    private final ManualTicker ticker = new ManualTicker();
    private final OpenRequests open = new OpenRequests(sender, new FakeUsers("shakespeare.lit"), ticker);
    private final ErrorHandler errors = new ErrorHandler(ticker);
    private final Hooks hooks = new Hooks(errors);
    private MucIqHandler handler;

    @BeforeEach
    void createHandler() {
        lenient().when(latch.claims(any())).thenReturn(true);
        lenient().when(latch.claimsMalformed(any())).thenReturn(Optional.empty());
        hooks.iqHandlers().add(latch);
        handler = new MucIqHandler(manager, hooks, open, errors);
        final MultiUserChatService chat = mock(MultiUserChatService.class);
        lenient().when(chat.getServiceDomain()).thenReturn(ROOM.getDomain());
        lenient().when(manager.getMultiUserChatServices()).thenReturn(List.of(chat));
        handler.serviceAdded(ROOM.getDomain());
    }

    private static IQ request(final String to) {
        return Stanzas.iq("<iq type='set' id='vlk3h264' xml:lang='en' from='wiccarocks@shakespeare.lit/laptop' to='" + to
            + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'><item><thing "
            + "xmlns='urn:example:thing' xmlns:p='urn:example:prefix' p:attribute='a&amp;&lt;'> text </thing></item>"
            + "</publish></pubsub></iq>");
    }

    private IQ taken() {
        final ArgumentCaptor<IQ> taken = ArgumentCaptor.forClass(IQ.class);
        verify(latch).take(taken.capture());
        return taken.getValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"coven@chat.shakespeare.lit/secondwitch", "coven@chat.shakespeare.lit",
        "coven@chat.shakespeare.lit/a nick with spaces/&amp;slashes@",
        "coven@chat.shakespeare.lit/\u0412\u0435\u0434\u044c\u043c\u0430"})
    void m12_requestArrivesAsItWasSent(final String to) {
        final IQ request = request(to);

        handler.redirect(request);
        assertThat(request.getTo()).isEqualTo(ROOM);
        assertThat(request.getChildElement().getNamespaceURI()).isEqualTo(handler.getInfo().getNamespace());
        final String onItsWay = request.toXML();
        final IQ reply = handler.handleIQ(request);

        assertThat(reply).isNull();
        final IQ taken = taken();
        XmlAssert.assertThat(taken.toXML()).and(request(to).toXML()).areIdentical();
        assertThat(taken.getTo()).isEqualTo(request(to).getTo());
        assertThat(taken.getFrom()).isEqualTo(request(to).getFrom());
        assertThat(taken.getChildElement().getNamespaceURI()).isEqualTo("http://jabber.org/protocol/pubsub");
        assertThat(request.toXML()).as("the server's own stanza").isEqualTo(onItsWay);
    }

    @Test
    void m12_requestThatIsNotClaimedIsLeftAlone() {
        when(latch.claims(any())).thenReturn(false);
        final IQ request = request(ROOM + "/secondwitch");

        handler.redirect(request);

        XmlAssert.assertThat(request.toXML()).and(request(ROOM + "/secondwitch").toXML()).areIdentical();
    }

    private static IQ withTwoContents() {
        final IQ request = request(ROOM + "/secondwitch");
        request.getElement().elements().get(0).detach();
        request.getElement().addElement("x", "urn:example:other");
        request.getElement().add(request(ROOM.toString()).getChildElement().createCopy());
        return request;
    }

    private static IQ nested(final int depth) {
        final IQ request = request(ROOM + "/secondwitch");
        Element element = request.getChildElement();
        for (int i = 0; i < depth; i++) {
            element = element.addElement("a");
        }
        return request;
    }

    private static IQ large() {
        final IQ request = request(ROOM + "/secondwitch");
        for (int i = 0; i < 40_000; i++) {
            request.getChildElement().addElement("a");
        }
        return request;
    }

    private static IQ largeAndDeep() {
        final IQ request = large();
        request.getChildElement().add(nested(200).getChildElement().createCopy());
        return request;
    }

    private static Stream<IQ> malformed() {
        return Stream.of(withTwoContents(), nested(101), nested(300), nested(100_000), largeAndDeep());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void m12_malformedRequestThatIsNotClaimedIsLeftToTheServer(final IQ request) {
        final List<Element> before = List.copyOf(request.getElement().elements());

        handler.redirect(request);

        assertThat(request.getTo()).isEqualTo(new JID(ROOM + "/secondwitch"));
        assertThat(request.getElement().elements()).isEqualTo(before);
        verify(latch, never()).claims(any());
    }

    @Test
    void m12_requestThatIsTooLargeArrivesWithWhatItsHandlerMadeOfIt() {
        final IQ request = large();
        final Element content = DocumentHelper.createElement(QName.get("pubsub", "http://jabber.org/protocol/pubsub"));
        when(latch.claimsOversized(request)).thenReturn(Optional.of(content));

        handler.redirect(request);
        assertThat(request.getTo()).isEqualTo(ROOM);
        handler.handleIQ(request);

        assertThat(taken().getElement().elements()).singleElement().isSameAs(content);
        verify(latch, never()).claims(any());
        verify(latch, never()).claimsMalformed(any());
    }

    @Test
    void m12_requestThatIsTooLargeAndNotClaimedIsLeftToTheServer() {
        final IQ request = large();
        final List<Element> before = List.copyOf(request.getElement().elements());

        handler.redirect(request);

        assertThat(request.getTo()).isEqualTo(new JID(ROOM + "/secondwitch"));
        assertThat(request.getElement().elements()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s8_requestIsAnsweredWhateverTheFeatureThrows(final Throwable fault) {
        doAnswer(call -> {
            throw fault;
        }).when(latch).take(any());
        final IQ request = request(ROOM + "/secondwitch");
        handler.redirect(request);

        assertThat(handler.handleIQ(request)).isNull();

        assertThat(sender.take()).singleElement().satisfies(answer -> {
            assertThat(answer.getError().getCondition()).isEqualTo(PacketError.Condition.internal_server_error);
            assertThat(answer.getID()).isEqualTo("vlk3h264");
            assertThat(answer.getTo()).isEqualTo(new JID("wiccarocks@shakespeare.lit/laptop"));
            assertThat(answer.getFrom()).isEqualTo(new JID(ROOM + "/secondwitch"));
        });
    }

    @Test
    void s8_requestPastTheBoundIsAnsweredAtOnce() {
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            final IQ request = request(ROOM + "/secondwitch");
            handler.redirect(request);
            assertThat(handler.handleIQ(request)).isNull();
        }
        final IQ request = request(ROOM + "/secondwitch");
        handler.redirect(request);

        final IQ reply = handler.handleIQ(request);

        assertThat(reply.getError().getCondition()).isEqualTo(PacketError.Condition.resource_constraint);
        assertThat(reply.getError().getType()).isEqualTo(PacketError.Type.wait);
        assertThat(reply.getFrom()).isEqualTo(new JID(ROOM + "/secondwitch"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void m12_malformedRequestThatIsClaimedArrivesWithoutItsContent(final IQ request) {
        final QName name = QName.get("pubsub", "http://jabber.org/protocol/pubsub#owner");
        when(latch.claimsMalformed(request)).thenReturn(Optional.of(name));

        handler.redirect(request);
        assertThat(request.getTo()).isEqualTo(ROOM);
        handler.handleIQ(request);

        final IQ taken = taken();
        assertThat(taken.getTo()).isEqualTo(new JID(ROOM + "/secondwitch"));
        assertThat(taken.getID()).isEqualTo("vlk3h264");
        assertThat(taken.getElement().elements()).singleElement().satisfies(content -> {
            assertThat(content.getQName()).isEqualTo(name);
            assertThat(content.elements()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<request xmlns='urn:x-mucpulse:request'/>",
        "<request xmlns='urn:x-mucpulse:request' to='coven@chat.shakespeare.lit/firstwitch'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'/></request>",
        "<request xmlns='urn:x-mucpulse:request' secret='' to='coven@chat.shakespeare.lit/firstwitch'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'/></request>",
        "<request xmlns='urn:x-mucpulse:request' secret='guess' to='@'><x/></request>",
        "<other xmlns='urn:x-mucpulse:request'/>"})
    void m12_forgedPlaceholderIsRefused(final String forged) {
        final IQ request = Stanzas.iq("<iq type='set' id='f1' from='macbeth@shakespeare.lit/castle' to='" + ROOM + "'>"
            + forged + "</iq>");

        final IQ reply = handler.handleIQ(request);

        verify(latch, never()).take(any());
        assertThat(reply).isNotNull();
        assertThat(reply.getType()).isEqualTo(IQ.Type.error);
        assertThat(reply.getError().getCondition()).isEqualTo(PacketError.Condition.service_unavailable);
        assertThat(reply.getTo()).isEqualTo(request.getFrom());
        assertThat(reply.getID()).isEqualTo("f1");
    }

    @Test
    void m12_forgedPlaceholderThatIsClaimedArrivesAsItWasSent() {
        final IQ request = Stanzas.iq("<iq type='set' id='f1' from='macbeth@shakespeare.lit/castle' to='" + ROOM
            + "'><request xmlns='urn:x-mucpulse:request' secret='guess' to='coven@chat.shakespeare.lit/firstwitch'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'/></request></iq>");
        final String sent = request.toXML();

        handler.redirect(request);
        handler.handleIQ(request);

        XmlAssert.assertThat(taken().toXML()).and(sent).areIdentical();
    }

    @Test
    void m12_forgedResultIsNotAnswered() {
        final IQ result = Stanzas.iq("<iq type='result' id='f1' from='macbeth@shakespeare.lit/castle' to='" + ROOM
            + "'><request xmlns='urn:x-mucpulse:request'/></iq>");

        assertThat(handler.handleIQ(result)).isNull();
        verify(latch, never()).take(any());
    }

    @Test
    void m12_whatTakesThePlaceOfARequestTellsNothing() {
        final IQ genuine = request(ROOM + "/secondwitch");

        handler.redirect(genuine);

        assertThat(genuine.getElement().elements()).singleElement().satisfies(placeholder -> {
            assertThat(placeholder.attributes()).isEmpty();
            assertThat(placeholder.hasContent()).isFalse();
        });
    }

    @Test
    void m12_copyOfWhatTakesThePlaceOfARequestIsRefusedWhileTheRequestIsUnderWayAndAfterwards() {
        final IQ genuine = request(ROOM + "/secondwitch");
        handler.redirect(genuine);
        final IQ copy = Stanzas.iq(genuine.toXML());

        for (final IQ reply : List.of(handler.handleIQ(copy), handler.handleIQ(genuine.createCopy()))) {
            assertThat(reply.getError().getCondition()).isEqualTo(PacketError.Condition.service_unavailable);
        }
        verify(latch, never()).take(any());

        assertThat(handler.handleIQ(genuine)).isNull();
        verify(latch).take(any());
        for (final IQ reply : List.of(handler.handleIQ(copy), handler.handleIQ(genuine))) {
            assertThat(reply.getError().getCondition()).isEqualTo(PacketError.Condition.service_unavailable);
        }
        verify(latch).take(any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shakespeare.lit/x@chat.shakespeare.lit", "chat.shakespeare.lit",
        "chat.shakespeare.lit/secondwitch", "coven@shakespeare.lit/x@chat.shakespeare.lit", "coven@other.example/x"})
    void m12_requestThatTheServerWouldNotPassHereIsLeftAlone(final String to, @Mock final IqRequestListener listener) {
        hooks.iqRequests().add(listener);
        final IQ request = request(to);

        handler.redirect(request);

        XmlAssert.assertThat(request.toXML()).and(request(to).toXML()).areIdentical();
        verify(latch, never()).claims(any());
        verify(listener).requested(same(request));
    }

    @Test
    void m12_nothingIsRedirectedOnceTheServiceIsGone() {
        handler.serviceRemoved(ROOM.getDomain());
        final IQ request = request(ROOM + "/secondwitch");

        handler.redirect(request);

        XmlAssert.assertThat(request.toXML()).and(request(ROOM + "/secondwitch").toXML()).areIdentical();
    }

    @Test
    void m12_handlerIsRegisteredWithEveryServiceAndRemovedAgain(@Mock final MultiUserChatService service,
                                                                @Mock final MultiUserChatService other) {
        lenient().when(service.getServiceDomain()).thenReturn("chat.shakespeare.lit");
        lenient().when(other.getServiceDomain()).thenReturn("other.shakespeare.lit");
        when(manager.getMultiUserChatServices()).thenReturn(List.of(other, service));

        handler.serviceAdded("chat.shakespeare.lit");
        verify(service).addIQHandler(handler);
        verify(other, never()).addIQHandler(any());

        handler.serviceRemoved("chat.shakespeare.lit");
        verify(service).removeIQHandler(handler);

        handler.serviceAdded("unheard.of");
        handler.serviceRemoved("unheard.of");
        verify(other, never()).removeIQHandler(any());
    }

    @Test
    void m12_requestIsHandledByTheFirstHandlerThatClaimsIt(@Mock final IqHandler later, @Mock final IqHandler last) {
        hooks.iqHandlers().add(later);
        hooks.iqHandlers().add(last);
        when(latch.claims(any())).thenReturn(false);
        when(later.claims(any())).thenReturn(true);
        final IQ request = request(ROOM + "/secondwitch");

        handler.redirect(request);
        hooks.iqHandlers().remove(latch);
        handler.handleIQ(request);

        verify(later).take(any());
        verify(latch, never()).take(any());
        verify(last, never()).claims(any());
    }

    @Test
    void s1_aHandlerThatFailsDoesNotKeepTheNextFromClaiming(@Mock final IqHandler later) {
        hooks.iqHandlers().add(later);
        when(latch.claims(any())).thenThrow(new NoClassDefFoundError("of a test"));
        when(later.claims(any())).thenReturn(true);
        final IQ request = request(ROOM + "/secondwitch");

        handler.redirect(request);
        handler.handleIQ(request);

        verify(later).take(any());
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void u4_requestThatNobodyClaimsIsReported(@Mock final IqRequestListener listener) {
        hooks.iqRequests().add(listener);
        final IQ claimed = request(ROOM + "/secondwitch");
        handler.redirect(claimed);
        when(latch.claims(any())).thenReturn(false);
        final IQ other = request(ROOM.toString());
        final IQ malformed = request(ROOM.toString());
        malformed.getElement().addElement("other", "urn:example:other");

        handler.redirect(other);
        handler.redirect(malformed);

        verify(listener).requested(same(other));
        verify(listener).requested(same(malformed));
        verifyNoMoreInteractions(listener);
    }
}
