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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;

/**
 * What was filled in in a data form, within bounds.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>
 */
final class SubmittedForm {

    /** How many characters a form may have: a thousand addresses. */
    static final int MAX_SIZE = 64 * 1024;

    private static final QName FORM = QName.get("x", Namespaces.DATA_FORM);
    private static final QName FIELD = QName.get("field", Namespaces.DATA_FORM);
    private static final QName VALUE = QName.get("value", Namespaces.DATA_FORM);
    /** What a value takes besides its characters. */
    private static final int OVERHEAD = 32;

    private SubmittedForm() {
    }

    /**
     * Reads the form of a request. What is no submission, belongs to something else or says two things at once is not
     * read at all.
     *
     * @param command the request
     * @param type the FORM_TYPE of the form, if it has one
     * @param lists the fields that can have several values
     * @return the values by field, none where there is no form; empty where the form is to be refused
     */
    @Nonnull
    static Optional<Map<String, List<String>>> read(@Nonnull final Element command, @Nonnull final String type,
                                                    @Nonnull final Set<String> lists) {
        final List<Element> forms = command.elements(FORM.getName());
        if (forms.isEmpty()) {
            return Optional.of(Map.of());
        }
        final Element form = forms.get(0);
        if (forms.size() > 1 || !FORM.equals(form.getQName()) || !"submit".equals(form.attributeValue("type"))) {
            return Optional.empty();
        }
        final Map<String, List<String>> values = new HashMap<>();
        int size = 0;
        for (final Element field : form.elements(FIELD.getName())) {
            final Optional<List<String>> all = values(field);
            if (all.isEmpty()) {
                return Optional.empty();
            }
            final String name = field.attributeValue("var");
            if (name != null) {
                size += size(name, all.get());
                if (size > MAX_SIZE || values.put(name, all.get()) != null || !isSound(name, all.get(), type, lists)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(values);
    }

    private static Optional<List<String>> values(final Element field) {
        final List<Element> values = field.elements(VALUE.getName());
        return FIELD.equals(field.getQName())
            && values.stream().allMatch(value -> VALUE.equals(value.getQName()) && value.elements().isEmpty())
            ? Optional.of(values.stream().map(Element::getText).toList()) : Optional.empty();
    }

    /** Whether a field has no more values than it can have, and is of the right form. */
    private static boolean isSound(final String name, final List<String> values, final String type,
                                   final Set<String> lists) {
        return Namespaces.FORM_TYPE.equals(name) ? values.equals(List.of(type))
            : lists.contains(name) || values.stream().distinct().count() <= 1;
    }

    private static int size(final String field, final List<String> values) {
        return OVERHEAD + field.length() + values.stream().mapToInt(value -> OVERHEAD + value.length()).sum();
    }

    /** About how many characters a form holds. */
    static int size(@Nonnull final Map<String, List<String>> form) {
        return form.entrySet().stream().mapToInt(entry -> size(entry.getKey(), entry.getValue())).sum();
    }
}
