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

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import javax.annotation.Nonnull;

/**
 * The bundles of texts for persons, one for each language.
 */
public final class Translations {

    private static final String BUNDLE = "mucpulse_i18n";
    private static final Set<Locale> THERE = Set.of(Locale.GERMAN, new Locale("es"), Locale.FRENCH, new Locale("nl"),
        new Locale("ru"), new Locale("pt", "BR"), Locale.SIMPLIFIED_CHINESE);
    private static final String TRADITIONAL = "Hant";
    /** Where the language is not there: in English, not in that of the operating system. */
    private static final ResourceBundle.Control ENGLISH_OTHERWISE =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Translations() {
    }

    /**
     * All texts in a language. Only languages that are there are looked for, as what is not found is remembered for
     * ever, by every part of the language's name, and clients name languages as they like.
     *
     * @param locale the language; without a country it stands for the only country for which it is there
     * @param loader finds the texts
     * @return the texts; in English where there are none in the language
     */
    @Nonnull
    public static ResourceBundle of(@Nonnull final Locale locale, @Nonnull final ClassLoader loader) {
        return ResourceBundle.getBundle(BUNDLE, closest(locale), loader, ENGLISH_OTHERWISE);
    }

    private static Locale closest(final Locale locale) {
        return THERE.stream().filter(one -> one.getLanguage().equals(locale.getLanguage())
            && (one.getCountry().isEmpty() || one.getCountry().equals(locale.getCountry())
                || locale.getCountry().isEmpty() && !TRADITIONAL.equals(locale.getScript())))
            .findFirst().orElse(Locale.ROOT);
    }
}
