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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import java.io.IOException;
import java.io.Serial;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
import org.dom4j.io.OutputFormat;
import org.dom4j.io.XMLWriter;
import org.dom4j.tree.DefaultElement;
import org.dom4j.tree.FlyweightAttribute;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * A message for many local sessions whose content is built, and written as text, once. Each recipient gets a stanza of
 * its own, so that the server may keep it for as long as it likes, as it does for clients that are inactive. For one
 * thread at a time; the stanzas that were made are for all threads.
 */
final class SharedMessage {

    private final QName name;
    private final List<Attribute> attributes;
    private final List<Element> children;
    private final String content;

    /**
     * Takes a copy.
     *
     * @param template the message, whose recipient does not matter
     */
    SharedMessage(@Nonnull final Message template) {
        final Element element = template.getElement().createCopy();
        settle(element);
        name = element.getQName();
        // Of the kind that is replaced, not changed, where an element that has it is given another value.
        attributes = element.attributes().stream().filter(attribute -> !"to".equals(attribute.getName()))
            .<Attribute>map(attribute -> new FlyweightAttribute(attribute.getQName(), attribute.getValue())).toList();
        children = List.copyOf(element.elements());
        content = children.stream().map(Element::asXML).collect(Collectors.joining());
    }

    /** Has an element make the lists now that it would make when it is first read, which several threads might do. */
    private static void settle(final Element element) {
        element.attributes();
        element.elements().forEach(SharedMessage::settle);
    }

    /**
     * The message for one recipient.
     *
     * @param recipient a full JID
     * @return a stanza of which nothing but the outermost element may be changed
     */
    @Nonnull
    Message to(@Nonnull final JID recipient) {
        final Message message = new Message(new Envelope(this), true);
        message.setTo(recipient);
        return message;
    }

    /** Holds elements without being their parent. A copy of it is an element like any other. */
    private static final class Envelope extends DefaultElement {

        @Serial
        private static final long serialVersionUID = 1L;

        /** The content as text; {@code null} once it was changed. */
        @Nullable
        private String text;

        Envelope(final SharedMessage shared) {
            super(shared.name);
            attributeList().addAll(shared.attributes);
            shared.children.forEach(this::addNewNode);
            text = shared.content;
        }

        @Override
        protected void childAdded(final Node child) {
            // What is shared has a parent already.
            if (child != null && child.getParent() == null) {
                super.childAdded(child);
            }
            forget(child);
        }

        @Override
        protected void childRemoved(final Node child) {
            if (child != null && child.getParent() == this) {
                super.childRemoved(child);
            }
            forget(child);
        }

        private void forget(@Nullable final Node changed) {
            if (!(changed instanceof Attribute)) {
                text = null;
            }
        }

        @Override
        public String asXML() {
            final String known = text;
            if (known == null) {
                return super.asXML();
            }
            try {
                final StringWriter out = new StringWriter();
                final XMLWriter writer = new XMLWriter(out, new OutputFormat());
                writer.writeOpen(this);
                out.write(known);
                writer.writeClose(this);
                return out.toString();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Element createElement(final QName name) {
            return new DefaultElement(name);
        }
    }
}
