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

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import javax.annotation.Nonnull;

/**
 * The plugin's texts for people, in one language; in English where there are none in that. Immutable.
 */
final class Texts {

    private static final String BUNDLE = "mucpulse_i18n";
    private static final ResourceBundle.Control NO_FALLBACK =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(final ResourceBundle bundle, final Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /**
     * The texts in a language.
     *
     * @param locale the language
     * @param loader where the plugin's bundle is
     * @return the texts
     */
    @Nonnull
    static Texts in(@Nonnull final Locale locale, @Nonnull final ClassLoader loader) {
        return new Texts(ResourceBundle.getBundle(BUNDLE, locale, loader, NO_FALLBACK), locale);
    }

    /**
     * A text.
     *
     * @param key the name of the text
     * @param arguments what stands in it
     * @return the text
     */
    @Nonnull
    String get(@Nonnull final String key, @Nonnull final Object... arguments) {
        final String text = bundle.getString(key);
        return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
    }
}
