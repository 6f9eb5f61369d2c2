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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.xmpp.packet.Message;

/**
 * Decides whether a groupchat message is activity. A pure function; safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class ActivityFilter {

    /** An encrypted message's hint at how it is encrypted (XEP-0380). */
    private static final String ENCRYPTION_HINT = "urn:xmpp:eme:0";
    /** OMEMO (XEP-0384), as widely deployed and as in the versions since. */
    private static final Set<String> OMEMO =
        Set.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:0", "urn:xmpp:omemo:1", "urn:xmpp:omemo:2");
    /** What changes something said earlier: its fallback body is for clients that do not know it. */
    private static final Set<String> ABOUT_EARLIER = Set.of(
        "urn:xmpp:message-correct:0",
        "urn:xmpp:message-retract:0",
        "urn:xmpp:message-retract:1",
        "urn:xmpp:message-moderate:0",
        "urn:xmpp:message-moderate:1",
        "urn:xmpp:fasten:0",
        "urn:xmpp:message-attaching:1",
        "urn:xmpp:reactions:0");

    private ActivityFilter() {
    }

    /**
     * Whether a message that a room broadcast counts as activity: it has a body or an encrypted payload, and is neither
     * a correction, a retraction nor a reaction. Subject changes, chat states, markers and receipts have no body.
     *
     * @param message a message as broadcast by a room
     * @return whether the message is activity
     */
    static boolean isActivity(@Nonnull final Message message) {
        if (message.getType() != Message.Type.groupchat) {
            return false;
        }
        boolean content = false;
        boolean hint = false;
        boolean keysOnly = false;
        for (final Element child : message.getElement().elements()) {
            final String namespace = child.getNamespaceURI();
            if (ABOUT_EARLIER.contains(namespace)) {
                return false;
            }
            switch (child.getName()) {
                case "body" -> content |= namespace.equals(message.getElement().getNamespaceURI())
                    && !child.getText().isEmpty();
                case "encryption" -> hint |= ENCRYPTION_HINT.equals(namespace);
                case "encrypted" -> {
                    if (OMEMO.contains(namespace)) {
                        final boolean payload = child.element("payload") != null;
                        content |= payload;
                        keysOnly |= !payload;
                    }
                }
                default -> { }
            }
        }
        // OMEMO without a payload only exchanges keys; clients add neither a body nor, all of them, a hint to it.
        return content || hint && !keysOnly;
    }
}
