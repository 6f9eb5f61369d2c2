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

import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * Service discovery of what virtual services have. The discovery of a room itself is answered by the server, see
 * {@link RoomDisco}; that of an occupant itself by the occupant's client.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#entity-discover">XEP-0060 §5.2–§5.5</a>
 */
final class Discovery {

    private Discovery() {
    }

    /** The length of a node in a list, in bytes. */
    static int size(@Nonnull final JID owner, @Nonnull final NodeName node) {
        return StanzaSize.entry(owner.toString(), node.id(), node.title(), node.id());
    }

    /** Adds a node to a list. */
    static void add(@Nonnull final Element query, @Nonnull final JID owner, @Nonnull final NodeName node) {
        query.addElement("item")
            .addAttribute("jid", owner.toString())
            .addAttribute("node", node.id())
            .addAttribute("name", node.title().isEmpty() ? node.id() : node.title());
    }

    /** §5.2: the nodes of a service. */
    static final class Nodes implements UseCase<PubsubRequest.DiscoverNodes> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.DiscoverNodes request,
                             @Nonnull final Transaction transaction) throws MepException {
            final VirtualService service = transaction.service();
            final Page<Node> page = Page.of(new Page.Source<>(List.copyOf(service.nodes()), Node::id,
                node -> size(service.address(), NodeName.of(node)), Page.End.FIRST), request.page(),
                transaction.space(null));
            final Element answer = DocumentHelper.createElement(Pubsub.DISCO_ITEMS_QUERY);
            page.entries().forEach(node -> add(answer, service.address(), NodeName.of(node)));
            page.description().ifPresent(answer::add);
            return Answer.of(answer);
        }
    }

    /** §5.3 and §5.4: the identity and the metadata of a node. */
    static final class NodeInfo implements UseCase<PubsubRequest.DescribeNode> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.DescribeNode request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.service().require(request.node());
            final Element answer =
                DocumentHelper.createElement(Pubsub.DISCO_INFO_QUERY).addAttribute("node", node.id());
            answer.addElement("identity").addAttribute("category", "pubsub").addAttribute("type", "leaf");
            answer.addElement("feature").addAttribute("var", Pubsub.NAMESPACE);
            answer.add(metadata(node, transaction.service().address()));
            return Answer.of(answer);
        }

        private static Element metadata(final Node node, final JID owner) {
            final DataForm form = new DataForm(DataForm.Type.result);
            form.addField(Namespaces.FORM_TYPE, null, FormField.Type.hidden).addValue(Pubsub.META_DATA);
            text(form, "pubsub#type", node.configuration().type());
            text(form, "pubsub#title", node.configuration().title());
            text(form, "pubsub#creation_date", EventRenderer.stamp(node.created()));
            form.addField("pubsub#access_model", null, FormField.Type.list_single).addValue("presence");
            form.addField("pubsub#publish_model", null, FormField.Type.list_single).addValue("publishers");
            text(form, "pubsub#max_items", Integer.toString(node.configuration().maxItems()));
            form.addField("pubsub#owner", null, FormField.Type.jid_multi).addValue(owner.toString());
            return form.getElement().createCopy();
        }

        private static void text(final DataForm form, final String name, final String value) {
            form.addField(name, null, FormField.Type.text_single).addValue(value);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("meta-data");
        }
    }

    /** §5.5: the items of a node. */
    static final class Items implements UseCase<PubsubRequest.DiscoverItems> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.DiscoverItems request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.service().require(request.node());
            node.expire(transaction.now());
            final String address = transaction.service().address().toString();
            final Page<Item> page = Page.of(new Page.Source<>(node.items(), Item::id,
                item -> StanzaSize.entry(address, item.id()), Page.End.LAST), request.page(),
                transaction.space(node.id()));
            final Element answer =
                DocumentHelper.createElement(Pubsub.DISCO_ITEMS_QUERY).addAttribute("node", node.id());
            page.entries().forEach(item ->
                answer.addElement("item").addAttribute("jid", address).addAttribute("name", item.id()));
            page.description().ifPresent(answer::add);
            return Answer.of(answer);
        }
    }
}
