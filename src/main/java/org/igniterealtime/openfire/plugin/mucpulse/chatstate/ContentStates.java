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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/** Changes the states of messages with content (C2, C4). */
final class ContentStates {

    private ContentStates() {
    }

    /**
     * Changes a message as was decided.
     *
     * @param verdict what was decided, which is to change the message
     * @param message the message
     */
    static void apply(@Nonnull final Verdict verdict, @Nonnull final Message message) {
        if (verdict == Verdict.ACTIVATE) {
            activate(message);
        } else {
            states(message).forEach(Node::detach);
        }
    }

    /** Makes one {@code <active/>} of all states, where the first of them stands. */
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
