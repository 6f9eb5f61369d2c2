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
package org.igniterealtime.openfire.plugin.mucpulse.xmpp;

import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * Reads the values of form fields and attributes that are boolean.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0004.html#protocol-fieldtypes">XEP-0004 §3.3</a>
 */
public final class Booleans {

    private Booleans() {
    }

    /**
     * Reads a value. Tinder's {@code DataForm.parseBoolean} is not used, as it reads every value that is invalid as
     * {@code false}.
     *
     * @param value the value as it was sent, without blanks around it
     * @return the boolean, empty if the value is none of {@code 1}, {@code true}, {@code 0} and {@code false}
     */
    @Nonnull
    public static Optional<Boolean> parse(@Nonnull final String value) {
        return switch (value) {
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
