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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was published in an item, as text in UTF-8: an element of small children takes ten to twenty times as much
 * memory as its text. It becomes an element only where a stanza is built. Immutable.
 */
public final class Payload {

    /** How many levels of elements a payload may have. */
    static final int MAX_DEPTH = 100;

    private static final Logger Log = LoggerFactory.getLogger(Payload.class);
    /** A reader is costly to create, and for one thread at a time. */
    private static final ThreadLocal<SAXReader> READER = ThreadLocal.withInitial(SAXReader::new);

    private final byte[] xml;

    private Payload(final byte[] xml) {
        this.xml = xml;
    }

    /**
     * Writes an element as text.
     *
     * @param element the element, of which nothing is kept
     * @return the payload
     * @throws IllegalArgumentException where the element has more than {@value #MAX_DEPTH} levels
     */
    @Nonnull
    static Payload of(@Nonnull final Element element) {
        if (isDeeperThan(element, MAX_DEPTH)) {
            throw new IllegalArgumentException("The payload has more than " + MAX_DEPTH + " levels");
        }
        return ofXml(element.asXML());
    }

    /**
     * Takes text that was once written from an element.
     *
     * @param xml the text of one element
     * @return the payload
     */
    @Nonnull
    public static Payload ofXml(@Nonnull final String xml) {
        return new Payload(xml.getBytes(StandardCharsets.UTF_8));
    }

    private record Level(Element element, int depth) {
    }

    /**
     * Whether an element has more levels than it may. Does not recurse, and looks no deeper than that.
     *
     * @param element the element
     * @param levels how many levels it may have; 1 for an element without children
     * @return whether there are more
     */
    static boolean isDeeperThan(@Nonnull final Element element, final int levels) {
        final Deque<Level> waiting = new ArrayDeque<>(List.of(new Level(element, 1)));
        while (!waiting.isEmpty()) {
            final Level level = waiting.pop();
            if (level.depth() > levels) {
                return true;
            }
            level.element().elements().forEach(child -> waiting.push(new Level(child, level.depth() + 1)));
        }
        return false;
    }

    /**
     * The length of the text.
     *
     * @return the length in bytes
     */
    public int size() {
        return xml.length;
    }

    /**
     * The payload as text.
     *
     * @return XML
     */
    @Nonnull
    public String xml() {
        return new String(xml, StandardCharsets.UTF_8);
    }

    /**
     * The payload as an element.
     *
     * @return a new element without a parent; empty where the text is not well-formed, as a database may have cut it
     */
    @Nonnull
    Optional<Element> toElement() {
        try {
            return Optional.of((Element) READER.get().read(new StringReader(xml())).getRootElement().detach());
        } catch (final DocumentException e) {
            READER.remove();
            Log.debug("A payload cannot be read, and is treated as missing.", e);
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Payload that && Arrays.equals(xml, that.xml);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xml);
    }

    @Override
    public String toString() {
        return xml();
    }
}
