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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.CharMatcher;
import com.google.common.escape.Escaper;
import com.google.common.net.UrlEscapers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.xmpp.packet.JID;

/**
 * The XML of User Chatting, and the ids of its items.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
final class ChattingElements {

    /** The namespace, and the id of the node. */
    static final String NAMESPACE = "urn:xmpp:chatting:0";

    /** How many bytes of UTF-8 the name and the topic can have; longer ones are cut. */
    static final int MAX_TEXT = 1024;

    private static final String ROOM = "room";
    /** Escapes what RFC 5122 does not allow in a node or a resource, of the characters that a JID can have. */
    private static final Escaper URI_PART = UrlEscapers.urlPathSegmentEscaper();
    /** The characters that XML does not allow, and that the server's database can hold all the same. */
    private static final CharMatcher NO_XML =
        CharMatcher.javaIsoControl().and(CharMatcher.noneOf("\t\n\r"))
            .or(CharMatcher.anyOf("\uFFFE\uFFFF"));

    private ChattingElements() {
    }

    /**
     * The payload that says that a user is in a room.
     *
     * @param profile the room
     * @return a {@code <room/>} with name, topic and URI; the name or the topic is left out where there is none
     * @see <a href="https://xmpp.org/extensions/xep-0194.html#protocol-container">XEP-0194 §2.1</a>
     */
    @Nonnull
    static Element room(@Nonnull final RoomProfile profile) {
        final Element room = emptyRoom();
        addText(room, "name", profile.name());
        addText(room, "topic", profile.topic());
        addText(room, "uri", uri(profile.jid()));
        return room;
    }

    private static void addText(final Element parent, final String name, final String text) {
        final String allowed = cut(NO_XML.removeFrom(text));
        if (!allowed.isBlank()) {
            parent.addElement(QName.get(name, NAMESPACE)).setText(allowed);
        }
    }

    /** The beginning of a text that has {@link #MAX_TEXT} bytes at most, without unpaired surrogates. */
    private static String cut(final String text) {
        final StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_TEXT));
        int bytes = 0;
        for (int index = 0; index < text.length();) {
            final int character = text.codePointAt(index);
            index += Character.charCount(character);
            if (!Character.isBmpCodePoint(character) || !Character.isSurrogate((char) character)) {
                bytes += bytes(character);
                if (bytes > MAX_TEXT) {
                    break;
                }
                kept.appendCodePoint(character);
            }
        }
        return kept.toString();
    }

    /** How many bytes a character has in UTF-8. */
    private static int bytes(final int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return Character.isBmpCodePoint(character) ? 3 : 4;
    }

    private static String uri(final JID room) {
        return "xmpp:" + URI_PART.escape(room.getNode()) + '@' + URI_PART.escape(room.getDomain()) + "?join";
    }

    /**
     * The payload that says that a user has left a room.
     *
     * @return an empty {@code <room/>}
     * @see <a href="https://xmpp.org/extensions/xep-0194.html#protocol-transport">XEP-0194 §2.2, listing 3</a>
     */
    @Nonnull
    static Element emptyRoom() {
        return DocumentHelper.createElement(QName.get(ROOM, NAMESPACE));
    }

    /**
     * The id of the item of a user and a room, which is always the same and reveals neither. It depends on the user as
     * well, since Openfire 4.2 confuses the items of different users that have the same id.
     *
     * @param user the user's bare JID
     * @param room the room's bare JID
     * @return forty hexadecimal digits
     */
    @Nonnull
    static String itemId(@Nonnull final JID user, @Nonnull final JID room) {
        try {
            // No JID has a line feed.
            final String source = user.toString() + '\n' + room;
            return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
