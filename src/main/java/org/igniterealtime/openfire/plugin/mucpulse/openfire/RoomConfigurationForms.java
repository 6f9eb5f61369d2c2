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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Strings;
import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Translations;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqAnswerListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationField;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Adds fields of features to the form by which owners configure a room. The form is completed when the server answers
 * with it, in the language of whoever asked. When an owner sends it in, the fields are taken out before the server sees
 * the form, and their values are kept until the answer: only where that is a result, and whoever it goes to is an owner
 * by then, are they passed on. What is kept meanwhile is bounded, and forgotten after ten seconds. Safe for use by
 * several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roomconfig">XEP-0045 §10.2</a>
 */
public final class RoomConfigurationForms implements IqRequestListener, IqAnswerListener {

    /** Of how many requests something is kept at once. */
    static final int MOST = 1000;
    /** How many characters the id of such a request may have. */
    static final int LONGEST = 1024;
    /** How many characters the name of a language may have to be read, as RFC 5646 §4.4.1 recommends. */
    static final int LONGEST_LANGUAGE = 35;
    /** For how long the answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final QName OWNER = QName.get("query", Namespaces.MUC_OWNER);
    private static final QName FORM = QName.get("x", Namespaces.DATA_FORM);
    private static final QName LANGUAGE = QName.get("lang", Namespace.XML_NAMESPACE);
    private static final String FIELD = "field";
    private static final String VARIABLE = "var";
    private static final String VALUE = "value";
    private static final String TYPE = "type";
    /** Between the parts of a key; no JID has it. */
    private static final char SEPARATOR = '\n';

    private final HookList<RoomConfigurationField> fields;
    private final Rooms rooms;
    private final Function<JID, Locale> languages;
    /** What is kept of requests that are not answered yet, by {@link #key}. */
    private final Cache<String, Request> open;

    /**
     * What is kept of a request.
     *
     * @param language the language of the request, {@code null} where it names none
     * @param values the values of fields that were sent in, by their names
     */
    private record Request(@Nullable String language, Map<String, Boolean> values) {
    }

    /**
     * Creates it.
     *
     * @param fields the fields to add
     * @param rooms knows who owns a room
     * @param languages knows the language of a session, or that of the server otherwise
     * @param ticker measures time, whatever happens to the clock
     */
    public RoomConfigurationForms(@Nonnull final HookList<RoomConfigurationField> fields, @Nonnull final Rooms rooms,
                                  @Nonnull final Function<JID, Locale> languages, @Nonnull final Ticker ticker) {
        this.fields = fields;
        this.rooms = rooms;
        this.languages = languages;
        this.open = CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MOST).expireAfterWrite(PATIENCE)
            .ticker(ticker).build();
    }

    /** What a request and its answer have in common. */
    private static String key(@Nullable final String requester, @Nullable final String room, final String id) {
        return requester + SEPARATOR + room + SEPARATOR + id;
    }

    @Override
    public void requested(@Nonnull final IQ request) {
        final Element element = request.getElement();
        final Element query = element.element(OWNER);
        final String id = element.attributeValue("id", "");
        if (query == null || id.length() > LONGEST || fields.get().isEmpty()) {
            return;
        }
        final Map<String, Boolean> values = request.getType() == IQ.Type.set ? takeValues(query) : Map.of();
        final String named = element.attributeValue(LANGUAGE);
        final String language = named == null || named.length() > LONGEST_LANGUAGE ? null : named;
        if (!values.isEmpty() || language != null) {
            open.put(key(element.attributeValue("from"), element.attributeValue("to"), id),
                new Request(language, values));
        }
    }

    /** Takes the fields of features out of a form that is sent in. */
    private Map<String, Boolean> takeValues(final Element query) {
        final Element form = query.element(FORM);
        final Map<String, Boolean> values = new TreeMap<>();
        if (form != null && "submit".equals(form.attributeValue(TYPE))) {
            for (final Element field : List.copyOf(form.elements(FIELD))) {
                final String variable = field.attributeValue(VARIABLE, "");
                if (fields.any(one -> one.variable().equals(variable))) {
                    field.detach();
                    Booleans.parse(Strings.nullToEmpty(field.elementTextTrim(VALUE)))
                        .ifPresent(value -> values.put(variable, value));
                }
            }
        }
        return values;
    }

    @Override
    public void answered(@Nonnull final IQ answer) {
        final Element element = answer.getElement();
        final String id = element.attributeValue("id", "");
        final JID room = answer.getFrom();
        final JID requester = answer.getTo();
        if (room == null || requester == null || room.getResource() != null || fields.get().isEmpty()) {
            return;
        }
        final Request request = open.size() == 0 || id.length() > LONGEST ? null
            : open.asMap().remove(key(element.attributeValue("to"), element.attributeValue("from"), id));
        if (answer.getType() != IQ.Type.result) {
            return;
        }
        final Element query = element.element(OWNER);
        final Element form = query == null ? null : query.element(FORM);
        if (form != null && "form".equals(form.attributeValue(TYPE))) {
            complete(form, room, language(request, requester));
        } else if (request != null && element.elements().isEmpty()) {
            pass(room, requester, request.values());
        }
    }

    private Locale language(@Nullable final Request request, final JID requester) {
        return Optional.ofNullable(request).map(Request::language).map(Locale::forLanguageTag)
            .filter(locale -> !locale.getLanguage().isEmpty()).orElseGet(() -> languages.apply(requester));
    }

    private void complete(final Element form, final JID room, final Locale language) {
        fields.forEach(field -> field.value(room).ifPresent(value -> {
            final boolean known = form.elements(FIELD).stream()
                .anyMatch(other -> field.variable().equals(other.attributeValue(VARIABLE)));
            if (!known) {
                form.addElement(FIELD).addAttribute(VARIABLE, field.variable()).addAttribute(TYPE, "boolean")
                    .addAttribute("label", Translations.of(language, getClass().getClassLoader())
                        .getString(field.label()))
                    .addElement(VALUE).setText(value ? "1" : "0");
            }
        }));
    }

    private void pass(final JID room, final JID session, final Map<String, Boolean> values) {
        final JID user = session.asBareJID();
        if (!values.isEmpty() && (rooms.affiliation(room, user) == Affiliation.OWNER
            || rooms.isServiceAdmin(room.getDomain(), user))) {
            fields.forEach(field -> {
                final Boolean value = values.get(field.variable());
                if (value != null) {
                    field.configured(room, session, value);
                }
            });
        }
    }
}
