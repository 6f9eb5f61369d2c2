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

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The languages of texts for persons. */
class TranslationsTest {

    @ParameterizedTest
    @CsvSource({"de, de", "de-AT, de", "fr-CA, fr", "es-MX, es", "nl, nl", "ru-RU, ru", "pt-BR, pt_BR", "pt, pt_BR",
        "zh-CN, zh_CN", "zh, zh_CN", "zh-Hans, zh_CN", "zh-Hans-CN, zh_CN", "pt-PT, ''", "zh-TW, ''", "zh-Hant, ''",
        "en-GB, ''", "tlh, ''", "und, ''", "de-DE-1996-x-any, de"})
    void languageIsTheClosestThatIsThere(final String language, final String found) {
        assertThat(Translations.of(Locale.forLanguageTag(language), getClass().getClassLoader()).getLocale())
            .hasToString(found);
    }

    /** What is looked for and not found is remembered by the platform for as long as the plugin runs. */
    @Test
    void s3_nothingIsLookedForThatIsNotThere() {
        final Set<String> asked = ConcurrentHashMap.newKeySet();
        final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public URL getResource(final String name) {
                asked.add(name);
                return super.getResource(name);
            }
        };

        Translations.of(Locale.forLanguageTag("fr-Latn-CA-abcde-fghij-klmno"), loader);
        Translations.of(Locale.forLanguageTag("tlh-Latn-CA-abcde-fghij-klmno"), loader);

        assertThat(asked).containsExactlyInAnyOrder("mucpulse_i18n_fr.properties", "mucpulse_i18n.properties");
    }
}
