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
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Encryption;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.Message;

/**
 * Decides whether a groupchat message is activity. A pure function; safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class ActivityFilter {

    private static final String BODY = "body";
    /** What changes an earlier message: its fallback body is for clients that do not support it. */
    private static final Set<String> ABOUT_EARLIER = Set.of(
        Namespaces.CORRECTION,
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
     * Whether a message changes an earlier one, or says something about it.
     *
     * @param message a message as broadcast by a room
     * @return whether it is a correction, a retraction, a reaction or the like
     */
    static boolean isAmendment(@Nonnull final Message message) {
        for (final Element child : message.getElement().elements()) {
            if (ABOUT_EARLIER.contains(child.getNamespaceURI())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a message that is too large to be read may be {@linkplain #isActivity activity}: by the names of its
     * children it has a body or an encrypted payload, which are presumed to have content, and changes no earlier
     * message. Allocates nothing.
     *
     * @param message a message as broadcast by a room
     * @return {@code false} where it cannot be
     */
    static boolean mayBeActivity(@Nonnull final Message message) {
        final Element element = message.getElement();
        boolean content = false;
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            if (element.node(index) instanceof Element child) {
                final String namespace = child.getNamespaceURI();
                if (ABOUT_EARLIER.contains(namespace)) {
                    return false;
                }
                content |= BODY.equals(child.getName()) && namespace.equals(element.getNamespaceURI())
                    || Encryption.isOmemo(child) || Encryption.isHint(child);
            }
        }
        return content && message.getType() == Message.Type.groupchat;
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
            if (Encryption.isOmemo(child)) {
                final boolean payload = Encryption.hasPayload(child);
                content |= payload;
                keysOnly |= !payload;
            } else if (BODY.equals(child.getName())) {
                content |= namespace.equals(message.getElement().getNamespaceURI()) && !child.getText().isEmpty();
            } else {
                hint |= Encryption.isHint(child);
            }
        }
        // A message that only exchanges keys has no content, even if it has a hint.
        return content || hint && !keysOnly;
    }
}
