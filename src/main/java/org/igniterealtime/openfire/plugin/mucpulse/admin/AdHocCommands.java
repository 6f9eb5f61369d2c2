/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.server.OpenfireUsers;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;

/**
 * The commands that the plugin adds to those of the server. Not safe for use by several threads.
 */
public final class AdHocCommands {

    private final XMPPServer server;
    private final List<AdHocCommand> commands;

    /**
     * Creates the commands; nobody is offered them before {@link #start()}.
     *
     * @param server the server
     * @param users who uses it
     * @param chatting the feature that some of them are about
     * @param console shows and changes the same as the others
     */
    public AdHocCommands(@Nonnull final XMPPServer server, @Nonnull final OpenfireUsers users,
                         @Nonnull final UserChatting chatting, @Nonnull final Console console) {
        this.server = server;
        final Function<JID, Locale> languages = this::language;
        final Locale serverLanguage = JiveGlobals.getLocale();
        final Administrators administrators = new OpenfireAdministrators();
        this.commands = List.of(
            new ChattingCommand(chatting, user -> users.isLocal(user) && !users.isAnonymous(user), languages,
                serverLanguage),
            new ChattingAdminCommand(chatting, users::isRegistered, administrators, languages, serverLanguage),
            new RoomCommand(console.parts().rooms(), console.parts().overrides(), administrators, languages,
                serverLanguage),
            new StatusCommand(console::overview, languages, serverLanguage));
    }

    private Locale language(final JID session) {
        final ClientSession found = server.getSessionManager().getSession(session);
        return found == null || found.getLanguage() == null ? JiveGlobals.getLocale() : found.getLanguage();
    }

    /** Offers the commands. */
    public void start() {
        commands.forEach(server.getAdHocCommandHandler()::addCommand);
    }

    /** Withdraws the commands. */
    public void stop() {
        commands.forEach(server.getAdHocCommandHandler()::removeCommand);
    }
}
