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

import com.google.common.base.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.session.Session;
import org.mockito.Mockito;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** What the interceptor costs a stanza that is none of the plugin's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MucPacketInterceptorBenchmark {

    private static final JID ALICE = new JID("alice@pulse.example/phone");

    /** The kind of stanza that passes. */
    @Param({"chat", "groupchat", "presence", "roomPresence", "iqGet", "iqResult", "delivery"})
    private String stanza;

    private final Session session = Mockito.mock(Session.class);
    private MucPacketInterceptor interceptor;
    private Packet packet;

    /** Prepares an interceptor on a server with three services. */
    @Setup
    public void prepare() {
        final MultiUserChatManager manager = Mockito.mock(MultiUserChatManager.class);
        final List<MultiUserChatService> all =
            List.of(service("conference.pulse.example"), service("private.pulse.example"), service("x.pulse.example"));
        Mockito.when(manager.getMultiUserChatServices()).thenReturn(all);
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        final Hooks hooks = new Hooks(errors);
        final MucServices services =
            new MucServices(manager, Mockito.mock(InternalComponentManager.class), Mockito.mock(SerialExecutor.class),
                hooks.services(), errors);
        services.start();
        final IqHandler requests = Mockito.mock(IqHandler.class);
        hooks.iqHandlers().add(requests);
        hooks.serviceStanzas().add(Mockito.mock(ServiceStanzaListener.class));
        hooks.users().add(Mockito.mock(UserEventListener.class));
        hooks.messages().add(new OpenFilter());
        interceptor = new MucPacketInterceptor(services, hooks, new MucIqHandler(manager, hooks,
            new OpenRequests(Mockito.mock(StanzaSender.class), Mockito.mock(Users.class), Ticker.systemTicker()),
            errors), new ClientStates(), errors);
        packet = packet();
        if (packet.getFrom() == null) {
            packet.setFrom(ALICE);
        }
    }

    private static final class OpenFilter implements MessageFilter {
        @Override
        public boolean admits(final Message message) {
            return true;
        }

        @Override
        public void passesUnread(final Message message) {
            // Nothing is held back.
        }

        @Override
        public boolean isDispensable(final Message message) {
            return false;
        }

        @Override
        public boolean delivers(final Message message, final BooleanSupplier inactive) {
            return true;
        }
    }

    private static MultiUserChatService service(final String domain) {
        final MultiUserChatService service = Mockito.mock(MultiUserChatService.class);
        Mockito.when(service.getServiceDomain()).thenReturn(domain);
        return service;
    }

    private Packet packet() {
        return switch (stanza) {
            case "chat" -> message(Message.Type.chat, "bob@pulse.example");
            case "groupchat" -> message(Message.Type.groupchat, "lobby@conference.pulse.example");
            case "delivery" -> delivery();
            case "presence" -> new Presence();
            case "roomPresence" -> addressed(new Presence(), "lobby@conference.pulse.example/alice");
            case "iqGet" -> addressed(new IQ(IQ.Type.get), "pulse.example");
            default -> addressed(new IQ(IQ.Type.result), "bob@pulse.example/desk");
        };
    }

    private static Message delivery() {
        final Message message = message(Message.Type.groupchat, "bob@pulse.example/desk");
        message.setFrom("lobby@conference.pulse.example/alice");
        return message;
    }

    private static Message message(final Message.Type type, final String to) {
        final Message message = new Message();
        message.setType(type);
        message.setBody("Nay, answer me: stand, and unfold yourself.");
        message.setTo(to);
        return message;
    }

    private static Packet addressed(final Packet packet, final String to) {
        packet.setTo(to);
        return packet;
    }

    /** One stanza, seen once. */
    @Benchmark
    public void foreignStanza() throws PacketRejectedException {
        interceptor.interceptPacket(packet, session, !"delivery".equals(stanza), false);
    }
}
