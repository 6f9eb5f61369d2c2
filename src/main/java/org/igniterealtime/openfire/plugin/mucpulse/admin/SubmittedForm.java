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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * What was filled in in a data form, within bounds.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>
 */
final class SubmittedForm {

    /** How many characters a form may have: a thousand addresses. */
    static final int MAX_SIZE = 64 * 1024;

    private static final QName FORM = QName.get("x", "jabber:x:data");
    /** What a value takes besides its characters. */
    private static final int OVERHEAD = 32;

    private SubmittedForm() {
    }

    /**
     * Reads the form of a request.
     *
     * @param command the request
     * @return the values by field, none where there is no form; empty where the form is too long
     */
    @Nonnull
    static Optional<Map<String, List<String>>> read(@Nonnull final Element command) {
        final Map<String, List<String>> values = new HashMap<>();
        final Element form = command.element(FORM);
        if (form != null) {
            int size = 0;
            for (final FormField field : new DataForm(form).getFields()) {
                if (field.getVariable() != null) {
                    final List<String> all = List.copyOf(field.getValues());
                    size += size(field.getVariable(), all);
                    if (size > MAX_SIZE) {
                        return Optional.empty();
                    }
                    values.put(field.getVariable(), all);
                }
            }
        }
        return Optional.of(values);
    }

    private static int size(final String field, final List<String> values) {
        return OVERHEAD + field.length() + values.stream().mapToInt(value -> OVERHEAD + value.length()).sum();
    }

    /** About how many characters a form holds. */
    static int size(@Nonnull final Map<String, List<String>> form) {
        return form.entrySet().stream().mapToInt(entry -> size(entry.getKey(), entry.getValue())).sum();
    }
}
