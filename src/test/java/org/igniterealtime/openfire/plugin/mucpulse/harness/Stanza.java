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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import com.google.common.base.Suppliers;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xmlunit.assertj3.XmlAssert;
import org.xmlunit.builder.DiffBuilder;
import org.xmlunit.builder.Input;
import org.xmlunit.diff.DefaultNodeMatcher;
import org.xmlunit.diff.ElementSelectors;

/**
 * A stanza as a client received it. Immutable as long as nobody changes its DOM.
 */
public final class Stanza {

    private static final String CLIENT = "jabber:client";

    private final int order;
    private final String xml;
    private final Supplier<Element> element;

    private Stanza(final int order, final String xml) {
        this.order = order;
        this.xml = xml;
        this.element = Suppliers.memoize(() -> parse(xml));
    }

    /** Takes the text of a top-level element of a stream. */
    static Stanza received(final int order, final String xml) {
        return new Stanza(order, xml);
    }

    /**
     * The place of the stanza among all that the client received.
     *
     * @return a number that grows with each stanza
     */
    public int order() {
        return order;
    }

    /**
     * The text as it came over the wire.
     *
     * @return XML, in which the stream's default namespace is not repeated
     */
    public String xml() {
        return xml;
    }

    /**
     * The stanza as a DOM.
     *
     * @return the stanza's element, in the namespace {@code jabber:client}
     */
    public Element element() {
        return element.get();
    }

    /**
     * The name of the stanza.
     *
     * @return {@code message}, {@code presence} or {@code iq}
     */
    public String name() {
        return element().getLocalName();
    }

    /**
     * Tells whether it is a message.
     *
     * @return whether it is
     */
    public boolean isMessage() {
        return "message".equals(name());
    }

    /**
     * Tells whether it is a presence.
     *
     * @return whether it is
     */
    public boolean isPresence() {
        return "presence".equals(name());
    }

    /**
     * Tells whether it is an IQ.
     *
     * @return whether it is
     */
    public boolean isIq() {
        return "iq".equals(name());
    }

    /**
     * Tells whether it is an error.
     *
     * @return whether its type is {@code error}
     */
    public boolean isError() {
        return "error".equals(type());
    }

    /**
     * An attribute of the stanza.
     *
     * @param attribute the name
     * @return the value, empty if there is none
     */
    public String attribute(final String attribute) {
        return element().getAttribute(attribute);
    }

    /**
     * The attribute {@code from}.
     *
     * @return a JID, empty if there is none
     */
    public String from() {
        return attribute("from");
    }

    /**
     * The attribute {@code to}.
     *
     * @return a JID, empty if there is none
     */
    public String to() {
        return attribute("to");
    }

    /**
     * The attribute {@code id}.
     *
     * @return an id, empty if there is none
     */
    public String id() {
        return attribute("id");
    }

    /**
     * The attribute {@code type}.
     *
     * @return a type, empty if there is none
     */
    public String type() {
        return attribute("type");
    }

    /**
     * The text of the body.
     *
     * @return the text, if there is a body
     */
    public Optional<String> body() {
        return child(CLIENT, "body").map(Element::getTextContent);
    }

    /**
     * A child element of the stanza.
     *
     * @param namespace its namespace
     * @param name its local name
     * @return the first such child
     */
    public Optional<Element> child(final String namespace, final String name) {
        return children().stream()
                .filter(child -> namespace.equals(child.getNamespaceURI()) && name.equals(child.getLocalName()))
                .findFirst();
    }

    /**
     * Tells whether the stanza has a child element.
     *
     * @param namespace its namespace
     * @param name its local name
     * @return whether it has
     */
    public boolean has(final String namespace, final String name) {
        return child(namespace, name).isPresent();
    }

    /**
     * The child elements of the stanza.
     *
     * @return the elements in their order
     */
    public List<Element> children() {
        return children(element());
    }

    /**
     * The child elements of an element.
     *
     * @param parent an element
     * @return the elements in their order
     */
    public static List<Element> children(final Element parent) {
        final List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element) {
                children.add((Element) node);
            }
        }
        return children;
    }

    /**
     * The elements anywhere in the stanza that have a name.
     *
     * @param namespace their namespace
     * @param name their local name
     * @return the elements in their order
     */
    public List<Element> descendants(final String namespace, final String name) {
        final List<Element> found = new ArrayList<>();
        final NodeList nodes = element().getElementsByTagNameNS(namespace, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    /**
     * The status codes of a MUC presence or message.
     *
     * @return the numbers in their order
     */
    public List<Integer> mucStatus() {
        return descendants("http://jabber.org/protocol/muc#user", "status").stream()
                .map(status -> Integer.valueOf(status.getAttribute("code")))
                .collect(Collectors.toList());
    }

    /**
     * The defined condition of an error.
     *
     * @return such as {@code forbidden}, if this is an error
     */
    public Optional<String> errorCondition() {
        return child(CLIENT, "error").map(Stanza::children).flatMap(children -> children.stream()
                .filter(child -> "urn:ietf:params:xml:ns:xmpp-stanzas".equals(child.getNamespaceURI())
                        && !"text".equals(child.getLocalName()))
                .map(Element::getLocalName)
                .findFirst());
    }

    /**
     * The type of an error.
     *
     * @return such as {@code auth}, if this is an error
     */
    public Optional<String> errorType() {
        return child(CLIENT, "error").map(error -> error.getAttribute("type"));
    }

    /**
     * Compares the stanza with another by what they mean: the order of attributes and of elements with different names,
     * prefixes and white space between elements do not count.
     *
     * @param expected the other's XML, whose namespace is {@code jabber:client} unless it says otherwise; if it has no
     *        {@code id}, any or none will do
     * @return whether they are the same
     */
    public boolean isSimilarTo(final String expected) {
        final Element other = parse(expected);
        return !DiffBuilder.compare(Input.fromNode(other)).withTest(Input.fromNode(element()))
                .ignoreWhitespace()
                .checkForSimilar()
                .withNodeMatcher(new DefaultNodeMatcher(ElementSelectors.byNameAndText, ElementSelectors.byName))
                .withAttributeFilter(attribute -> !ignored(other, attribute))
                .build()
                .hasDifferences();
    }

    /**
     * Fails unless the stanza is {@linkplain #isSimilarTo similar} to another, and says where it differs.
     *
     * @param expected the other's XML
     * @return this stanza
     */
    public Stanza assertSimilarTo(final String expected) {
        final Element other = parse(expected);
        XmlAssert.assertThat(Input.fromNode(element())).and(Input.fromNode(other))
                .ignoreWhitespace()
                .withNodeMatcher(new DefaultNodeMatcher(ElementSelectors.byNameAndText, ElementSelectors.byName))
                .withAttributeFilter(attribute -> !ignored(other, attribute))
                .areSimilar();
        return this;
    }

    @Override
    public String toString() {
        return xml;
    }

    private static boolean ignored(final Element expected, final Attr attribute) {
        final Element owner = attribute.getOwnerElement();
        final boolean ofStanza = CLIENT.equals(owner.getNamespaceURI())
                && List.of("message", "presence", "iq").contains(owner.getLocalName());
        return ofStanza && "id".equals(attribute.getName()) && !expected.hasAttribute("id");
    }

    private static Element parse(final String xml) {
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            final String wrapped = "<stream:stream xmlns='" + CLIENT
                    + "' xmlns:stream='http://etherx.jabber.org/streams'>" + xml + "</stream:stream>";
            final Element stream = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(wrapped))).getDocumentElement();
            return children(stream).get(0);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("Not XML: " + xml, e);
        }
    }
}
