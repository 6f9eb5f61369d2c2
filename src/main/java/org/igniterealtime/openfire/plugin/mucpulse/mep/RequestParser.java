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

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Parses requests, each once. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html">XEP-0060</a>
 */
final class RequestParser {

    private static final String LEAF = "leaf";

    private RequestParser() {
    }

    /**
     * Parses a request.
     *
     * @param iq an IQ stanza of type get or set with one child
     * @return the request, {@link PubsubRequest.Malformed} where it is malformed or not offered
     */
    @Nonnull
    static PubsubRequest parse(@Nonnull final IQ iq) {
        final Element child = iq.getChildElement();
        try {
            return Pubsub.isDisco(child) ? disco(child) : pubsub(child, iq.getType());
        } catch (final MepException e) {
            return new PubsubRequest.Malformed(e);
        }
    }

    private static PubsubRequest disco(final Element query) throws MepException {
        final String node = query.attributeValue("node");
        if (Namespaces.DISCO_ITEMS.equals(query.getNamespaceURI())) {
            return node == null ? new PubsubRequest.DiscoverNodes(page(query))
                : new PubsubRequest.DiscoverItems(node, page(query));
        }
        if (node == null) {
            throw MepException.badRequest();
        }
        return new PubsubRequest.DescribeNode(node);
    }

    private static PubsubRequest pubsub(final Element pubsub, final IQ.Type type) throws MepException {
        final List<Element> actions = pubsub.elements().stream()
            .filter(child -> child.getNamespaceURI().equals(pubsub.getNamespaceURI()))
            .filter(child -> !isCompanion(child, pubsub))
            .toList();
        if (actions.size() != 1) {
            throw MepException.badRequest();
        }
        final Element action = actions.get(0);
        final boolean owner = Pubsub.OWNER.equals(pubsub.getNamespaceURI());
        if (owner) {
            return type == IQ.Type.get ? ownerGet(pubsub, action) : ownerSet(action);
        }
        return type == IQ.Type.get ? get(pubsub, action) : set(pubsub, action);
    }

    /** Whether an element only qualifies the action beside it. */
    private static boolean isCompanion(final Element child, final Element pubsub) {
        return switch (child.getName()) {
            case "configure" -> pubsub.element("create") != null;
            case "publish-options" -> pubsub.element("publish") != null;
            case "options" -> pubsub.element("subscribe") != null;
            default -> false;
        };
    }

    private static PubsubRequest set(final Element pubsub, final Element action) throws MepException {
        return switch (action.getName()) {
            case "publish" -> publish(pubsub, action);
            case "retract" -> retract(action);
            case "create" -> {
                requireLeaf(action);
                yield new PubsubRequest.Create(optionalNode(action), create(pubsub));
            }
            case "subscribe" -> {
                if (pubsub.element("options") != null) {
                    throw MepException.unsupported("subscription-options");
                }
                yield new PubsubRequest.Subscribe(node(action), subscriber(action));
            }
            case "unsubscribe" -> new PubsubRequest.Unsubscribe(node(action), subscriber(action));
            case "options" -> throw MepException.unsupported("subscription-options");
            default -> throw MepException.badRequest();
        };
    }

    private static PubsubRequest get(final Element pubsub, final Element action) throws MepException {
        return switch (action.getName()) {
            case "items" -> items(pubsub, action);
            case "subscriptions" -> new PubsubRequest.OwnSubscriptions(optionalNode(action), page(pubsub));
            case "affiliations" -> new PubsubRequest.OwnAffiliations(optionalNode(action), page(pubsub));
            case "options" -> throw MepException.unsupported("subscription-options");
            case "default" -> throw MepException.unsupported("retrieve-default-sub");
            default -> throw MepException.badRequest();
        };
    }

    private static PubsubRequest ownerGet(final Element pubsub, final Element action) throws MepException {
        return switch (action.getName()) {
            case "configure" -> new PubsubRequest.GetConfiguration(node(action));
            case "default" -> {
                requireLeaf(action);
                yield new PubsubRequest.GetDefaults();
            }
            case "subscriptions" -> new PubsubRequest.NodeSubscriptions(node(action), page(pubsub));
            case "affiliations" -> new PubsubRequest.NodeAffiliations(node(action), page(pubsub));
            default -> throw MepException.badRequest();
        };
    }

    private static PubsubRequest ownerSet(final Element action) throws MepException {
        return switch (action.getName()) {
            case "configure" -> {
                final Element form = action.element(Pubsub.DATA_FORM);
                if (form == null) {
                    throw MepException.badRequest();
                }
                yield new PubsubRequest.SetConfiguration(node(action), form);
            }
            case "delete" -> {
                if (action.element("redirect") != null) {
                    throw MepException.notImplemented();
                }
                yield new PubsubRequest.Delete(node(action));
            }
            case "purge" -> new PubsubRequest.Purge(node(action));
            case "subscriptions" -> throw MepException.unsupported("manage-subscriptions");
            case "affiliations" -> throw MepException.unsupported("modify-affiliations");
            case ConfigurationForm.COLLECTION -> throw MepException.unsupported(ConfigurationForm.COLLECTIONS);
            default -> throw MepException.badRequest();
        };
    }

    private static PubsubRequest publish(final Element pubsub, final Element publish) throws MepException {
        final String node = node(publish);
        if (Oversized.isMarked(publish)) {
            return new PubsubRequest.PublishOversized(node);
        }
        final List<Element> items = publish.elements(Pubsub.ITEM);
        if (items.size() > 1) {
            throw MepException.badRequest("max-items-exceeded");
        }
        if (items.size() != publish.elements().size()) {
            throw MepException.badRequest();
        }
        final Optional<Element> options = Optional.ofNullable(pubsub.element("publish-options"))
            .map(element -> element.element(Pubsub.DATA_FORM));
        if (items.isEmpty()) {
            return new PubsubRequest.Publish(node, null, null, false, options);
        }
        final Element item = items.get(0);
        if (item.elements().size() > 1) {
            throw MepException.badRequest("invalid-payload");
        }
        final Element payload = item.elements().isEmpty() ? null : item.elements().get(0);
        return new PubsubRequest.Publish(node, optionalId(item, "id"), payload, true, options);
    }

    private static PubsubRequest retract(final Element retract) throws MepException {
        final String node = node(retract);
        final List<Element> items = retract.elements(Pubsub.ITEM);
        if (items.size() > 1) {
            throw MepException.badRequest("max-items-exceeded");
        }
        final String id = items.isEmpty() ? null : optionalId(items.get(0), "id");
        if (id == null) {
            throw MepException.badRequest("item-required");
        }
        final boolean notify = Booleans.parse(retract.attributeValue("notify", "false")).orElse(false);
        return new PubsubRequest.Retract(node, id, notify);
    }

    /** Earlier versions of XEP-0060 have the type of a node in an attribute, and ask for its defaults by a form. */
    private static void requireLeaf(final Element action) throws MepException {
        final String type = action.attributeValue("type", LEAF);
        if (ConfigurationForm.COLLECTION.equals(type)) {
            throw MepException.unsupported(ConfigurationForm.COLLECTIONS);
        }
        if (!LEAF.equals(type)) {
            throw MepException.notAcceptable();
        }
        final Element form = action.element(Pubsub.DATA_FORM);
        if (form != null) {
            ConfigurationForm.requireNoCollection(form);
        }
    }

    private static Optional<Element> create(final Element pubsub) {
        return Optional.ofNullable(pubsub.element("configure")).map(element -> element.element(Pubsub.DATA_FORM));
    }

    private static PubsubRequest items(final Element pubsub, final Element items) throws MepException {
        final String node = node(items);
        final Set<String> ids = new HashSet<>();
        for (final Element item : items.elements(Pubsub.ITEM)) {
            final String id = item.attributeValue("id");
            if (id == null) {
                throw MepException.badRequest();
            }
            ids.add(id);
        }
        if (items.attributeValue("subid") != null) {
            throw MepException.notAcceptable("invalid-subid");
        }
        return new PubsubRequest.RetrieveItems(node, ids, maxItems(items), page(pubsub));
    }

    private static Optional<Element> page(final Element pubsub) {
        return Optional.ofNullable(pubsub.element(Pubsub.RESULT_SET));
    }

    @Nullable
    private static Integer maxItems(final Element items) throws MepException {
        final String text = items.attributeValue("max_items");
        if (text == null) {
            return null;
        }
        try {
            final int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a number that is not positive is.
        }
        throw MepException.badRequest();
    }

    private static JID subscriber(final Element action) throws MepException {
        final String text = action.attributeValue("jid");
        if (text == null) {
            throw MepException.badRequest("jid-required");
        }
        return Addresses.parse(text).orElseThrow(() -> MepException.badRequest("invalid-jid"));
    }

    private static String node(final Element action) throws MepException {
        final String node = optionalNode(action);
        if (node == null) {
            throw MepException.badRequest("nodeid-required");
        }
        return node;
    }

    @Nullable
    private static String optionalNode(final Element action) throws MepException {
        return optionalId(action, "node");
    }

    @Nullable
    private static String optionalId(final Element element, final String attribute) throws MepException {
        final String id = element.attributeValue(attribute);
        if (id == null || id.isEmpty()) {
            return null;
        }
        if (!Ids.isValid(id)) {
            throw MepException.notAcceptable();
        }
        return id;
    }
}
