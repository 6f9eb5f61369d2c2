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
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/** The states of messages with content: changes them (C2, C4), and tells what they make of their sender's (C3). */
final class ContentStates {

    /** An encrypted message's hint at how it is encrypted (XEP-0380). */
    private static final String ENCRYPTION_HINT = "urn:xmpp:eme:0";
    /** OMEMO (XEP-0384), as widely deployed and as in the versions since. */
    private static final Set<String> OMEMO =
        Set.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:0", "urn:xmpp:omemo:1", "urn:xmpp:omemo:2");

    private ContentStates() {
    }

    /**
     * Whether those who get a message no longer take its sender to be typing: it has a text, something encrypted, or
     * {@code <active/>}. A marker, a receipt or a reaction has none of them. Allocates nothing.
     *
     * @param message a message with content
     * @return whether its sender is active now
     */
    static boolean makesActive(@Nonnull final Message message) {
        final Element element = message.getElement();
        boolean hint = false;
        boolean keysOnly = false;
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            if (element.node(index) instanceof Element child) {
                if (ChatState.of(child) == ChatState.ACTIVE || Notification.isText(child, element)
                    || isEncrypted(child)) {
                    return true;
                }
                hint |= ENCRYPTION_HINT.equals(child.getNamespaceURI());
                keysOnly |= isOmemo(child);
            }
        }
        return hint && !keysOnly;
    }

    private static boolean isOmemo(final Element child) {
        return "encrypted".equals(child.getName()) && OMEMO.contains(child.getNamespaceURI());
    }

    /** Whether there is something encrypted in this; OMEMO without a payload only exchanges keys. */
    private static boolean isEncrypted(final Element child) {
        return switch (child.getNamespaceURI()) {
            case "urn:xmpp:openpgp:0", "jabber:x:encrypted" -> true;
            default -> isOmemo(child) && child.element("payload") != null;
        };
    }

    /**
     * Changes a message as was decided.
     *
     * @param decision what was decided, which is to change the message
     * @param message the message
     */
    static void apply(@Nonnull final Decision decision, @Nonnull final Message message) {
        if (decision == Decision.ACTIVATE) {
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
