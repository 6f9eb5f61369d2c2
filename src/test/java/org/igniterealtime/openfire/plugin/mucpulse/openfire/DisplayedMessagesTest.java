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
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.DisplayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Picks out by what users say which messages they have had displayed, and believes it when the server does (R17). */
class DisplayedMessagesTest implements DisplayListener {

    private static final String ROOM = "orchard@conference.example.org";

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final HookList<DisplayListener> listeners = new HookList<>("a listener", errors);
    private final List<String> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private DisplayedMessages displayed;

    @BeforeEach
    void thereIsAService() {
        final MultiUserChatService service = mock(MultiUserChatService.class);
        when(service.getServiceDomain()).thenReturn("conference.example.org");
        final MultiUserChatManager manager = mock(MultiUserChatManager.class);
        when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        final MucServices services = new MucServices(manager, mock(InternalComponentManager.class),
            new ManualSerialExecutor(), new HookList<MucServiceListener>("a listener", errors), errors);
        services.start();
        displayed = new DisplayedMessages(services, listeners, errors);
        listeners.add(this);
    }

    @Override
    public void markerSent(@Nonnull final JID session, @Nonnull final JID room, @Nonnull final String id) {
        heard.add(session + " " + room + " " + id);
    }

    @Override
    @Nonnull
    public Optional<Runnable> publishing(@Nonnull final JID user, @Nonnull final JID room,
                                         @Nonnull final String stanzaId) {
        asked.add(stanzaId);
        return stanzaId.equals("old") ? Optional.empty()
            : Optional.of(() -> heard.add(user + " " + room + " " + stanzaId));
    }

    private static String item(final String id, final String by, final String stanzaId) {
        return "<item id='" + id + "'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0'"
            + " by='" + by + "' id='" + stanzaId + "'/></displayed></item>";
    }

    private void request(final String id, final String addresses, final String node, final String items) {
        displayed.requested(Stanzas.iq("<iq xmlns='jabber:client' type='set' id='" + id + "' " + addresses
            + "><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + node + "'>" + items
            + "</publish></pubsub></iq>"));
    }

    private void request(final String id, final String addresses, final String items) {
        request(id, addresses, "urn:xmpp:mds:displayed:0", items);
    }

    private void answer(final String type, final String id, final String addresses) {
        displayed.answered(Stanzas.iq("<iq xmlns='jabber:client' type='" + type + "' id='" + id + "' " + addresses
            + "/>"));
    }

    private void message(final String attributes, final String content) {
        displayed.intercept(Stanzas.message("<message xmlns='jabber:client' " + attributes + ">" + content
            + "</message>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to='romeo@example.org'"})
    void r17_publishedItemCountsWhenTheServerHasAcceptedIt(final String to) {
        request("1", "from='romeo@example.org/phone' " + to, item(ROOM, ROOM, "s1"));
        assertThat(heard).isEmpty();

        answer("result", "2", "to='romeo@example.org/phone'");
        answer("result", "1", "to='romeo@example.org/laptop'");
        answer("result", "1", "from='juliet@example.org' to='romeo@example.org/phone'");
        answer("result", "1", "from='romeo@example.org/phone' to='romeo@example.org/phone'");
        assertThat(heard).isEmpty();
        answer("result", "1", "from='romeo@example.org' to='romeo@example.org/phone'");
        answer("result", "1", "from='romeo@example.org' to='romeo@example.org/phone'");

        assertThat(heard).containsExactly("romeo@example.org " + ROOM + " s1");
    }

    @Test
    void r17_refusedItemDoesNotCount() {
        request("1", "from='romeo@example.org/phone'", item(ROOM, ROOM, "s1"));

        answer("error", "1", "from='romeo@example.org' to='romeo@example.org/phone'");
        answer("result", "1", "from='romeo@example.org' to='romeo@example.org/phone'");

        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='romeo@example.org/phone' to='juliet@example.org'",
        "from='romeo@example.org/phone' to='example.org'", "from='romeo@example.org/phone' to='pubsub.example.org'",
        "from='romeo@example.org/phone' to='romeo@example.org/phone'", "from='romeo@example.org'",
        "from='example.org/phone'", ""})
    void r17_onlyTheUsersOwnNodeCounts(final String addresses) {
        request("1", addresses, item(ROOM, ROOM, "s1"));

        assertThat(asked).isEmpty();
    }

    @Test
    void r17_onlyItemsOfRoomsCount() {
        final String romeo = "from='romeo@example.org/phone'";
        request("1", romeo, "urn:xmpp:bookmarks:1", item(ROOM, ROOM, "s1"));
        request("2", romeo, item("juliet@example.org", "juliet@example.org", "s1"));
        request("3", romeo, item(ROOM + "/Juliet", ROOM + "/Juliet", "s1"));
        request("4", romeo, item(ROOM, "romeo@example.org", "s1"));
        request("5", romeo, item(ROOM, ROOM, ""));
        request("6", romeo, "<item id='" + ROOM + "'><displayed xmlns='urn:xmpp:mds:displayed:0'/></item>");
        request("7", romeo, "<item id='" + ROOM + "'/>");
        request("8", romeo, item("no&#x20;room@conference.example.org", "no&#x20;room@conference.example.org", "s1"));
        request("9", romeo, item(ROOM, ROOM, "s".repeat(257)));

        assertThat(asked).isEmpty();
        assertThat(errors.count()).isZero();
    }

    /** S3: what a client can make the server hold is bounded. */
    @Test
    void r17_fewItemsOfARequestAreLookedAt() {
        request("1", "from='romeo@example.org/phone'", item(ROOM, ROOM, "old").repeat(3)
            + item(ROOM, ROOM, "s1").repeat(1_000));
        answer("result", "1", "to='romeo@example.org/phone'");

        assertThat(asked).hasSize(4);
        assertThat(heard).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type='groupchat'", "type='chat'", ""})
    void r17_markerForARoomIsHeard(final String type) {
        message("from='romeo@example.org/phone' to='" + ROOM + "' " + type,
            "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/><store xmlns='urn:xmpp:hints'/>");

        assertThat(heard).containsExactly("romeo@example.org/phone " + ROOM + " m1");
    }

    @Test
    void r17_otherMarkersAreNotHeard() {
        final String displayedMarker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>";
        final String romeo = "from='romeo@example.org/phone' to='" + ROOM + "'";
        message("from='romeo@example.org/phone' to='" + ROOM + "/Juliet'", displayedMarker);
        message("from='romeo@example.org/phone' to='juliet@example.org'", displayedMarker);
        message("from='romeo@example.org/phone' to='conference.example.org'", displayedMarker);
        message("from='romeo@example.org/phone'", displayedMarker);
        message("to='" + ROOM + "'", displayedMarker);
        message("from='romeo@example.org' to='" + ROOM + "'", displayedMarker);
        message(romeo, "<received xmlns='urn:xmpp:chat-markers:0' id='m1'/>");
        message(romeo, "<displayed xmlns='urn:xmpp:chat-markers:0'/>");
        message(romeo, "<displayed xmlns='urn:xmpp:mds:displayed:0' id='m1'/>");
        message(romeo, "<x>" + displayedMarker + "</x>");
        message(romeo, "<body>displayed</body>");

        assertThat(heard).isEmpty();
    }
}
