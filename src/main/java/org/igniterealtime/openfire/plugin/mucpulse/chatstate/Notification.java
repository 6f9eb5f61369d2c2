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

import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.CharacterData;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.Message;

/**
 * What a message says of the chat state of its sender. A message is <em>standalone</em> where it has chat states and
 * nothing else that counts as content (C1; XEP-0085 §5.6); all other messages are content messages, and never dropped.
 *
 * @param state the state; the first where there are several
 * @param several whether there is more than one
 * @param active whether {@link ChatState#ACTIVE} is among them
 * @param standalone whether the message has no content
 */
record Notification(@Nonnull ChatState state, boolean several, boolean active, boolean standalone) {

    /** The namespaces of elements that are no content, whatever their names. */
    private static final Set<String> NO_CONTENT = Set.of(
        Namespaces.HINTS, Namespaces.STANZA_IDS, "urn:xmpp:occupant-id:0", Namespaces.DELAY, "jabber:x:delay",
        "jabber:x:event");
    private static final String THREAD = "thread";
    private static final String BODY = "body";
    private static final String ADDRESSES = "http://jabber.org/protocol/address";
    private static final String ORIGINAL_SENDER = "ofrom";
    private static final Notification[] INTERNED = new Notification[ChatState.values().length * 8];

    static {
        for (final ChatState state : ChatState.values()) {
            for (int bits = 0; bits < 8; bits++) {
                INTERNED[state.ordinal() * 8 + bits] =
                    new Notification(state, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
            }
        }
    }

    /**
     * Reads a message on its way to a room. Allocates nothing.
     *
     * @param message any message
     * @return {@code null} where the message has no chat state
     */
    @Nullable
    static Notification of(@Nonnull final Message message) {
        return of(message, false);
    }

    /**
     * Reads a message as broadcast by a room. Newer servers add the sender's real JID to it in rooms that show it
     * (XEP-0033), which is no content. Allocates nothing.
     *
     * @param message a message of an occupant
     * @return {@code null} where the message has no chat state
     */
    @Nullable
    static Notification ofBroadcast(@Nonnull final Message message) {
        return of(message, true);
    }

    /**
     * Whether a message as broadcast by a room is standalone; see {@link #ofBroadcast}. Reads no further than to the
     * first content, which nearly all messages begin with. Allocates nothing.
     */
    static boolean isStandaloneBroadcast(@Nonnull final Message message) {
        final Element element = message.getElement();
        boolean some = false;
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            if (element.node(index) instanceof Element child) {
                if (ChatState.of(child) != null) {
                    some = true;
                } else if (!isNoContentOfBroadcast(child, element)) {
                    return false;
                }
            }
        }
        return some;
    }

    @Nullable
    private static Notification of(final Message message, final boolean broadcast) {
        final Element element = message.getElement();
        ChatState first = null;
        boolean several = false;
        boolean active = false;
        boolean standalone = true;
        // By index, as an iterator would be one more object for each message that the server handles.
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            final Node node = element.node(index);
            if (node instanceof Element child) {
                final ChatState state = ChatState.of(child);
                if (state == null) {
                    standalone = standalone
                        && (broadcast ? isNoContentOfBroadcast(child, element) : isNoContent(child, element));
                } else {
                    several = first != null;
                    first = first == null ? state : first;
                    active |= state == ChatState.ACTIVE;
                }
            }
        }
        return first == null ? null
            : INTERNED[first.ordinal() * 8 + (several ? 1 : 0) + (active ? 2 : 0) + (standalone ? 4 : 0)];
    }

    private static boolean isNoContentOfBroadcast(final Element child, final Element message) {
        return isNoContent(child, message) || isOriginalSender(child);
    }

    private static boolean isNoContent(final Element child, final Element message) {
        return NO_CONTENT.contains(child.getNamespaceURI())
            || THREAD.equals(child.getName()) && child.getNamespaceURI().equals(message.getNamespaceURI())
            || isEmptyBody(child, message);
    }

    /** Whether an element is the message's body, and not empty. */
    static boolean isText(@Nonnull final Element child, @Nonnull final Element message) {
        return isBody(child, message) && !isEmpty(child);
    }

    private static boolean isBody(final Element child, final Element message) {
        return BODY.equals(child.getName()) && child.getNamespaceURI().equals(message.getNamespaceURI());
    }

    /**
     * Whether an element is the message's body, but empty, so that it is no content.
     * <p>
     * A subject is always content, also where it is empty and there is no body: Openfire takes such a message for a
     * change of the room's subject (XEP-0045 §8.1), and clears the subject. Dropping it would lose that change.
     */
    static boolean isEmptyBody(@Nonnull final Element child, @Nonnull final Element message) {
        return isBody(child, message) && isEmpty(child);
    }

    private static boolean isEmpty(final Element element) {
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            final Node node = element.node(index);
            if (!(node instanceof Namespace) && !(node instanceof CharacterData text && text.getText().isEmpty())) {
                return false;
            }
        }
        return true;
    }

    /** Whether an element names the original sender, and no other address (XEP-0033). */
    private static boolean isOriginalSender(final Element child) {
        if (!ADDRESSES.equals(child.getNamespaceURI())) {
            return false;
        }
        boolean some = false;
        for (int index = 0, count = child.nodeCount(); index < count; index++) {
            if (child.node(index) instanceof Element address) {
                if (!ORIGINAL_SENDER.equals(address.attributeValue("type"))) {
                    return false;
                }
                some = true;
            }
        }
        return some;
    }
}
