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

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/** Data forms as the server's methods take them. Stateless. */
final class Forms {

    private Forms() {
    }

    /**
     * An empty form that is submitted.
     *
     * @param type the form's type
     * @see <a href="https://xmpp.org/extensions/xep-0068.html">XEP-0068: Field Standardization for Data Forms</a>
     */
    @Nonnull
    static DataForm submitted(@Nonnull final String type) {
        final DataForm form = new DataForm(DataForm.Type.submit);
        final FormField field = form.addField();
        field.setVariable(Namespaces.FORM_TYPE);
        field.setType(FormField.Type.hidden);
        field.addValue(type);
        return form;
    }

    /** Adds a field with one value. */
    static void set(@Nonnull final DataForm form, @Nonnull final String variable, @Nonnull final String value) {
        final FormField field = form.addField();
        field.setVariable(variable);
        field.addValue(value);
    }
}
