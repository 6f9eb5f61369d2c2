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

import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.commands.SessionData;
import org.xmpp.packet.JID;

/**
 * An entry for one of the plugin's commands in the server's list, from which it answers service discovery. Whoever
 * reaches the entry itself is told so: it has no stages, so that the server keeps no session for it, and does nothing.
 * Safe for use by several threads.
 */
final class ListedCommand extends AdHocCommand {

    private final Command command;

    ListedCommand(@Nonnull final Command command) {
        this.command = command;
    }

    @Override
    public String getCode() {
        return command.getCode();
    }

    @Override
    public String getLabel() {
        return command.getLabel();
    }

    /** Is asked for by the constructor of the server's class, when nothing is known yet. */
    @Override
    public String getDefaultLabel() {
        return "";
    }

    @Override
    public boolean hasPermission(@Nullable final JID requester) {
        return requester != null && command.hasPermission(requester);
    }

    @Override
    public int getMaxStages(@Nullable final SessionData data) {
        return 0;
    }

    @Override
    public void execute(@Nullable final SessionData data, @Nonnull final Element answer) {
        LocalizedForm.note(answer, "error", command.serverTexts().get("command.unreachable"));
    }

    /** Shows nothing, and goes nowhere: whatever session this is asked for belongs to another command. */
    @Override
    public void addNextStageInformation(@Nullable final SessionData data, @Nonnull final Element answer) {
        execute(data, answer);
    }

    @Override
    public void addPreviousStageInformation(@Nullable final SessionData data, @Nonnull final Element answer) {
        execute(data, answer);
    }

    @Override
    protected void addStageInformation(@Nullable final SessionData data, @Nonnull final Element answer) {
        execute(data, answer);
    }

    @Override
    protected List<Action> getActions(@Nullable final SessionData data) {
        return List.of();
    }

    @Override
    protected Action getExecuteAction(@Nullable final SessionData data) {
        return Action.complete;
    }
}
