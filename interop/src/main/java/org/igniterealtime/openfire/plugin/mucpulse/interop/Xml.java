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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An element of XML with what is in it. Immutable.
 *
 * @param element the element, which nobody changes
 * @param text the same as text
 */
record Xml(Element element, String text) {

    /** The namespace of stanzas between client and server. */
    static final String CLIENT = "jabber:client";

    /**
     * Parses a stanza.
     *
     * @throws AssertionError if it is not well-formed
     */
    static Xml parse(final CharSequence text) {
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            final Element root = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text.toString())))
                .getDocumentElement();
            return new Xml(root, text.toString());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("Not well-formed: " + text, e);
        }
    }

    /** Escapes what is to stand in XML, in an attribute's value too. */
    static String escape(final CharSequence text) {
        return text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;")
            .replace("\"", "&quot;");
    }

    String name() {
        return element.getLocalName();
    }

    String namespace() {
        return element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
    }

    boolean is(final String name, final String namespace) {
        return name.equals(name()) && namespace.equals(namespace());
    }

    /** The value of an attribute, empty where there is none. */
    String attribute(final String name) {
        return element.getAttribute(name);
    }

    /** The sender of a stanza, empty where there is none. */
    String from() {
        return attribute("from");
    }

    /** The type of a stanza, empty where there is none. */
    String type() {
        return attribute("type");
    }

    /** All characters in the element and in what is in it, without white space around them. */
    String content() {
        return element.getTextContent().trim();
    }

    /** The elements directly in this one. */
    List<Xml> children() {
        final NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item)
            .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
            .map(node -> new Xml((Element) node, text)).toList();
    }

    /** The elements directly in this one that have a name and a namespace. */
    Stream<Xml> children(final String name, final String namespace) {
        return children().stream().filter(child -> child.is(name, namespace));
    }

    /** The first of {@link #children(String, String)}. */
    Optional<Xml> child(final String name, final String namespace) {
        return children(name, namespace).findFirst();
    }

    /**
     * The first element directly in this one that has a name and a namespace.
     *
     * @throws AssertionError if there is none
     */
    Xml get(final String name, final String namespace) {
        return child(name, namespace)
            .orElseThrow(() -> new AssertionError("No <" + name + " xmlns='" + namespace + "'/> in " + this));
    }

    /** All elements in this one, however deep, that have a name and a namespace. */
    Stream<Xml> all(final String name, final String namespace) {
        final NodeList nodes = element.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> new Xml((Element) nodes.item(i), text));
    }

    /** The content of the body of a message, empty where there is none. */
    String body() {
        return child("body", namespace()).map(Xml::content).orElse("");
    }

    /** Whether this is an IQ that answers with a result. */
    boolean isResult() {
        return "result".equals(type());
    }

    /** Whether this is a stanza that tells of an error. */
    boolean isError() {
        return "error".equals(type());
    }

    /** The name of the error's condition, such as {@code forbidden}; empty where there is none. */
    String condition() {
        return child("error", CLIENT).stream().flatMap(error -> error.children().stream())
            .filter(child -> "urn:ietf:params:xml:ns:xmpp-stanzas".equals(child.namespace()))
            .map(Xml::name).filter(name -> !"text".equals(name)).findFirst().orElse("");
    }

    /** The values of a field of the data form directly in this element; empty where there is no such field. */
    Optional<List<String>> field(final String name) {
        return children("x", Namespaces.FORM).flatMap(form -> form.children("field", Namespaces.FORM))
            .filter(field -> name.equals(field.attribute("var"))).findFirst()
            .map(field -> field.children("value", Namespaces.FORM).map(Xml::content).toList());
    }

    /** {@inheritDoc} The whole stanza, as it was received. */
    @Override
    public String toString() {
        return text;
    }
}
