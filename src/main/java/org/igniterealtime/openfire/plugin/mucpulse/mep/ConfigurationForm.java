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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * The data forms by which nodes are configured. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#owner-configure">XEP-0060 §8.2</a>
 */
final class ConfigurationForm {

    private static final String PREFIX = "pubsub#";
    private static final String FIELD = "field";
    private static final String PRESENCE = "presence";

    private static final String MAX = "max";

    /** The feature of collections, which are not offered, and the type of a node that is one. */
    static final String COLLECTIONS = "collections";
    static final String COLLECTION = "collection";
    private static final String NODE_TYPE = PREFIX + "node_type";
    /** The options for the collection that a node is in, and the nodes that are in it; empty for the root. */
    private static final Set<String> RELATIONS = Set.of(PREFIX + COLLECTION, PREFIX + "children");

    /** Options that have one value only, by name, with the ways of writing that value. */
    private static final Map<String, Set<String>> FIXED = Map.of(
        "deliver_notifications", Set.of("1", "true"),
        "subscribe", Set.of("1", "true"),
        "node_type", Set.of("leaf"),
        "notification_type", Set.of("headline"),
        "publish_model", Set.of("publishers"));

    private static final Set<String> OFFERED =
        form(NodeConfiguration.defaults(1, 1), DataForm.Type.form).elements(FIELD).stream()
            .map(field -> field.attributeValue("var")).collect(Collectors.toUnmodifiableSet());

    private ConfigurationForm() {
    }

    /** A configuration as a form: for an owner to fill in, with the choices, or with the values alone. */
    @Nonnull
    static Element form(@Nonnull final NodeConfiguration now, @Nonnull final DataForm.Type type) {
        final DataForm form = new DataForm(type);
        form.addField(Namespaces.FORM_TYPE, null, FormField.Type.hidden).addValue(Pubsub.NODE_CONFIG);
        text(form, "title", FormField.Type.text_single, now.title());
        text(form, "type", FormField.Type.text_single, now.type());
        flag(form, "deliver_payloads", now.deliverPayloads());
        flag(form, "notify_config", now.notifyConfig());
        flag(form, "notify_delete", now.notifyDelete());
        flag(form, "notify_retract", now.notifyRetract());
        flag(form, "persist_items", now.persistItems());
        text(form, "max_items", FormField.Type.text_single, Integer.toString(now.maxItems()));
        text(form, "item_expire", FormField.Type.text_single,
            now.itemExpire().isZero() ? MAX : Long.toString(now.itemExpire().toSeconds()));
        text(form, "max_payload_size", FormField.Type.text_single, Integer.toString(now.maxPayloadSize()));
        final FormField last = text(form, "send_last_published_item", FormField.Type.list_single,
            now.sendLast().value());
        final FormField access = text(form, "access_model", FormField.Type.list_single, PRESENCE);
        if (type == DataForm.Type.form) {
            for (final SendLast choice : SendLast.values()) {
                last.addOption(null, choice.value());
            }
            access.addOption(null, PRESENCE);
        }
        return form.getElement();
    }

    private static FormField text(final DataForm form, final String name, final FormField.Type type,
                                  final String value) {
        final FormField field = form.addField(PREFIX + name, null, type);
        field.addValue(value);
        return field;
    }

    private static void flag(final DataForm form, final String name, final boolean value) {
        text(form, name, FormField.Type.boolean_type, value ? "1" : "0");
    }

    /**
     * Applies a form that somebody filled in.
     *
     * @param element the form
     * @param formType the form type that the form must have, if it has one
     * @param now the configuration so far
     * @param limits the settings, which no node may exceed
     * @return the new configuration; empty where the form was cancelled
     * @throws MepException where a value is invalid or not offered
     */
    @Nonnull
    static Optional<NodeConfiguration> apply(@Nonnull final Element element, @Nonnull final String formType,
                                             @Nonnull final NodeConfiguration now, @Nonnull final MepSettings limits)
        throws MepException {
        if ("cancel".equals(element.attributeValue("type"))) {
            return Optional.empty();
        }
        final Map<String, String> values = values(element, formType);
        return Optional.of(new NodeConfiguration(
            text(values, "title", now.title()),
            text(values, "type", now.type()),
            flag(values, "deliver_payloads", now.deliverPayloads()),
            flag(values, "notify_retract", now.notifyRetract()),
            flag(values, "notify_delete", now.notifyDelete()),
            flag(values, "notify_config", now.notifyConfig()),
            flag(values, "persist_items", now.persistItems()),
            maxItems(values, now, limits),
            sendLast(values, now),
            itemExpire(values, now),
            (int) number(values, "max_payload_size", now.maxPayloadSize(), 1, limits.payloadSize())));
    }

    private static Map<String, String> values(final Element element, final String formType) throws MepException {
        if (!"submit".equals(element.attributeValue("type"))) {
            throw refused();
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (final Element field : element.elements(FIELD)) {
            final String name = field.attributeValue("var");
            final List<Element> given = field.elements("value");
            if (Namespaces.FORM_TYPE.equals(name)) {
                if (given.size() != 1 || !formType.equals(given.get(0).getText())) {
                    throw refused();
                }
            } else if (name != null && name.startsWith(PREFIX) && given.size() == 1) {
                values.put(name.substring(PREFIX.length()), given.get(0).getText());
            }
        }
        requireNoCollection(element);
        if (!PRESENCE.equals(values.getOrDefault("access_model", PRESENCE))) {
            throw MepException.notAcceptable("unsupported-access-model");
        }
        for (final Map.Entry<String, Set<String>> fixed : FIXED.entrySet()) {
            if (values.containsKey(fixed.getKey()) && !fixed.getValue().contains(values.get(fixed.getKey()))) {
                throw refused();
            }
        }
        return values;
    }

    /**
     * Refuses what makes a collection of a node, or relates it to one.
     *
     * @param element the form
     * @throws MepException where there is such an option
     * @see <a href="https://xmpp.org/extensions/xep-0248.html#error-create-unsupported">XEP-0248 §7.1.3</a>
     */
    static void requireNoCollection(@Nonnull final Element element) throws MepException {
        for (final Element field : element.elements(FIELD)) {
            final String name = field.attributeValue("var", "");
            for (final Element value : field.elements("value")) {
                final boolean isNodeType = NODE_TYPE.equals(name) && COLLECTION.equals(value.getText());
                if (isNodeType || RELATIONS.contains(name) && !value.getText().isEmpty()) {
                    throw MepException.unsupported(COLLECTIONS);
                }
            }
        }
    }

    private static String text(final Map<String, String> values, final String name, final String otherwise)
        throws MepException {
        final String value = values.getOrDefault(name, otherwise);
        if (value.length() > Ids.MAX_LENGTH) {
            throw refused();
        }
        return value;
    }

    private static Duration itemExpire(final Map<String, String> values, final NodeConfiguration now)
        throws MepException {
        return MAX.equals(values.get("item_expire")) ? Duration.ZERO
            : Duration.ofSeconds(number(values, "item_expire", now.itemExpire().toSeconds(), 0, Integer.MAX_VALUE));
    }

    private static int maxItems(final Map<String, String> values, final NodeConfiguration now,
                                final MepSettings limits) throws MepException {
        if (MAX.equals(values.get("max_items"))) {
            return limits.itemsPerNode();
        }
        return (int) number(values, "max_items", now.maxItems(), 1, limits.itemsPerNode());
    }

    private static SendLast sendLast(final Map<String, String> values, final NodeConfiguration now)
        throws MepException {
        final String value = values.get("send_last_published_item");
        if (value == null) {
            return now.sendLast();
        }
        try {
            return SendLast.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw refused();
        }
    }

    private static boolean flag(final Map<String, String> values, final String name, final boolean otherwise)
        throws MepException {
        final String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        return Booleans.parse(value).orElseThrow(ConfigurationForm::refused);
    }

    private static long number(final Map<String, String> values, final String name, final long otherwise,
                               final long least, final long most) throws MepException {
        final String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            final long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw refused();
    }

    private static MepException refused() {
        return MepException.notAcceptable();
    }

    /**
     * Refuses preconditions on options that are not known: §7.1.5.
     *
     * @param options the form with the preconditions
     * @throws MepException where there is a field that is no option of a node
     */
    static void requireKnown(@Nonnull final Element options) throws MepException {
        for (final Element field : options.elements(FIELD)) {
            final String name = field.attributeValue("var");
            if (name != null && !OFFERED.contains(name)
                && !(name.startsWith(PREFIX) && FIXED.containsKey(name.substring(PREFIX.length())))) {
                throw preconditionNotMet();
            }
        }
    }

    /**
     * Requires that a node meets the preconditions of a publisher: §7.1.5.
     *
     * @param options the form with the preconditions
     * @param now the node's configuration
     * @param limits the settings, which no node may exceed
     * @throws MepException where it does not
     */
    static void requireMet(@Nonnull final Element options, @Nonnull final NodeConfiguration now,
                           @Nonnull final MepSettings limits) throws MepException {
        final Optional<NodeConfiguration> required;
        try {
            required = apply(options, Pubsub.PUBLISH_OPTIONS, now, limits);
        } catch (final MepException e) {
            throw preconditionNotMet();
        }
        if (required.isPresent() && !required.get().equals(now)) {
            throw preconditionNotMet();
        }
    }

    private static MepException preconditionNotMet() {
        return MepException.conflict("precondition-not-met");
    }
}
