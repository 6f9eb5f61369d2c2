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

import java.util.List;
import javax.annotation.Nonnull;
import org.dom4j.Attribute;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.xmpp.packet.Message;

/**
 * The copy of a standalone notification that exceeded its sender's rate (C5), to be sent later. It has the addresses
 * and the state of the original, and of the other elements those that are small and flat; an empty body is left out. It
 * keeps no reference to the original, and its type distinguishes it from messages of clients.
 */
final class DelayedNotification extends Message {

    /** How many bytes of memory one can take, as estimated. */
    static final int MAX_BYTES = 8_192;
    /** How many levels of elements there can be below the message element. */
    static final int MAX_LEVELS = 3;
    /** How many characters the value of a message's attribute can have, but for its addresses. */
    private static final int MAX_ATTRIBUTE_LENGTH = 256;

    /** How many bytes of memory an element, an attribute and a text take without their characters. */
    private static final int ELEMENT = 200;
    private static final int ATTRIBUTE = 100;
    private static final int TEXT = 50;

    private final ChatState state;
    private final int bytes;
    private int attempts;

    private DelayedNotification(final Element element, final ChatState state, final int bytes) {
        // The addresses are not parsed again: the server has accepted them as they are.
        super(element, true);
        this.state = state;
        this.bytes = bytes;
    }

    /**
     * Copies a notification. Reads no more of the original than can be copied.
     *
     * @param original the notification
     * @param state its state
     * @return the copy
     */
    @Nonnull
    static DelayedNotification of(@Nonnull final Message original, @Nonnull final ChatState state) {
        final Element from = original.getElement();
        final Element to = DocumentHelper.createElement(from.getQName());
        int bytes = ELEMENT;
        for (final Attribute attribute : from.attributes()) {
            final boolean address = "from".equals(attribute.getName()) || "to".equals(attribute.getName());
            if (address || attribute.getValue().length() <= MAX_ATTRIBUTE_LENGTH) {
                to.addAttribute(attribute.getQName(), attribute.getValue());
                bytes += size(attribute);
            }
        }
        // The state's element fits in any case.
        final int room = MAX_BYTES - ELEMENT;
        for (int index = 0, count = from.nodeCount(); index < count; index++) {
            if (from.node(index) instanceof Element child) {
                if (ChatState.of(child) != null) {
                    to.addElement(child.getQName());
                    bytes += ELEMENT;
                } else if (!Notification.isEmptyBody(child, from)) {
                    final int size = size(child, MAX_LEVELS, room - bytes);
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
     * Estimates how many bytes of memory an element takes.
     *
     * @param element the element
     * @param levels how many levels of elements there may be, this one included
     * @param most how many bytes it may take
     * @return the number; more than {@code most} where the element takes more, or has more levels
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
            + 2 * Math.min(attribute.getValue().length(), MAX_BYTES);
    }

    /** A number of bytes by which a size exceeds what it may be. */
    private static int tooMuch(final int most, final int size) {
        return Math.max(0, most - size) + 1;
    }

    @Nonnull
    ChatState state() {
        return state;
    }

    /** How many bytes of memory it takes, as estimated. */
    int bytes() {
        return bytes;
    }

    /**
     * Counts an attempt to send it. To be called on the feature's executor.
     *
     * @return the number of attempts so far
     */
    int countAttempt() {
        return ++attempts;
    }
}
