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

import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;

/**
 * A request for a page, by an administrator who is logged in. Immutable.
 *
 * @param administrator the administrator's name
 * @param parameters the parameters, the first of each name
 */
public record PageRequest(@Nonnull String administrator, @Nonnull Map<String, String> parameters) {

    /** Takes a copy. */
    public PageRequest {
        parameters = Map.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param name its name
     * @return what was sent, white space around it removed; empty text where there is none
     */
    @Nonnull
    public String text(@Nonnull final String name) {
        return parameters.getOrDefault(name, "").trim();
    }

    /**
     * A parameter.
     *
     * @param name its name
     * @return what was sent, exactly, or empty
     */
    @Nonnull
    public Optional<String> exactly(@Nonnull final String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * Whether there is such a parameter: a box was ticked, a button was pressed.
     *
     * @param name its name
     * @return whether it was sent
     */
    public boolean has(@Nonnull final String name) {
        return parameters.containsKey(name);
    }

    /**
     * What a box says.
     *
     * @param name its name
     * @return whether it was ticked, which it was not where it was not sent; empty where what was sent is neither
     *     {@code 1}, {@code true}, {@code 0} nor {@code false}
     */
    @Nonnull
    public Optional<Boolean> box(@Nonnull final String name) {
        return has(name) ? Booleans.parse(text(name)) : Optional.of(false);
    }

    /**
     * A number.
     *
     * @param name the parameter's name
     * @param otherwise the number where none was sent, or none above zero
     * @return a number above zero
     */
    public int number(@Nonnull final String name, final int otherwise) {
        final String text = text(name);
        return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : otherwise;
    }
}
