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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/** Changes or removes the chat states of content messages (C2, C4). */
final class ChatStateEditor {

    private ChatStateEditor() {
    }

    /**
     * Changes a message.
     *
     * @param decision {@link Decision#ACTIVATE} or {@link Decision#STRIP}
     * @param message the message
     */
    static void apply(@Nonnull final Decision decision, @Nonnull final Message message) {
        if (decision == Decision.ACTIVATE) {
            activate(message);
        } else {
            states(message).forEach(Node::detach);
        }
    }

    /** Replaces the first state by {@code <active/>} and removes the others. */
    private static void activate(final Message message) {
        boolean first = true;
        for (final Element state : states(message)) {
            if (first) {
                first = false;
                state.clearContent();
                state.attributes().clear();
                state.setQName(ChatState.ACTIVE.qName());
            } else {
                state.detach();
            }
        }
    }

    private static List<Element> states(final Message message) {
        final List<Element> states = new ArrayList<>();
        for (final Element child : message.getElement().elements()) {
            if (ChatState.of(child) != null) {
                states.add(child);
            }
        }
        return states;
    }
}
