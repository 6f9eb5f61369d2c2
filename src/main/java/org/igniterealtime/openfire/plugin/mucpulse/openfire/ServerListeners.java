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
import java.util.Locale;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;

/**
 * Everything by which the plugin hears of the server, each of which calls the hooks of its kind. Not safe for use by
 * several threads.
 */
final class ServerListeners {

    private final XMPPServer server;
    private final Hooks hooks;
    private final Rooms rooms;
    private final OpenRequests requests;
    private final SerialExecutor executor;
    private final ErrorHandler errors;
    private final Ticker ticker;

    /**
     * Creates it; nothing is heard before {@link #start}.
     *
     * @param server the server
     * @param hooks who hears of it
     * @param rooms the server's rooms
     * @param requests the requests that are not answered yet
     * @param executor runs what is to be done later
     * @param errors handles what is thrown
     * @param ticker a monotonic source of time
     */
    ServerListeners(@Nonnull final XMPPServer server, @Nonnull final Hooks hooks, @Nonnull final Rooms rooms,
                    @Nonnull final OpenRequests requests, @Nonnull final SerialExecutor executor,
                    @Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.server = server;
        this.hooks = hooks;
        this.rooms = rooms;
        this.requests = requests;
        this.executor = executor;
        this.errors = errors;
        this.ticker = ticker;
    }

    /**
     * Registers all listeners with the server.
     *
     * @param registrations where it is registered how they are removed
     */
    void start(@Nonnull final Registrations registrations) {
        final MucServices services = new MucServices(server.getMultiUserChatManager(),
            InternalComponentManager.getInstance(), executor, hooks.services(), errors);
        final MucIqHandler iqHandler = new MucIqHandler(server.getMultiUserChatManager(), hooks, requests, errors);
        registrations.add(hooks.services(), iqHandler);
        registrations.add(services::start, services::stop);
        final UserEvents userEvents = new UserEvents(server, hooks.users(), errors);
        registrations.add(userEvents::start, userEvents::stop);
        final RoomEvents roomEvents = new RoomEvents(new RoomEventHooks(hooks.rooms()), errors);
        registrations.add(() -> MUCEventDispatcher.addListener(roomEvents),
            () -> MUCEventDispatcher.removeListener(roomEvents));
        final RoomConfigurationWatch configurations =
            new RoomConfigurationWatch(rooms, hooks.roomConfigurations(), ticker);
        registrations.add(hooks.iqRequests(), configurations);
        registrations.add(hooks.iqAnswers(), configurations);
        final RoomConfigurationForms forms =
            new RoomConfigurationForms(hooks.roomConfigurationFields(), rooms, this::language, ticker);
        registrations.add(hooks.iqRequests(), forms);
        registrations.add(hooks.iqAnswers(), forms);
        final VCardEvents vCardEvents = new VCardEvents(services, hooks.roomVCards(), errors);
        registrations.add(vCardEvents::start, vCardEvents::stop);
        final MucPacketInterceptor interceptor =
            new MucPacketInterceptor(services, hooks, iqHandler, new ClientStates(), errors);
        registrations.add(() -> InterceptorManager.getInstance().addInterceptor(interceptor),
            () -> InterceptorManager.getInstance().removeInterceptor(interceptor));
    }

    /** The language of a session, or that of the server where it is not known. */
    private Locale language(final JID session) {
        final ClientSession found = server.isLocal(session) ? server.getSessionManager().getSession(session) : null;
        return found == null || found.getLanguage() == null ? JiveGlobals.getLocale() : found.getLanguage();
    }
}
