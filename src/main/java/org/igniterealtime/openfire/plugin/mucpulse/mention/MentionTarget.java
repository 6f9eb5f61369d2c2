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

import com.google.common.base.Utf8;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Who is mentioned by the URI of a reference (N2): a user by the bare JID, or whoever goes by a nickname in the room.
 * Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5122">RFC 5122: XMPP IRIs and URIs</a>
 */
sealed interface MentionTarget {

    /** How many characters a URI can have: enough for real ones, as reading it takes more than linear time. */
    int LONGEST_URI = 1_024;
    /** How many bytes of UTF-8 the bare JID and the nickname can have, before they are prepared. */
    int LONGEST_PART = 256;

    /** What URIs begin with. */
    String SCHEME = "xmpp:";

    /**
     * A user.
     *
     * @param jid the bare JID
     */
    record User(@Nonnull JID jid) implements MentionTarget {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof User that && jid.equals(that.jid);
        }

        @Override
        public int hashCode() {
            return jid.hashCode();
        }
    }

    /**
     * Whoever goes by a nickname in the room of the message.
     *
     * @param nickname the nickname, prepared as the server prepares resources
     */
    record Nickname(@Nonnull String nickname) implements MentionTarget {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Nickname that && nickname.equals(that.nickname);
        }

        @Override
        public int hashCode() {
            return nickname.hashCode();
        }
    }

    /**
     * Whether it is worthwhile to read a URI. Costs next to nothing.
     *
     * @param uri what a client wrote
     * @return {@code false} where {@link #parse} finds nobody for sure
     */
    static boolean mayName(@Nonnull final String uri) {
        return uri.length() <= LONGEST_URI && uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Reads a URI. Some clients leave the question and number signs of a nickname as they are, where they would begin
     * another part of the URI: such a nickname is read both ways.
     *
     * @param uri what a client wrote
     * @param room the bare JID of the room in which it was written
     * @return who may be meant, the most likely first; nobody where the URI names neither a bare JID nor a nickname in
     *     the room
     */
    @Nonnull
    static List<MentionTarget> parse(@Nonnull final String uri, @Nonnull final JID room) {
        if (!mayName(uri)) {
            return List.of();
        }
        final String path = withoutAuthority(uri.substring(SCHEME.length()));
        final List<MentionTarget> targets = new ArrayList<>(2);
        final int query = indexOfAny(path);
        if (query >= 0 && path.indexOf('/') >= 0 && path.indexOf('/') < query) {
            add(targets, path, room);
        }
        add(targets, query < 0 ? path : path.substring(0, query), room);
        return targets;
    }

    private static int indexOfAny(final String path) {
        final int query = path.indexOf('?');
        final int fragment = path.indexOf('#');
        return query < 0 || fragment < 0 ? Math.max(query, fragment) : Math.min(query, fragment);
    }

    /** The part of a URI that follows the account by which to send. */
    private static String withoutAuthority(final String rest) {
        return rest.startsWith("//") ? rest.substring(Math.max(2, rest.indexOf('/', 2) + 1)) : rest;
    }

    private static void add(final List<MentionTarget> targets, final String path, final JID room) {
        final int slash = path.indexOf('/');
        try {
            final JID bare = new JID(bounded(slash < 0 ? path : path.substring(0, slash)));
            if (bare.getNode() == null || bare.getResource() != null) {
                return;
            }
            if (slash < 0) {
                targets.add(new User(bare));
            } else if (bare.equals(room) && slash < path.length() - 1) {
                targets.add(new Nickname(
                    new JID(room.getNode(), room.getDomain(), bounded(path.substring(slash + 1))).getResource()));
            }
        } catch (final IllegalArgumentException e) {
            // Names nobody.
        }
    }

    /** Before it is prepared: that takes time and memory also for what proves to be too long. */
    private static String bounded(final String encoded) {
        final String text = decode(encoded);
        if (Utf8.encodedLength(text) > LONGEST_PART) {
            throw new IllegalArgumentException("It is too long");
        }
        return text;
    }

    /** A text with a percent sign that encodes nothing was not encoded. */
    private static String decode(final String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            return text;
        }
    }
}
