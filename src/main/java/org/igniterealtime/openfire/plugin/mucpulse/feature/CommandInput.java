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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What the user of an ad-hoc command filled in so far. Immutable.
 *
 * @param requester the full JID of whoever uses the command
 * @param values the values by field, those of all steps together
 * @param confirmed whether the second step was shown
 */
public record CommandInput(@Nonnull JID requester, @Nonnull Map<String, List<String>> values, boolean confirmed) {

    /** Takes a copy. */
    public CommandInput {
        values = Map.copyOf(values);
    }

    /**
     * The first value of a field.
     *
     * @param field the variable of the field
     * @return the value without blanks around it; empty text where there is none
     */
    @Nonnull
    public String value(@Nonnull final String field) {
        return values.getOrDefault(field, List.of()).stream().findFirst().orElse("").trim();
    }
}
