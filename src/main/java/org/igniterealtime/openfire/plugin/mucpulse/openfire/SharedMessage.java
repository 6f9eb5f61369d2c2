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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.xml.XmlEscapers;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
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

    private static final QName TO = QName.get("to");

    private final QName name;
    private final List<Attribute> attributes;
    private final List<Element> children;
    /** The stanza as text, up to the address of the recipient. */
    private final String beginning;
    /** The rest of it. */
    private final String end;

    /**
     * Takes a copy.
     *
     * @param template the message, whose recipient does not matter
     */
    SharedMessage(@Nonnull final Message template) {
        final Element element = template.getElement().createCopy();
        settle(element);
        name = element.getQName();
        attributes = element.attributes().stream().filter(attribute -> !TO.equals(attribute.getQName()))
            .map(attribute -> fixed(attribute.getQName(), attribute.getValue())).toList();
        children = List.copyOf(element.elements());
        beginning = attributes.stream().map(attribute -> text(attribute.getQName(), attribute.getValue()))
            .collect(Collectors.joining("", '<' + name.getQualifiedName(), ""));
        end = children.stream().map(Element::asXML)
            .collect(Collectors.joining("", ">", "</" + name.getQualifiedName() + '>'));
    }

    /** An attribute of the kind that is replaced, not changed, where it is given another value. */
    private static Attribute fixed(final QName name, final String value) {
        return new FlyweightAttribute(name, value);
    }

    private static String text(final QName name, final String value) {
        return ' ' + name.getQualifiedName() + "=\"" + XmlEscapers.xmlAttributeEscaper().escape(value) + '"';
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
        final Envelope envelope = new Envelope(name);
        // Before there are addresses, which it would read and write again.
        final Message message = new Message(envelope, true);
        envelope.fill(this, recipient.toString());
        return message;
    }

    /** Holds elements without being their parent. A copy of it is an element like any other. */
    private static final class Envelope extends DefaultElement {

        @Serial
        private static final long serialVersionUID = 1L;

        /** What this was when it was filled, as text; {@code null} once it was changed. */
        @Nullable
        private String text;

        Envelope(final QName name) {
            super(name);
        }

        private void fill(final SharedMessage shared, final String to) {
            attributeList().addAll(shared.attributes);
            attributeList().add(fixed(TO, to));
            shared.children.forEach(this::addNewNode);
            text = shared.beginning + SharedMessage.text(TO, to) + shared.end;
        }

        @Override
        protected void childAdded(final Node child) {
            // What is shared has a parent already.
            if (child != null && child.getParent() == null) {
                super.childAdded(child);
            }
            text = null;
        }

        @Override
        protected void childRemoved(final Node child) {
            if (child != null && child.getParent() == this) {
                super.childRemoved(child);
            }
            text = null;
        }

        @Override
        public String asXML() {
            final String known = text;
            return known == null ? super.asXML() : known;
        }

        @Override
        protected Element createElement(final QName name) {
            return new DefaultElement(name);
        }
    }
}
