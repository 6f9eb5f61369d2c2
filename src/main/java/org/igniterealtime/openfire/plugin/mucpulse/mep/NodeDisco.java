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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * What rooms, occupants and nodes say of themselves. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#entity-discover">XEP-0060 §5.1–§5.5</a>
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#support">XEP-0316 §6</a>
 */
final class NodeDisco {

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final QName INFO_QUERY = QName.get("query", INFO);
    private static final QName ITEMS_QUERY = QName.get("query", ITEMS);
    private static final String ITEM = "item";
    private static final String NODE = "node";

    private final List<String> features;

    /**
     * Creates it.
     *
     * @param features what can be asked for beyond discovery
     */
    NodeDisco(@Nonnull final List<String> features) {
        this.features = Stream.concat(features.stream(), Stream.of(Pubsub.META_DATA)).sorted().toList();
    }

    /** Adds to what a room says of itself that it is a pubsub service. */
    void addTo(@Nonnull final Element query) {
        query.addElement("identity").addAttribute("category", "pubsub").addAttribute("type", "mep");
        for (final String feature : features) {
            query.addElement("feature").addAttribute("var", feature);
        }
    }

    /**
     * Adds the nodes of a service to a list, as far as they fit.
     *
     * @param space how much room there is in the stanza, in bytes
     */
    void addNodes(@Nonnull final Element query, @Nonnull final VirtualService service, final int space) {
        final String address = service.address().toString();
        int left = space;
        for (final Node node : service.nodes()) {
            left -= size(address, node);
            if (left >= 0) {
                addNodes(query, service, List.of(node));
            }
        }
    }

    private static int size(final String address, final Node node) {
        return StanzaSize.entry(address, node.id(), node.configuration().title(), node.id());
    }

    private static void addNodes(final Element query, final VirtualService service, final List<Node> nodes) {
        for (final Node node : nodes) {
            final String title = node.configuration().title();
            query.addElement(ITEM)
                .addAttribute("jid", service.address().toString())
                .addAttribute(NODE, node.id())
                .addAttribute("name", title.isEmpty() ? node.id() : title);
        }
    }

    private static Page<Node> nodes(final VirtualService service, final Optional<Element> request, final int space)
        throws MepException {
        final String address = service.address().toString();
        return Page.of(new Page.Source<>(List.copyOf(service.nodes()), Node::id,
            node -> size(address, node), Page.End.FIRST), request, space);
    }

    /**
     * Answers a query to a service, as far as it is about nodes. For the feature's executor alone.
     *
     * @param space how much room there is in the answer, in bytes
     */
    @Nonnull
    Element answer(@Nonnull final Element query, @Nonnull final VirtualService service, @Nonnull final Instant now,
                   final int space) throws MepException {
        final Optional<String> id = Optional.ofNullable(query.attributeValue(NODE));
        final boolean info = INFO.equals(query.getNamespaceURI());
        final Element answer = DocumentHelper.createElement(info ? INFO_QUERY : ITEMS_QUERY);
        if (id.isEmpty()) {
            final Page<Node> page = nodes(service, Optional.ofNullable(query.element(Pubsub.RESULT_SET)), space);
            addNodes(answer, service, page.entries());
            page.description().ifPresent(answer::add);
            return answer;
        }
        final Node node = service.require(id.get());
        answer.addAttribute(NODE, node.id());
        if (info) {
            describe(answer, node, service.address());
        } else {
            node.expire(now);
            final String address = service.address().toString();
            final Page<Item> page = Page.of(new Page.Source<>(node.items(), Item::id,
                item -> StanzaSize.entry(address, item.id()), Page.End.LAST),
                Optional.ofNullable(query.element(Pubsub.RESULT_SET)), space);
            page.entries().forEach(item ->
                answer.addElement(ITEM).addAttribute("jid", address).addAttribute("name", item.id()));
            page.description().ifPresent(answer::add);
        }
        return answer;
    }

    /** §5.3 and §5.4. */
    private static void describe(final Element answer, final Node node, final JID owner) {
        answer.addElement("identity").addAttribute("category", "pubsub").addAttribute("type", "leaf");
        answer.addElement("feature").addAttribute("var", Pubsub.NAMESPACE);
        final DataForm form = new DataForm(DataForm.Type.result);
        form.addField("FORM_TYPE", null, FormField.Type.hidden).addValue(Pubsub.META_DATA);
        form.addField("pubsub#type", null, FormField.Type.text_single).addValue(node.configuration().type());
        form.addField("pubsub#title", null, FormField.Type.text_single).addValue(node.configuration().title());
        form.addField("pubsub#creation_date", null, FormField.Type.text_single)
            .addValue(EventRenderer.stamp(node.created()));
        form.addField("pubsub#access_model", null, FormField.Type.list_single).addValue("presence");
        form.addField("pubsub#publish_model", null, FormField.Type.list_single).addValue("publishers");
        form.addField("pubsub#max_items", null, FormField.Type.text_single)
            .addValue(Integer.toString(node.configuration().maxItems()));
        form.addField("pubsub#owner", null, FormField.Type.jid_multi).addValue(owner.toString());
        answer.add(form.getElement().createCopy());
    }
}
