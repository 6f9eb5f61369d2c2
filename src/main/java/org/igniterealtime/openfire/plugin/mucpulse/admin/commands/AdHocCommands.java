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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.OpenfireAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.commands.AdHocCommandHandler;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.util.JiveGlobals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The commands that the plugin adds to those of the server. They are listed by the server, but carried out by the
 * plugin, in sessions of its own that are bound to who executes a command and to the command. Not safe for use by
 * several threads.
 */
public final class AdHocCommands {

    private static final Logger Log = LoggerFactory.getLogger(AdHocCommands.class);

    /** Of how many users it is remembered at a time how many requests they sent. */
    private static final int REMEMBERED_USERS = 10_000;

    private final XMPPServer server;
    private final List<ListedCommand> listed;
    private final CommandSessions sessions = new CommandSessions(Ticker.systemTicker());
    private final CommandWorker worker;
    private final CommandIqHandler handler;

    /**
     * Creates the commands; nobody is offered them before {@link #start()}.
     *
     * @param server the server
     * @param users who uses it
     * @param declared the commands of the features
     * @param rooms the server's rooms
     * @param switches what differs in single rooms
     * @param overview gives the overview in a language
     * @param blocking runs what may wait for the database; may reject it
     * @param timer notices what takes too long
     */
    public AdHocCommands(@Nonnull final XMPPServer server, @Nonnull final Users users,
                         @Nonnull final List<AdHocCommand> declared, @Nonnull final Rooms rooms,
                         @Nonnull final RoomSwitches switches, @Nonnull final Function<Texts, Overview> overview,
                         @Nonnull final Executor blocking, @Nonnull final SerialExecutor timer) {
        this.server = server;
        final Function<JID, Locale> languages = this::language;
        final Locale serverLanguage = JiveGlobals.getLocale();
        final Administrators administrators = new OpenfireAdministrators();
        final Predicate<JID> accounts = user -> users.isLocal(user) && !users.isAnonymous(user);
        final List<Command> commands = new ArrayList<>();
        declared.forEach(command ->
            commands.add(new FeatureCommand(command, accounts, administrators, languages, serverLanguage)));
        commands.add(new RoomCommand(rooms, switches, administrators, languages, serverLanguage));
        commands.add(new StatusCommand(overview, administrators, languages, serverLanguage));
        this.listed = commands.stream().map(ListedCommand::new).toList();
        this.worker = new CommandWorker(blocking, new DelayedAnswers(timer, this::send),
            new DelayedAnswers(timer, this::send));
        this.handler = new CommandIqHandler(commands, new CommandProcessor(sessions), worker,
            server.getAdHocCommandHandler(), new RateLimits<>(Ticker.systemTicker(), REMEMBERED_USERS));
    }

    /** As the server does with what its handlers return. */
    private void send(final IQ answer) {
        try {
            server.getPacketDeliverer().deliver(answer);
        } catch (final UnauthorizedException | RuntimeException | Error e) {
            // At the end of the plugin, others wait for their answers after this one.
            Log.warn("Could not answer a request for a command.", e);
        }
    }

    private Locale language(final JID session) {
        final ClientSession found = server.getSessionManager().getSession(session);
        return found == null || found.getLanguage() == null ? JiveGlobals.getLocale() : found.getLanguage();
    }

    /** Offers the commands. */
    public void start() {
        final AdHocCommandHandler others = server.getAdHocCommandHandler();
        // Has the router find the server's handler, so that it does not look for it, and keep it, while this one comes.
        server.getIQRouter().supports(CommandProcessor.NAMESPACE);
        server.getIQRouter().addHandler(handler);
        listed.forEach(others::addCommand);
    }

    /** Withdraws the commands, and ends their sessions; the server's own handler takes all requests again. */
    public void stop() {
        listed.forEach(server.getAdHocCommandHandler()::removeCommand);
        server.getIQRouter().removeHandler(handler);
        worker.stop();
        sessions.clear();
    }
}
