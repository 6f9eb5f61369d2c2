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

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Collection;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.handler.IQHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/**
 * Takes all requests for commands of the server, before the server's own handler: those for the plugin's commands are
 * carried out here, in sessions that the server does not know; those that name no command are refused; all others go
 * on to the server's handler as they are. How many of the first a user can send is bounded, over all sessions and
 * commands. Safe for use by several threads.
 */
final class CommandIqHandler extends IQHandler {

    private static final Logger Log = LoggerFactory.getLogger(CommandIqHandler.class);

    /** How many requests for the plugin's commands a bare JID can send in a second, on average. */
    static final int REQUESTS_PER_SECOND = 5;
    /** How many requests for the plugin's commands a bare JID can send at once. */
    static final int REQUEST_BURST = 20;

    private final ImmutableMap<String, Command> commands;
    private final CommandProcessor processor;
    private final CommandWorker worker;
    private final IQHandler others;
    private final RateLimits<JID> rates;
    private final IQHandlerInfo info = new IQHandlerInfo("command", CommandProcessor.NAMESPACE);

    /**
     * Creates a handler.
     *
     * @param commands the plugin's commands
     * @param processor carries them out
     * @param worker has them carried out on a thread that may wait for them
     * @param others the server's handler
     * @param rates how often users may send requests, by their bare JIDs
     */
    CommandIqHandler(@Nonnull final Collection<Command> commands, @Nonnull final CommandProcessor processor,
                     @Nonnull final CommandWorker worker, @Nonnull final IQHandler others,
                     @Nonnull final RateLimits<JID> rates) {
        super("mucpulse-commands");
        this.commands = Maps.uniqueIndex(commands, Command::getCode);
        this.processor = processor;
        this.worker = worker;
        this.others = others;
        this.rates = rates;
    }

    @Override
    @Nullable
    public IQ handleIQ(final IQ request) throws UnauthorizedException {
        final Element content = request.getChildElement();
        final String node = content == null ? null : content.attributeValue("node");
        if (content != null && node == null) {
            // The server's handler finds no command without it, and fails.
            return request.isRequest() ? CommandProcessor.refuse(request, Condition.bad_request, null) : null;
        }
        final Command command = node == null ? null : commands.get(node);
        if (command == null) {
            return others.handleIQ(request);
        }
        if (!request.isRequest()) {
            return null;
        }
        final JID requester = request.getFrom();
        if (requester != null
            && !rates.tryAcquire(requester.asBareJID(), REQUESTS_PER_SECOND, REQUEST_BURST)) {
            return CommandProcessor.refuseForNow(request);
        }
        try {
            // Whoever may not use the command is refused at once, and takes no place of those who may.
            return command.mayBlock() && requester != null && command.hasPermission(requester)
                ? worker.carryOutLater(request, copy -> process(copy, command))
                : worker.carryOut(request, same -> process(same, command));
        } catch (final RuntimeException | Error e) {
            return failed(request, command, e);
        }
    }

    private CommandReply process(final IQ request, final Command command) {
        try {
            return processor.process(request, command);
        } catch (final RuntimeException | Error e) {
            return CommandReply.now(failed(request, command, e));
        }
    }

    /** The thread may be the server's, and the requester waits. */
    private static IQ failed(final IQ request, final Command command, final Throwable thrown) {
        Log.error("Could not carry out the command {}.", command.getCode(), thrown);
        return CommandProcessor.refuse(request, Condition.internal_server_error, null);
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }
}
