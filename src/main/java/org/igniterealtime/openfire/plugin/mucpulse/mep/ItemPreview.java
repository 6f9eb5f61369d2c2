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

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import javax.annotation.Nonnull;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Picture;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;

/** Says what an item holds, for a person who does not read XML. */
final class ItemPreview {

    private static final String AVATAR_DATA = "urn:xmpp:avatar:data";
    private static final String PINS = "urn:xmpp:pins:0";
    /** How much of a payload is looked at, in characters. */
    private static final int LONGEST = 2 * Picture.LONGEST;
    private static final int MOST_ELEMENTS = 50;

    private ItemPreview() {
    }

    /**
     * What a payload says.
     *
     * @param payload a payload as XML, possibly empty
     */
    @Nonnull
    static Text summary(@Nonnull final String payload) {
        final Optional<Element> element = element(payload);
        if (element.isEmpty()) {
            return Text.verbatim("");
        }
        final String namespace = element.get().getNamespaceURI();
        if (RoomAvatars.METADATA.equals(namespace)) {
            return avatar(element.get());
        }
        if (PINS.equals(namespace) && element.get().attributeValue("id") != null) {
            return Text.of("room.item.pin", Excerpts.of(element.get().attributeValue("id")), words(element.get()));
        }
        return Text.verbatim(isPicture(element.get()) ? "" : words(element.get()));
    }

    private static Text avatar(final Element metadata) {
        final Element info = metadata.element("info");
        return info == null ? Text.of("room.item.no-avatar") : Text.of("room.item.avatar",
            Excerpts.of(info.attributeValue("type", "")), Excerpts.of(info.attributeValue("bytes", "")));
    }

    /** The text and the attributes of an element and its children, in their order. */
    private static String words(final Element root) {
        final StringJoiner words = new StringJoiner(" · ");
        final Deque<Element> waiting = new ArrayDeque<>(List.of(root));
        for (int seen = 0; seen < MOST_ELEMENTS && !waiting.isEmpty(); seen++) {
            final Element element = waiting.pop();
            element.attributes().stream().map(Attribute::getValue).forEach(words::add);
            if (!element.getTextTrim().isEmpty()) {
                words.add(element.getTextTrim());
            }
            final List<Element> children = element.elements();
            for (int i = children.size() - 1; i >= 0; i--) {
                waiting.push(children.get(i));
            }
        }
        return Excerpts.of(words.toString());
    }

    /** Whether a payload may hold a picture; it may turn out that it is none. */
    static boolean isPicture(@Nonnull final String payload) {
        return (payload.contains(AVATAR_DATA) || payload.contains("BINVAL"))
            && element(payload).filter(ItemPreview::isPicture).isPresent();
    }

    private static boolean isPicture(final Element element) {
        return data(element).isPresent();
    }

    private static Optional<String> data(final Element element) {
        if (AVATAR_DATA.equals(element.getNamespaceURI()) && "data".equals(element.getName())) {
            return Optional.of(element.getText());
        }
        return "vCard".equals(element.getName())
            ? Optional.ofNullable(element.element("PHOTO")).map(photo -> photo.elementText("BINVAL"))
            : Optional.empty();
    }

    /** The picture that a payload holds. */
    @Nonnull
    static Optional<Picture> picture(@Nonnull final String payload) {
        return element(payload).flatMap(ItemPreview::data).flatMap(ItemPreview::decoded).flatMap(Picture::of);
    }

    private static Optional<byte[]> decoded(final String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Element> element(final String payload) {
        return payload.isEmpty() || payload.length() > LONGEST ? Optional.empty()
            : Payload.ofXml(payload).toElement();
    }
}
