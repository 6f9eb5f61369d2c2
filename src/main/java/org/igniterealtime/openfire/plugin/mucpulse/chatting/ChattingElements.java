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
 * What User Chatting looks like on the wire.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
final class ChattingElements {

    /** The namespace, and the id of the node. */
    static final String NAMESPACE = "urn:xmpp:chatting:0";

    /** How long the name and the topic can be, in bytes of UTF-8; what is longer is cut. */
    static final int LONGEST_TEXT = 1024;

    private static final String ROOM = "room";
    /** Leaves as they are what RFC 5122 lets stand in a node or a resource, as far as a JID can have it. */
    private static final Escaper URI_PART = UrlEscapers.urlPathSegmentEscaper();
    /** What must not stand in XML, however it came into the server's database. */
    private static final CharMatcher UNSPEAKABLE =
        CharMatcher.javaIsoControl().and(CharMatcher.noneOf("\t\n\r"))
            .or(CharMatcher.anyOf("\uFFFE\uFFFF"));

    private ChattingElements() {
    }

    /**
     * What is published of a user who is in a room.
     *
     * @param profile what the room shows of itself
     * @return the payload; the topic is left out where there is none
     * @see <a href="https://xmpp.org/extensions/xep-0194.html#protocol-container">XEP-0194 §2.1</a>
     */
    @Nonnull
    static Element payload(@Nonnull final RoomProfile profile) {
        final Element room = farewell();
        addText(room, "name", profile.name());
        addText(room, "topic", profile.topic());
        addText(room, "uri", uri(profile.jid()));
        return room;
    }

    private static void addText(final Element parent, final String name, final String text) {
        final String speakable = cut(UNSPEAKABLE.removeFrom(text));
        if (!speakable.isBlank()) {
            parent.addElement(QName.get(name, NAMESPACE)).setText(speakable);
        }
    }

    /** As much of a text as there is place for, without halves of characters. */
    private static String cut(final String text) {
        final StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST_TEXT));
        int bytes = 0;
        for (int index = 0; index < text.length();) {
            final int character = text.codePointAt(index);
            index += Character.charCount(character);
            if (!Character.isBmpCodePoint(character) || !Character.isSurrogate((char) character)) {
                bytes += bytes(character);
                if (bytes > LONGEST_TEXT) {
                    break;
                }
                kept.appendCodePoint(character);
            }
        }
        return kept.toString();
    }

    /** How long a character is in UTF-8. */
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
     * What is published of a user who left a room.
     *
     * @return the payload
     * @see <a href="https://xmpp.org/extensions/xep-0194.html#protocol-transport">XEP-0194 §2.2, listing 3</a>
     */
    @Nonnull
    static Element farewell() {
        return DocumentHelper.createElement(QName.get(ROOM, NAMESPACE));
    }

    /**
     * The id of the item of a user and a room: the same for ever, and of no meaning. Openfire 4.2 takes the items of
     * different users for the same where their ids are.
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
