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

import java.util.List;
import javax.annotation.Nonnull;
import org.dom4j.Attribute;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/**
 * What is held back of a notification that somebody sent too soon after another: its addresses, its state, and of what
 * goes along with that as much as is short and flat; no empty body. It does not hold the message that it was made of.
 * Can be told from what comes from clients.
 */
final class DelayedNotification extends Message {

    /** How many bytes one can take in limits, as estimated here. */
    static final int MOST_BYTES = 8_192;
    /** How many levels of elements there can be below the message. */
    static final int MOST_LEVELS = 3;
    /** How long a value of an attribute of the message other than its addresses can be, in characters. */
    private static final int LONGEST_ATTRIBUTE = 256;

    /** What an element, an attribute and a text take in limits, in bytes, without their characters. */
    private static final int ELEMENT = 200;
    private static final int ATTRIBUTE = 100;
    private static final int TEXT = 50;

    private final ChatState state;
    private final int bytes;
    private int attempts;

    private DelayedNotification(final Element element, final ChatState state, final int bytes) {
        // The addresses as they are: the server did not mind them, and goes by them.
        super(element, true);
        this.state = state;
        this.bytes = bytes;
    }

    /**
     * Makes what is held back of a notification. Looks at no more of the original than it can hold.
     *
     * @param original the notification
     * @param state its state
     * @return what is held back
     */
    @Nonnull
    static DelayedNotification of(@Nonnull final Message original, @Nonnull final ChatState state) {
        final Element from = original.getElement();
        final Element to = DocumentHelper.createElement(from.getQName());
        int bytes = ELEMENT;
        for (final Attribute attribute : from.attributes()) {
            final boolean address = "from".equals(attribute.getName()) || "to".equals(attribute.getName());
            if (address || attribute.getValue().length() <= LONGEST_ATTRIBUTE) {
                to.addAttribute(attribute.getQName(), attribute.getValue());
                bytes += size(attribute);
            }
        }
        // Room for the state is kept in any case.
        final int room = MOST_BYTES - ELEMENT;
        for (int index = 0, count = from.nodeCount(); index < count; index++) {
            if (from.node(index) instanceof Element child) {
                if (ChatState.of(child) != null) {
                    to.addElement(child.getQName());
                    bytes += ELEMENT;
                } else if (!Notification.isEmptyBody(child, from)) {
                    final int size = size(child, MOST_LEVELS, room - bytes);
                    if (size <= room - bytes) {
                        to.add(child.createCopy());
                        bytes += size;
                    }
                }
            }
        }
        return new DelayedNotification(to, state, bytes);
    }

    /**
     * What an element takes in limits.
     *
     * @param element the element
     * @param levels how many levels of elements there may be, this one included
     * @param most what it may take
     * @return the bytes; more than that where it takes more, or is deeper
     */
    private static int size(final Element element, final int levels, final int most) {
        int size = ELEMENT + element.getName().length() + element.getNamespaceURI().length();
        final List<Attribute> attributes = element.attributes();
        for (int index = 0; index < attributes.size() && size <= most; index++) {
            size += size(attributes.get(index));
        }
        for (int index = 0, count = element.nodeCount(); index < count && size <= most; index++) {
            final Node node = element.node(index);
            if (node instanceof Element child) {
                size += levels > 1 ? size(child, levels - 1, most - size) : tooMuch(most, size);
            } else if (node instanceof Namespace namespace) {
                size += TEXT + namespace.getURI().length();
            } else {
                final String text = node.getText();
                size += TEXT + (text == null ? 0 : Math.min(2 * text.length(), tooMuch(most, size)));
            }
        }
        return size;
    }

    private static int size(final Attribute attribute) {
        return ATTRIBUTE + attribute.getName().length() + attribute.getNamespaceURI().length()
            + 2 * Math.min(attribute.getValue().length(), MOST_BYTES);
    }

    /** So much that a size is more than it may be. */
    private static int tooMuch(final int most, final int size) {
        return Math.max(0, most - size) + 1;
    }

    @Nonnull
    ChatState state() {
        return state;
    }

    /** What it takes in limits, in bytes, as estimated. */
    int bytes() {
        return bytes;
    }

    /** Counts an attempt to send it; for the executor alone. */
    int attempt() {
        return ++attempts;
    }
}
