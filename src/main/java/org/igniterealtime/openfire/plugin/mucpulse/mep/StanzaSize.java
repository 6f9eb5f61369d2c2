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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Utf8;
import com.google.common.xml.XmlEscapers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nonnull;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * Estimates the length of stanzas in bytes of UTF-8 without writing them; the estimate may be too great.
 */
final class StanzaSize {

    /** What the elements around an item take, with their namespaces, ids and a delay. */
    private static final int FRAME = 900;
    /** The length of the longest address, for a recipient that is not known yet. */
    private static final int LONGEST_ADDRESS = 3_071;
    /** What an element in a list takes besides its values. */
    private static final int ENTRY = 120;
    /** What a tag takes besides its name: brackets, a slash, a namespace that is repeated. */
    private static final int TAG = 5;

    private StanzaSize() {
    }

    /** A text where it stands in an attribute. */
    static int of(@Nonnull final String text) {
        return Utf8.encodedLength(XmlEscapers.xmlAttributeEscaper().escape(text));
    }

    /** An element of a list with one or two short attributes, and some values. */
    static int entry(@Nonnull final String... values) {
        int size = ENTRY;
        for (final String value : values) {
            size += of(value);
        }
        return size;
    }

    /** An item in a list. */
    static int entry(@Nonnull final Item item) {
        return entry(item.id()) + item.size();
    }

    /** The event of an item, for any recipient. */
    static int event(@Nonnull final JID service, @Nonnull final String node, @Nonnull final Item item) {
        return FRAME + LONGEST_ADDRESS + 2 * of(service.toString()) + of(node) + of(item.id()) + item.size();
    }

    /** The event of an item, for one recipient. */
    static int event(@Nonnull final JID service, @Nonnull final String node, @Nonnull final Item item,
                     @Nonnull final JID recipient) {
        return event(service, node, item) - LONGEST_ADDRESS + of(recipient.toString());
    }

    /** The space in an answer for its content. */
    static int roomInAnswer(@Nonnull final JID service, @Nonnull final JID requester, @Nonnull final String id,
                            @Nonnull final String node, final int stanzaSize) {
        return stanzaSize - FRAME - of(service.toString()) - of(requester.toString()) - of(id) - 3 * of(node);
    }

    /**
     * Whether an element is longer than it should be. Does not recurse, and looks no further than that.
     *
     * @param element the element
     * @param most how long it should be at most, in bytes
     * @return whether it is longer, roughly
     */
    static boolean exceeds(@Nonnull final Element element, final int most) {
        return of(element, most) > most;
    }

    /**
     * How long an element is, roughly. Does not recurse, and looks no further than to a limit.
     *
     * @param element the element
     * @param most from where on it does not matter, in bytes
     * @return the length in bytes; something greater than the limit where it is longer than that
     */
    static int of(@Nonnull final Element element, final int most) {
        final Deque<Element> waiting = new ArrayDeque<>(List.of(element));
        long size = 0;
        while (!waiting.isEmpty() && size <= most) {
            final Element next = waiting.pop();
            size += 2L * (next.getQualifiedName().length() + TAG) + next.getNamespaceURI().length()
                + of(next.getText());
            for (final Attribute attribute : next.attributes()) {
                size += attribute.getQualifiedName().length() + TAG + of(attribute.getValue());
            }
            next.elements().forEach(waiting::push);
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }
}
