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

import com.google.common.base.Strings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement.Generation;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;

/**
 * Computes the hash over a client's answer, to compare it with the announced one. The server has code for the older
 * protocol only, and that does not refuse answers made to collide. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html#ver">XEP-0115 §5</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html#algorithm-input">XEP-0390 §4</a>
 */
public final class CapsHash {

    /** How many elements, with how many characters and how deep, an answer may have to be looked at. */
    private static final int MAX_ELEMENTS = 1_000;
    private static final int MAX_CHARACTERS = 65_536;
    private static final int MAX_LEVELS = 8;

    private static final String DISCO_INFO = Namespaces.DISCO_INFO;
    /** The children of an answer that count; those of the same names in other namespaces do not. */
    private static final QName IDENTITY = QName.get("identity", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);
    private static final QName FORM = QName.get("x", Namespaces.DATA_FORM);
    private static final String FIELD = "field";
    private static final String VALUE = "value";
    private static final String FORM_TYPE = Namespaces.FORM_TYPE;
    private static final QName LANGUAGE = QName.get("lang", Namespace.XML_NAMESPACE);

    /** The order of both protocols: that of the bytes. */
    private static final Comparator<String> OCTETS = (one, other) ->
        Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private CapsHash() {
    }

    /**
     * Whether an answer is one of a size and depth that clients' answers have, so that it may be looked at.
     *
     * @param query the answer
     * @return {@code false} where nobody should bother
     */
    static boolean isReasonable(@Nonnull final Element query) {
        final int[] left = {MAX_ELEMENTS, MAX_CHARACTERS};
        return isReasonable(query, MAX_LEVELS, left);
    }

    private static boolean isReasonable(final Element element, final int levels, final int[] left) {
        for (int i = element.attributeCount() - 1; i >= 0; i--) {
            left[1] -= element.attribute(i).getValue().length();
        }
        if (levels == 0 || --left[0] < 0 || left[1] < 0) {
            return false;
        }
        for (int i = element.nodeCount() - 1; i >= 0; i--) {
            final Node node = element.node(i);
            if (!(node instanceof Element)) {
                left[1] -= Strings.nullToEmpty(node.getText()).length();
            } else if (!isReasonable((Element) node, levels - 1, left)) {
                return false;
            }
        }
        return left[1] >= 0;
    }

    /**
     * Whether an answer is the one that was announced.
     *
     * @param announcement what was announced
     * @param query the answer
     * @param isOfInterest tells the features that matter to who asks, so that nothing else may pass for them
     * @return {@code false} also where the answer is ill-formed
     */
    static boolean matches(@Nonnull final CapsAnnouncement announcement, @Nonnull final Element query,
                           @Nonnull final Predicate<String> isOfInterest) {
        final Optional<String> digest = announcement.generation().digest(announcement.algorithm());
        if (digest.isEmpty()) {
            return false;
        }
        final Optional<String> input =
            announcement.generation() == Generation.CAPS ? caps(query, isOfInterest) : caps2(query);
        return input.isPresent()
            && digest(digest.get(), input.get()).equals(announcement.hash());
    }

    private static String digest(final String algorithm, final String input) {
        try {
            return Base64.getEncoder().encodeToString(
                MessageDigest.getInstance(algorithm).digest(input.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no " + algorithm, e);
        }
    }

    /**
     * §5.1 and §5.4, with its rules for what is ill-formed. The protocol does not keep apart what features, identities
     * and forms say: an answer in which something else stands for a feature of interest is refused as well.
     */
    private static Optional<String> caps(final Element query, final Predicate<String> isOfInterest) {
        final List<String> identities = new ArrayList<>();
        for (final Element identity : query.elements(IDENTITY)) {
            if (!isWellFormed(identity)) {
                return Optional.empty();
            }
            identities.add(value(identity, "category") + '/' + value(identity, "type") + '/'
                + value(identity, "lang") + '/' + value(identity, "name"));
        }
        final List<String> features =
            query.elements(FEATURE).stream().map(feature -> value(feature, "var")).collect(Collectors.toList());
        final List<List<String>> forms = new ArrayList<>();
        for (final Element form : query.elements(FORM)) {
            final Optional<List<String>> text = form(form);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!text.get().isEmpty()) {
                forms.add(text.get());
            }
        }
        forms.sort((one, other) -> OCTETS.compare(one.get(0), other.get(0)));
        if (hasDuplicates(identities) || hasDuplicates(features)
            || hasDuplicates(forms.stream().map(form -> form.get(0)).toList())) {
            return Optional.empty();
        }
        identities.sort(OCTETS);
        features.sort(OCTETS);
        final List<String> others =
            Stream.concat(identities.stream(), forms.stream().flatMap(List::stream)).toList();
        // A client that has the feature as well as the text announced both.
        if (Stream.concat(others.stream(), features.stream()).anyMatch(text -> text.indexOf('<') >= 0)
            || others.stream().anyMatch(text -> isOfInterest.test(text) && !features.contains(text))) {
            return Optional.empty();
        }
        final StringBuilder input = new StringBuilder();
        identities.forEach(text -> input.append(text).append('<'));
        features.forEach(text -> input.append(text).append('<'));
        forms.forEach(form -> form.forEach(text -> input.append(text).append('<')));
        return Optional.of(input.toString());
    }

    /** Whether an identity has what XEP-0030 requires, and its parts can be told from each other. */
    private static boolean isWellFormed(final Element identity) {
        final String category = value(identity, "category");
        final String type = value(identity, "type");
        return !category.isEmpty() && !type.isEmpty()
            && (category + type + value(identity, "lang")).indexOf('/') < 0;
    }

    private static boolean hasDuplicates(final List<String> texts) {
        return new HashSet<>(texts).size() != texts.size();
    }

    /** The form's type, then its fields; empty text for a form without a type; nothing for an ill-formed one. */
    private static Optional<List<String>> form(final Element form) {
        String type = null;
        final List<List<String>> fields = new ArrayList<>();
        for (final Element field : form.elements(FIELD)) {
            final List<String> values =
                field.elements(VALUE).stream().map(Element::getText).sorted(OCTETS).collect(Collectors.toList());
            if (FORM_TYPE.equals(field.attributeValue("var"))) {
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
        fields.sort((one, other) -> OCTETS.compare(one.get(0), other.get(0)));
        final List<String> texts = new ArrayList<>();
        texts.add(type);
        fields.forEach(texts::addAll);
        return Optional.of(texts);
    }

    /** §4.1: features, identities and forms, each sorted and ended by a separator; with its rules for errors. */
    private static Optional<String> caps2(final Element query) {
        if (!query.elements().stream().allMatch(CapsHash::isPart)) {
            return Optional.empty();
        }
        final String features = query.elements("feature").stream()
            .map(feature -> value(feature, "var") + '\u001f').sorted(OCTETS).collect(Collectors.joining());
        final String identities = query.elements("identity").stream()
            .map(identity -> value(identity, "category") + '\u001f' + value(identity, "type") + '\u001f'
                + language(identity) + '\u001f' + value(identity, "name") + '\u001f' + '\u001e')
            .sorted(OCTETS).collect(Collectors.joining());
        final String forms = query.elements(FORM).stream()
            .map(form -> form.elements(FIELD).stream()
                .map(field -> value(field, "var") + '\u001f' + field.elements(VALUE).stream()
                    .map(one -> one.getText() + '\u001f').sorted(OCTETS).collect(Collectors.joining()) + '\u001e')
                .sorted(OCTETS).collect(Collectors.joining()) + '\u001d')
            .sorted(OCTETS).collect(Collectors.joining());
        return Optional.of(features + '\u001c' + identities + '\u001c' + forms + '\u001c');
    }

    /** Whether the hash covers an element of an answer. */
    private static boolean isPart(final Element element) {
        if (!FORM.equals(element.getQName())) {
            return DISCO_INFO.equals(element.getNamespaceURI())
                && ("identity".equals(element.getName()) || "feature".equals(element.getName()));
        }
        final List<Element> types = element.elements(FIELD).stream()
            .filter(field -> FORM_TYPE.equals(field.attributeValue("var"))).toList();
        return element.element("reported") == null && element.element("item") == null && types.size() == 1
            && "hidden".equals(types.get(0).attributeValue("type")) && types.get(0).elements(VALUE).size() == 1;
    }

    private static String value(final Element element, final String attribute) {
        return Objects.requireNonNullElse(element.attributeValue(attribute), "");
    }

    /** The language of an identity, or that of the nearest element around it that has one. */
    private static String language(final Element identity) {
        for (Element element = identity; element != null; element = element.getParent()) {
            final String language = element.attributeValue(LANGUAGE);
            if (language != null) {
                return language;
            }
        }
        return "";
    }
}
