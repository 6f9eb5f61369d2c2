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

import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.CharacterData;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/**
 * What a message says of the state of its sender.
 *
 * @param state the state; of several the first
 * @param several whether there is more than one
 * @param active whether {@link ChatState#ACTIVE} is among them
 * @param standalone whether the message says nothing else
 */
record Notification(@Nonnull ChatState state, boolean several, boolean active, boolean standalone) {

    /** What goes along with a state and is no content: namespaces of elements, whatever their names. */
    private static final Set<String> ESCORT = Set.of(
        "urn:xmpp:hints", "urn:xmpp:sid:0", "urn:xmpp:occupant-id:0", "urn:xmpp:delay", "jabber:x:delay",
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
     * Looks at a message on its way to a room. Allocates nothing.
     *
     * @param message any message
     * @return what it says, {@code null} where there is no state in it
     */
    @Nullable
    static Notification of(@Nonnull final Message message) {
        return of(message, false);
    }

    /**
     * Looks at a message as a room sends it round. Newer servers add who the sender really is, where anybody may know.
     * Allocates nothing.
     *
     * @param message a message of an occupant
     * @return what it says, {@code null} where there is no state in it
     */
    @Nullable
    static Notification ofBroadcast(@Nonnull final Message message) {
        return of(message, true);
    }

    @Nullable
    private static Notification of(final Message message, final boolean broadcast) {
        final Element element = message.getElement();
        ChatState first = null;
        boolean several = false;
        boolean active = false;
        boolean standalone = true;
        // The elements one by one, as an iterator would be one more object for each message that the server handles.
        for (int index = 0, count = element.nodeCount(); index < count; index++) {
            final Node node = element.node(index);
            if (node instanceof Element child) {
                final ChatState state = ChatState.of(child);
                if (state == null) {
                    standalone = standalone && (isEscort(child, element) || broadcast && isOfRoom(child));
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

    private static boolean isEscort(final Element child, final Element message) {
        return ESCORT.contains(child.getNamespaceURI())
            || THREAD.equals(child.getName()) && child.getNamespaceURI().equals(message.getNamespaceURI())
            || isEmptyBody(child, message);
    }

    /** Whether this is a body with something in it. */
    static boolean isText(@Nonnull final Element child, @Nonnull final Element message) {
        return isBody(child, message) && !isEmpty(child);
    }

    private static boolean isBody(final Element child, final Element message) {
        return BODY.equals(child.getName()) && child.getNamespaceURI().equals(message.getNamespaceURI());
    }

    /**
     * Whether this is a body that is none, as there is nothing in it. An empty subject is something: it clears the
     * room's (XEP-0045 §8.1).
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

    /** Whether this says who the sender is, and nothing else. */
    private static boolean isOfRoom(final Element child) {
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
