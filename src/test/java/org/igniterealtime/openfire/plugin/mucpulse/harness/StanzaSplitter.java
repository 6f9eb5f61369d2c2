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

import java.util.function.Consumer;

/**
 * Cuts the text of an XMPP stream into its top-level elements, as they were sent. It needs a well-formed stream, which
 * the client's own parser sees to. Not thread-safe.
 */
final class StanzaSplitter {

    private final Consumer<String> elements;
    private final Consumer<String> heads;
    private final StringBuilder element = new StringBuilder();
    private final StringBuilder tag = new StringBuilder();
    private int depth;
    private boolean inTag;
    private char quote;

    /** Hands each complete element to a consumer. */
    StanzaSplitter(final Consumer<String> elements) {
        this(elements, head -> { });
    }

    /** Hands each complete element to a consumer, and the head of each stream to another. */
    StanzaSplitter(final Consumer<String> elements, final Consumer<String> heads) {
        this.elements = elements;
        this.heads = heads;
    }

    /** Takes the next piece of the stream, however it is cut. */
    void feed(final CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            feed(text.charAt(i));
        }
    }

    private void feed(final char c) {
        if (!inTag && c == '<') {
            inTag = true;
            tag.setLength(0);
        }
        if (!inTag) {
            if (depth > 1) {
                element.append(c);
            }
            return;
        }
        tag.append(c);
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            inTag = false;
            tagEnded(tag.toString());
        }
    }

    private void tagEnded(final String text) {
        if (text.startsWith("<?")) {
            return;
        }
        if (text.startsWith("<stream:stream")) {
            // Also a second time: the stream begins anew once the client has authenticated.
            depth = 1;
            element.setLength(0);
            heads.accept(text);
            return;
        }
        if (text.startsWith("</stream:stream")) {
            depth = 0;
            return;
        }
        element.append(text);
        if (text.startsWith("</")) {
            depth--;
        } else if (!text.endsWith("/>")) {
            depth++;
        }
        if (depth == 1) {
            final String complete = element.toString();
            element.setLength(0);
            elements.accept(complete);
        }
    }
}
