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
import javax.annotation.Nonnull;

/**
 * A text for a person, which is written in the person's language when it is shown. Immutable.
 *
 * @param key the key of the text in the bundles; empty where the values are to be shown as they are
 * @param values what stands in its placeholders: numbers, plain text, moments of type {@link java.time.Instant}, and
 *               other texts
 */
public record Text(@Nonnull String key, @Nonnull List<Object> values) {

    /** Takes a copy. */
    public Text {
        values = List.copyOf(values);
    }

    /**
     * A text of the bundles.
     *
     * @param key its key
     * @param values what stands in its placeholders
     * @return the text
     */
    @Nonnull
    public static Text of(@Nonnull final String key, @Nonnull final Object... values) {
        return new Text(key, List.of(values));
    }

    /**
     * Something that is the same in all languages, such as addresses.
     *
     * @param values what to show, separated by a middle dot
     * @return the text
     */
    @Nonnull
    public static Text verbatim(@Nonnull final Object... values) {
        return new Text("", List.of(values));
    }
}
