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

import java.util.Arrays;
import javax.annotation.Nonnull;
import org.dom4j.Attribute;
import org.dom4j.CharacterData;
import org.dom4j.Element;
import org.dom4j.Node;

/**
 * Limits the depth and size of the stanzas that features are given (S2). Copying and writing a stanza are recursive, so
 * that one which is nested too deep would exhaust the stack. The check itself is not recursive, and ends as soon as a
 * limit is exceeded. Immutable.
 *
 * @param depth how many levels of elements there may be below the stanza's own
 * @param nodes how many elements, attributes and pieces of text there may be
 * @param characters how long all names and texts may be together
 */
public record StanzaBounds(int depth, int nodes, int characters) {

    /** What holds for everything that comes from clients and other servers. */
    public static final StanzaBounds DEFAULT = new StanzaBounds(100, 32_768, 262_144);

    /** How long the shortest element is, with its share of the name. */
    private static final int CHARACTERS_PER_NODE = 2;
    private static final StanzaBounds NONE =
        new StanzaBounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    /** What an element, an attribute or a text takes in memory, by and large. */
    private static final int BYTES_PER_NODE = 80;

    /**
     * What holds for requests that carry something: as {@link #DEFAULT}, but for the size where more may be carried.
     *
     * @param size how long what is carried may be, in bytes
     * @return the bounds
     */
    @Nonnull
    public static StanzaBounds forPayload(final int size) {
        return new StanzaBounds(DEFAULT.depth, Math.max(DEFAULT.nodes, size / CHARACTERS_PER_NODE),
            Math.max(DEFAULT.characters, 2 * size));
    }

    /**
     * Whether a stanza is within the bounds.
     *
     * @param stanza the outermost element
     * @return {@code false} where it is too deep or too large
     */
    public boolean contain(@Nonnull final Element stanza) {
        return new Walk(this).isWithin(stanza);
    }

    /**
     * Whether a stanza is within the bounds as far as its depth is concerned, however large it is.
     *
     * @param stanza the outermost element
     * @return {@code false} where it is too deep
     */
    boolean containDepth(@Nonnull final Element stanza) {
        return new StanzaBounds(depth, Integer.MAX_VALUE, Integer.MAX_VALUE).contain(stanza);
    }

    /**
     * How much memory a stanza takes, by and large.
     *
     * @param stanza the outermost element
     * @return a number of bytes
     */
    public static long weigh(@Nonnull final Element stanza) {
        final Walk walk = new Walk(NONE);
        walk.isWithin(stanza);
        return (long) walk.nodes * BYTES_PER_NODE + walk.characters;
    }

    /** Goes through a stanza with a path of its own instead of calls within calls. */
    private static final class Walk {
        private final StanzaBounds bounds;
        private Element[] path = new Element[8];
        private int[] next = new int[8];
        private int level;
        private int nodes;
        private long characters;

        Walk(final StanzaBounds bounds) {
            this.bounds = bounds;
        }

        boolean isWithin(final Element stanza) {
            enter(stanza);
            while (level >= 0) {
                final Element element = path[level];
                if (next[level] >= element.nodeCount()) {
                    path[level--] = null;
                } else {
                    final Node node = element.node(next[level]++);
                    if (node instanceof Element child) {
                        if (++level > bounds.depth) {
                            return false;
                        }
                        enter(child);
                    } else if (node instanceof CharacterData text) {
                        nodes++;
                        characters += text.getText().length();
                    }
                    if (nodes > bounds.nodes || characters > bounds.characters) {
                        return false;
                    }
                }
            }
            return true;
        }

        private void enter(final Element element) {
            if (level == path.length) {
                path = Arrays.copyOf(path, 2 * level);
                next = Arrays.copyOf(next, 2 * level);
            }
            path[level] = element;
            next[level] = 0;
            nodes++;
            characters += element.getName().length();
            final int attributes = element.attributeCount();
            nodes += attributes;
            for (int i = 0; i < attributes; i++) {
                final Attribute attribute = element.attribute(i);
                characters += attribute.getName().length() + attribute.getValue().length();
            }
        }
    }
}
