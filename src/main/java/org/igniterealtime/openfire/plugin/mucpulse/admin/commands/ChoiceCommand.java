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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.xmpp.packet.JID;

/**
 * A command of two steps, the first of which is repeated until what was filled in is understood. Stateless, and so safe
 * for use by several threads; answers from memory.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>
 */
abstract class ChoiceCommand extends TwoStepCommand {

    private final UserChatting chatting;

    ChoiceCommand(final String name, final UserChatting chatting, final Function<JID, Locale> languages,
                  final Locale serverLanguage) {
        super(name, languages, serverLanguage);
        this.chatting = chatting;
    }

    final UserChatting chatting() {
        return chatting;
    }

    @Override
    final void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        if (!chatting.isReady()) {
            ChoiceForm.note(command, "error", texts(data).get("chatting.error.later"));
            return;
        }
        complete(data, command);
    }

    /** Does what was asked for, or says why not. */
    abstract void complete(CommandSession data, Element command);
}
