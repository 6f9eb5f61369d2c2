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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import com.google.common.collect.Sets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;

/**
 * Finds what keeps a form from being carried out: whatever its page does not have in it, such as a misspelt field or a
 * second button. A form is carried out as a whole, so that nothing of it is passed over in silence. Immutable.
 */
final class FormCheck {

    private final Texts texts;

    FormCheck(@Nonnull final Texts texts) {
        this.texts = texts;
    }

    /**
     * Whether something is in a form that is not to be filled in there.
     *
     * @param form the form
     * @param fields the names of its fields and of its button
     * @return what to say, empty where there is nothing else
     */
    @Nonnull
    Optional<String> unknown(@Nonnull final PageRequest form, @Nonnull final Set<String> fields) {
        final String others = form.parameters().keySet().stream().filter(Predicate.not(fields::contains)).sorted()
            .collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of(texts.get("form.unknown", Excerpts.of(others)));
    }

    /**
     * Whether there is anything in a form that is not to be filled in there, or nothing that is.
     *
     * @param form the form
     * @param fields the names of the fields of which one has to be there at least
     * @param frame what else is there: the button, and what the form is about
     * @return what to say, empty where there is nothing wrong
     */
    @Nonnull
    Optional<String> incomplete(@Nonnull final PageRequest form, @Nonnull final Set<String> fields,
                                @Nonnull final Set<String> frame) {
        final Optional<String> others = unknown(form, Sets.union(fields, frame));
        return others.isPresent() || fields.stream().anyMatch(form::has) ? others
            : Optional.of(texts.get("form.empty"));
    }
}
