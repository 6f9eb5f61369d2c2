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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import com.google.common.escape.Escaper;
import com.google.common.escape.Escapers;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * Writes values as JSON. The server brings no library for that which would be there in every version.
 */
final class Json {

    private static final Escaper TEXT = escaper();

    private Json() {
    }

    private static Escaper escaper() {
        final Escapers.Builder builder = Escapers.builder().addEscape('"', "\\\"").addEscape('\\', "\\\\")
            // So that it stays harmless where somebody takes it for a page.
            .addEscape('<', "\\u003c").addEscape('>', "\\u003e").addEscape('&', "\\u0026");
        for (char control = 0; control < ' '; control++) {
            builder.addEscape(control, String.format("\\u%04x", (int) control));
        }
        return builder.addEscape('\u2028', "\\u2028").addEscape('\u2029', "\\u2029").build();
    }

    /**
     * Writes a value.
     *
     * @param value a map, a collection, a number, a truth value, or anything else as text
     */
    @Nonnull
    static String write(@Nullable final Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                .map(entry -> write(String.valueOf(entry.getKey())) + ':' + write(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
        }
        return '"' + TEXT.escape(value.toString()) + '"';
    }
}
