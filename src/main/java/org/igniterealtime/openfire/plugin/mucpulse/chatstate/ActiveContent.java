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

import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Encryption;
import org.xmpp.packet.Message;

/**
 * Tells which content messages make their sender active (C3).
 * <p>
 * They are those that end the display of "is typing" in the recipients' clients: messages with a body, with an
 * encrypted payload or with {@code <active/>}. A marker, a receipt or a reaction is content as well, and is never
 * dropped, but it does not reset the last state: the clients still show its sender as typing. If it did, the
 * {@code <active/>} that ends the typing would be dropped as a repetition.
 */
final class ActiveContent {

    private ActiveContent() {
    }

    /**
     * Whether a message makes its sender active. Allocates nothing.
     *
     * @param message a message with content
     * @return whether it has a body, an encrypted payload or {@code <active/>}
     */
    static boolean isIn(@Nonnull final Message message) {
        final Element element = message.getElement();
        boolean hint = false;
        boolean keysOnly = false;
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            if (element.node(index) instanceof Element child) {
                if (ChatState.of(child) == ChatState.ACTIVE || Notification.isText(child, element)
                    || isEncrypted(child)) {
                    return true;
                }
                hint |= Encryption.isHint(child);
                keysOnly |= Encryption.isOmemo(child);
            }
        }
        return hint && !keysOnly;
    }

    /** Whether an element is an encrypted payload; OMEMO without a payload only exchanges keys. */
    private static boolean isEncrypted(final Element child) {
        return switch (child.getNamespaceURI()) {
            case "urn:xmpp:openpgp:0", "jabber:x:encrypted" -> true;
            default -> Encryption.isOmemo(child) && Encryption.hasPayload(child);
        };
    }
}
