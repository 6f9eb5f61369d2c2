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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import java.time.temporal.ChronoUnit;
import javax.annotation.Nonnull;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * The stanzas and elements of MUC Mention Notifications: recognizes the messages that mention somebody, and builds the
 * notifications.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452: MUC Mention Notifications</a>
 * @see <a href="https://xmpp.org/extensions/xep-0372.html">XEP-0372: References</a>
 */
public final class Mention {

    /** The namespace of the protocol, and the feature that announces it. */
    public static final String NAMESPACE = "urn:xmpp:mmn:0";

    private static final String REFERENCE = "reference";
    private static final String REFERENCES = "urn:xmpp:reference:0";
    private static final String MENTION = "mention";
    private static final String CLIENT = "jabber:client";
    private static final QName MENTIONS = QName.get("mentions", NAMESPACE);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName DELAY = QName.get("delay", Namespaces.DELAY);
    private static final QName FALLBACK = QName.get("fallback", "urn:xmpp:fallback:0");
    private static final QName PRIVATE = QName.get("private", Namespaces.CARBONS);
    private static final QName NO_COPY = QName.get("no-copy", Namespaces.HINTS);
    /** How much of what was said the body of a notification repeats, in characters. */
    private static final int LONGEST_EXCERPT = 1_000;
    private static final String CUT = "\u2026";

    private Mention() {
    }

    /**
     * Whether a message mentions somebody. Asked for every message that a room broadcasts: allocates nothing.
     *
     * @param message a message
     * @return whether it has a reference of that type
     */
    static boolean isIn(@Nonnull final Message message) {
        final Element element = message.getElement();
        final int count = element.nodeCount();
        for (int i = 0; i < count; i++) {
            if (isReference(element.node(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a child of a message is a reference that mentions somebody. */
    static boolean isReference(@Nonnull final Node node) {
        return node instanceof Element element && REFERENCE.equals(element.getName())
            && REFERENCES.equals(element.getNamespaceURI()) && MENTION.equals(element.attributeValue("type"));
    }

    /**
     * Whether a message corrects an earlier one.
     *
     * @param message a message
     * @return whether it does (XEP-0308)
     */
    static boolean isCorrection(@Nonnull final Message message) {
        return message.getElement().elements().stream()
            .anyMatch(child -> Namespaces.CORRECTION.equals(child.getNamespaceURI()));
    }

    /**
     * What tells a message from others of its author: the id that the author gave it, else that of the room.
     *
     * @param message a message as a room broadcast it
     * @param room the bare JID of the room
     * @return an id, a new one where the message has none
     */
    @Nonnull
    static String idOf(@Nonnull final Message message, @Nonnull final JID room) {
        final String id = message.getID();
        return id != null && !id.isEmpty() ? id : message.getElement().elements().stream()
            .filter(child -> Namespaces.STANZA_IDS.equals(child.getNamespaceURI())
                && room.toString().equals(child.attributeValue("by")) && child.attributeValue("id") != null)
            .map(child -> child.attributeValue("id")).findFirst().orElseGet(() -> StanzaId.random().value());
    }

    /**
     * Writes a message so that {@link #notification} can read it. What of its elements is in no namespace is in that of
     * clients.
     *
     * @param message a message
     * @return XML
     */
    @Nonnull
    static String toXml(@Nonnull final Message message) {
        final String xml = message.getElement().asXML();
        final String name = "<message";
        return message.getElement().getNamespaceURI().isEmpty() && xml.startsWith(name)
            ? name + " xmlns=\"" + CLIENT + '"' + xml.substring(name.length()) : xml;
    }

    /**
     * What a notification says to clients that know nothing of them.
     *
     * @param message a message as a room broadcast it
     * @return who said what, perhaps cut
     */
    @Nonnull
    static String excerpt(@Nonnull final Message message) {
        final String body = message.getBody() == null ? CUT : message.getBody();
        final int end = body.offsetByCodePoints(0, Math.min(LONGEST_EXCERPT, body.codePointCount(0, body.length())));
        return message.getFrom().getResource() + ": " + (end < body.length() ? body.substring(0, end) + CUT : body);
    }

    /**
     * Builds a notification. It is not copied to other sessions of the recipient (XEP-0280), as each gets its own.
     *
     * @param broadcast what to forward
     * @param id the id of the notification
     * @param recipient a session, or the bare JID of a user
     * @return the message
     */
    @Nonnull
    static Message notification(@Nonnull final Broadcast broadcast, @Nonnull final StanzaId id,
                                @Nonnull final JID recipient) {
        final Message message = new Message();
        message.setID(id.value());
        message.setFrom(broadcast.room());
        message.setTo(recipient);
        message.setBody(broadcast.excerpt());
        final Element element = message.getElement();
        final Element forwarded = element.addElement(MENTIONS).addElement(FORWARDED);
        forwarded.addElement(DELAY)
            .addAttribute("stamp", broadcast.moment().truncatedTo(ChronoUnit.MILLIS).toString());
        final Element original = parse(broadcast.xml());
        // On some servers it is the real JID of an occupant.
        original.addAttribute("to", broadcast.room().toString());
        forwarded.add(original);
        element.addElement(FALLBACK).addAttribute("for", NAMESPACE);
        if (recipient.getResource() != null) {
            element.addElement(PRIVATE);
            element.addElement(NO_COPY);
        }
        return message;
    }

    private static Element parse(final String xml) {
        try {
            return (Element) DocumentHelper.parseText(xml).getRootElement().detach();
        } catch (final DocumentException e) {
            throw new IllegalArgumentException("A message that the server sent cannot be read", e);
        }
    }
}
