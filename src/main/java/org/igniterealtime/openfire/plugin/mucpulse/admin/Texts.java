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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import com.google.common.base.Joiner;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Translations;

/**
 * The texts that a person sees, in the server's language. Safe for use by several threads.
 */
public final class Texts {

    private final Supplier<Locale> locale;
    private final ClassLoader loader;

    /**
     * Creates access to the texts.
     *
     * @param locale tells the language of the moment
     * @param loader finds the texts
     */
    public Texts(@Nonnull final Supplier<Locale> locale, @Nonnull final ClassLoader loader) {
        this.locale = locale;
        this.loader = loader;
    }

    /**
     * The same texts in one language.
     *
     * @param language the language
     * @return access to the texts
     */
    @Nonnull
    public Texts in(@Nonnull final Locale language) {
        return new Texts(() -> language, loader);
    }

    /**
     * The language of the moment.
     *
     * @return the language
     */
    @Nonnull
    public Locale locale() {
        return locale.get();
    }

    /**
     * All texts in the language of the moment.
     *
     * @return the texts
     */
    @Nonnull
    public ResourceBundle bundle() {
        return Translations.of(locale(), loader);
    }

    /**
     * A text.
     *
     * @param key its key
     * @param values what stands in its placeholders
     * @return the text; the key where there is none
     */
    @Nonnull
    public String get(@Nonnull final String key, @Nonnull final Object... values) {
        try {
            final String text = bundle().getString(key);
            return values.length == 0 ? text : new MessageFormat(text, locale()).format(values);
        } catch (final MissingResourceException e) {
            return key;
        }
    }

    /**
     * A text as a feature declares it. Moments are written as a date and a time of the server's zone.
     *
     * @param text the text
     * @return the text in the language of the moment
     */
    @Nonnull
    public String get(@Nonnull final Text text) {
        final Object[] values = text.values().stream().map(this::value).toArray();
        return text.key().isEmpty() ? Joiner.on(" · ").join(values) : get(text.key(), values);
    }

    private Object value(final Object value) {
        if (value instanceof Text nested) {
            return get(nested);
        }
        return value instanceof Instant moment ? DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
            .withLocale(locale()).withZone(ZoneId.systemDefault()).format(moment) : value;
    }

    /** Forgets what was read, as the plugin goes away. */
    public void close() {
        ResourceBundle.clearCache(loader);
    }
}
