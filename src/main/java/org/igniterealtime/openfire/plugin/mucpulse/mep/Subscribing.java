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
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.xmpp.packet.JID;

/**
 * The use cases of all occupants.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#subscriber">XEP-0060 §5, §6</a>
 */
final class Subscribing {

    private Subscribing() {
    }

    private static void requireOwnJid(final JID jid, final Transaction transaction) throws MepException {
        if (!transaction.requester().isCalled(jid, transaction.room())) {
            throw MepException.badRequest("invalid-jid");
        }
    }

    private static Element subscription(final Element parent, final Node node, final String jid, final String state) {
        return parent.addElement("subscription")
            .addAttribute("node", node.id())
            .addAttribute("jid", jid)
            .addAttribute("subscription", state);
    }

    /** §6.1. */
    static final class Subscribe implements UseCase<PubsubRequest.Subscribe> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Subscribe request,
                             @Nonnull final Transaction transaction) throws MepException {
            requireOwnJid(request.subscriber(), transaction);
            final Node node = transaction.service().require(request.node());
            if (!node.isSubscribed(transaction.requester().occupant().session())) {
                transaction.requireMemory(Need.of(Node.SUBSCRIPTION));
            }
            if (node.subscribe(transaction.requester().occupant().session())
                && node.configuration().sendLast() != SendLast.NEVER) {
                transaction.subscribed(node);
            }
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            subscription(result, node, request.subscriber().toString(), "subscribed");
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("subscribe", "access-presence", "auto-subscribe", "filtered-notifications",
                "last-published");
        }
    }

    /** §6.2. */
    static final class Unsubscribe implements UseCase<PubsubRequest.Unsubscribe> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Unsubscribe request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.service().require(request.node());
            if (!transaction.requester().isCalled(request.subscriber(), transaction.room())) {
                throw MepException.forbidden();
            }
            if (!node.unsubscribe(transaction.requester().occupant().session())) {
                throw MepException.unexpectedRequest("not-subscribed");
            }
            return Answer.empty();
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("subscribe");
        }
    }

    /** §5.6; the subscriber is named by the occupant JID. */
    static final class OwnSubscriptions implements UseCase<PubsubRequest.OwnSubscriptions> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.OwnSubscriptions request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Occupant occupant = transaction.requester().occupant();
            final String jid = transaction.room().occupantJid(occupant.nickname()).toString();
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            final Element list = result.addElement("subscriptions");
            if (request.node() != null) {
                list.addAttribute("node", request.node());
                transaction.service().require(request.node());
            }
            final List<Node> subscribed = transaction.service().nodes().stream()
                .filter(node -> node.isSubscribed(occupant.session())
                    && (request.node() == null || node.id().equals(request.node()))).toList();
            final Page<Node> page = Page.of(new Page.Source<>(subscribed, Node::id,
                node -> StanzaSize.entry(node.id(), jid), Page.End.FIRST), request.page(),
                transaction.space(request.node()));
            page.entries().forEach(node -> subscription(list, node, jid, "subscribed"));
            page.description().ifPresent(result::add);
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("retrieve-subscriptions");
        }
    }

    /** §5.7. */
    static final class OwnAffiliations implements UseCase<PubsubRequest.OwnAffiliations> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.OwnAffiliations request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Requester requester = transaction.requester();
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            final Element list = result.addElement("affiliations");
            if (request.node() != null) {
                list.addAttribute("node", request.node());
                transaction.service().require(request.node());
            }
            final List<Node> affiliated = transaction.service().nodes().stream()
                .filter(node -> (request.node() == null || node.id().equals(request.node()))
                    && (owns(node, transaction) || node.isSubscribed(requester.occupant().session()))).toList();
            final Page<Node> page = Page.of(new Page.Source<>(affiliated, Node::id,
                node -> StanzaSize.entry(node.id()), Page.End.FIRST), request.page(),
                transaction.space(request.node()));
            page.entries().forEach(node -> list.addElement("affiliation").addAttribute("node", node.id())
                .addAttribute("affiliation", owns(node, transaction) ? "owner" : "subscriber"));
            page.description().ifPresent(result::add);
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("retrieve-affiliations");
        }

        private static boolean owns(final Node node, final Transaction transaction) {
            return transaction.requester().owns(transaction.service(), node.id(), transaction.settings());
        }
    }

    /** §6.5. */
    static final class RetrieveItems implements UseCase<PubsubRequest.RetrieveItems> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.RetrieveItems request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.service().require(request.node());
            node.requirePersistence();
            node.expire(transaction.now());
            final int space = transaction.space(node.id());
            final Page<Item> page = Page.of(new Page.Source<>(requested(node, request), Item::id, StanzaSize::entry,
                request.ids().isEmpty() ? Page.End.LAST : Page.End.FIRST), request.page(), space);
            transaction.requireReadRate(page.entries().stream().mapToInt(StanzaSize::entry).sum());
            // What waits to be sent is small: payloads become elements at the moment of sending.
            return Answer.late(() -> answer(node.id(), page, space));
        }

        private static Element answer(final String node, final Page<Item> page, final int space) {
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            final Element items = result.addElement("items").addAttribute("node", node);
            page.entries().forEach(item ->
                items.add(EventRenderer.item(item, Pubsub.NAMESPACE, StanzaSize.entry(item) <= space)));
            page.description().ifPresent(result::add);
            return result;
        }

        private static List<Item> requested(final Node node, final PubsubRequest.RetrieveItems request) {
            final List<Item> all = node.items();
            if (!request.ids().isEmpty()) {
                return all.stream().filter(item -> request.ids().contains(item.id())).toList();
            }
            return request.maxItems() == null || request.page().isPresent() ? all
                : all.subList(Math.max(0, all.size() - request.maxItems()), all.size());
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("retrieve-items", "rsm");
        }
    }
}
