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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.server.CapsAnnouncement.Generation;

/**
 * Computes the hash over a client's answer, to compare it with the announced one. The server has code for the older
 * protocol only, and that does not refuse answers made to collide. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html#ver">XEP-0115 §5</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html#algorithm-input">XEP-0390 §4</a>
 */
final class CapsHash {

    private static final Map<String, String> DIGESTS = Map.of("sha-1", "SHA-1", "sha-256", "SHA-256", "sha-512",
        "SHA-512", "sha3-256", "SHA3-256", "sha3-512", "SHA3-512");

    private CapsHash() {
    }

    static boolean isKnown(@Nonnull final Generation generation, @Nullable final String algorithm) {
        return algorithm != null && DIGESTS.containsKey(algorithm)
            && !(generation == Generation.CAPS2 && "sha-1".equals(algorithm));
    }

    /**
     * Whether an answer is the one that was announced.
     *
     * @param announcement what was announced
     * @param query the answer
     * @return {@code false} also where the answer is ill-formed
     */
    static boolean matches(@Nonnull final CapsAnnouncement announcement, @Nonnull final Element query) {
        if (!isKnown(announcement.generation(), announcement.algorithm())) {
            return false;
        }
        final Optional<String> input = announcement.generation() == Generation.CAPS ? caps(query) : caps2(query);
        return input.isPresent()
            && digest(DIGESTS.get(announcement.algorithm()), input.get()).equals(announcement.hash());
    }

    private static String digest(final String algorithm, final String input) {
        try {
            return Base64.getEncoder().encodeToString(
                MessageDigest.getInstance(algorithm).digest(input.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no " + algorithm, e);
        }
    }

    /** §5.1 and §5.4, with its rules for what is ill-formed. */
    private static Optional<String> caps(final Element query) {
        final List<String> identities = new ArrayList<>();
        for (final Element identity : query.elements("identity")) {
            identities.add(value(identity, "category") + '/' + value(identity, "type") + '/'
                + language(identity) + '/' + value(identity, "name"));
        }
        final List<String> features =
            query.elements("feature").stream().map(feature -> value(feature, "var")).collect(Collectors.toList());
        final List<List<String>> forms = new ArrayList<>();
        for (final Element form : query.elements(QName.get("x", "jabber:x:data"))) {
            final Optional<List<String>> text = form(form);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!text.get().isEmpty()) {
                forms.add(text.get());
            }
        }
        forms.sort((one, other) -> one.get(0).compareTo(other.get(0)));
        if (hasDuplicates(identities) || hasDuplicates(features)
            || hasDuplicates(forms.stream().map(form -> form.get(0)).toList())) {
            return Optional.empty();
        }
        Collections.sort(identities);
        Collections.sort(features);
        final StringBuilder input = new StringBuilder();
        identities.forEach(text -> input.append(text).append('<'));
        features.forEach(text -> input.append(text).append('<'));
        forms.forEach(form -> form.forEach(text -> input.append(text).append('<')));
        return Optional.of(input.toString());
    }

    private static boolean hasDuplicates(final List<String> texts) {
        return new HashSet<>(texts).size() != texts.size();
    }

    /** The form's type, then its fields; empty text for a form without a type; nothing for an ill-formed one. */
    private static Optional<List<String>> form(final Element form) {
        String type = null;
        final List<List<String>> fields = new ArrayList<>();
        for (final Element field : form.elements("field")) {
            final List<String> values =
                field.elements("value").stream().map(Element::getText).sorted().collect(Collectors.toList());
            if ("FORM_TYPE".equals(field.attributeValue("var"))) {
                if (values.stream().distinct().count() > 1) {
                    return Optional.empty();
                }
                type = values.isEmpty() || !"hidden".equals(field.attributeValue("type")) ? null : values.get(0);
            } else {
                values.add(0, value(field, "var"));
                fields.add(values);
            }
        }
        if (type == null) {
            return Optional.of(List.of());
        }
        fields.sort((one, other) -> one.get(0).compareTo(other.get(0)));
        final List<String> texts = new ArrayList<>();
        texts.add(type);
        fields.forEach(texts::addAll);
        return Optional.of(texts);
    }

    /** §4.1 to §4.4: features, identities and forms, each sorted, ended by separators. */
    private static Optional<String> caps2(final Element query) {
        final List<String> features = query.elements("feature").stream()
            .map(feature -> value(feature, "var") + '\u001f').sorted().toList();
        final List<String> identities = query.elements("identity").stream()
            .map(identity -> value(identity, "category") + '\u001f' + value(identity, "type") + '\u001f'
                + language(identity) + '\u001f' + value(identity, "name") + '\u001f' + '\u001e')
            .sorted().toList();
        final List<String> forms = query.elements(QName.get("x", "jabber:x:data")).stream()
            .map(form -> form.elements("field").stream()
                .map(field -> value(field, "var") + '\u001f' + field.elements("value").stream()
                    .map(one -> one.getText() + '\u001f').sorted().collect(Collectors.joining()) + '\u001e')
                .sorted().collect(Collectors.joining()) + '\u001d')
            .sorted().toList();
        return Optional.of(String.join("", features) + '\u001c' + String.join("", identities) + '\u001c'
            + String.join("", forms) + '\u001c');
    }

    private static String value(final Element element, final String attribute) {
        return Objects.requireNonNullElse(element.attributeValue(attribute), "");
    }

    private static String language(final Element identity) {
        return value(identity, "lang");
    }
}
