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
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;

/**
 * The use cases of owners, for items.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#publisher">XEP-0060 §7</a>
 */
final class Publishing {

    private static final String TOO_BIG = "payload-too-big";

    private Publishing() {
    }

    /** §7.1. */
    static final class Publish implements UseCase<PubsubRequest.Publish> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Publish request,
                             @Nonnull final Transaction transaction) throws MepException {
            transaction.requireOwner(request.node());
            final Optional<Node> existing = transaction.service().find(request.node());
            final NodeConfiguration configuration = configuration(request, existing, transaction);
            if (!request.hasItem() && configuration.persistItems()) {
                throw MepException.badRequest("item-required");
            }
            if (request.payload() == null && configuration.deliverPayloads()) {
                throw MepException.badRequest("payload-required");
            }
            if (request.hasItem() && !configuration.deliverPayloads() && !configuration.persistItems()) {
                throw MepException.badRequest("item-forbidden");
            }
            if (request.payload() != null && !configuration.type().isEmpty()
                && !configuration.type().equals(request.payload().getNamespaceURI())) {
                throw MepException.badRequest("invalid-payload");
            }
            final Item item = item(request, transaction);
            if (item.size() > Math.min(configuration.maxPayloadSize(), transaction.settings().payloadSize())
                || StanzaSize.event(transaction.service().address(), request.node(), item)
                    > transaction.settings().limits().stanzaSize()) {
                throw MepException.notAcceptable(TOO_BIG);
            }
            transaction.requireChangeRate();
            if (existing.isEmpty()) {
                transaction.requireRoomForNode();
            }
            transaction.requireMemory(need(item, existing, request, configuration, transaction));
            final Node node = existing.isPresent() ? existing.get()
                : transaction.create(request.node(), configuration);
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            final Element publish = result.addElement(Pubsub.PUBLISH).addAttribute("node", node.id());
            if (request.hasItem()) {
                for (final String removed : node.put(item, transaction.settings().itemsPerNode())) {
                    if (node.configuration().notifiesOverflow()) {
                        transaction.addEvent(new NodeEvent.Retracted(node, removed));
                    }
                }
                transaction.addEvent(new NodeEvent.Published(node, item));
                publish.addElement("item").addAttribute("id", item.id());
            } else {
                transaction.addEvent(new NodeEvent.Happened(node));
            }
            return Answer.of(result);
        }

        private static Item item(final PubsubRequest.Publish request, final Transaction transaction)
            throws MepException {
            if (request.payload() != null && Payload.isDeeperThan(request.payload(), Payload.MAX_DEPTH)) {
                throw MepException.badRequest("invalid-payload");
            }
            return new Item(request.itemId() != null ? request.itemId() : Ids.random(),
                request.payload() == null ? null : Payload.of(request.payload()), transaction.now(),
                transaction.user(), transaction.room().nextOrder());
        }

        private static Need need(final Item item, final Optional<Node> existing, final PubsubRequest.Publish request,
                                 final NodeConfiguration configuration, final Transaction transaction) {
            final long bytes = configuration.persistItems() && request.hasItem() ? item.held() : 0;
            if (existing.isEmpty()) {
                return Need.of(bytes + Node.held(request.node(), configuration));
            }
            final List<Item> displaced =
                existing.get().displacedBy(item.id(), transaction.settings().itemsPerNode());
            return new Need(bytes,
                displaced.stream().filter(other -> transaction.user().equals(other.publisher()))
                    .mapToLong(Item::held).sum(),
                displaced.stream().mapToLong(Item::held).sum());
        }

        /** §7.1.5: options are preconditions of a node that exists, and the configuration of a new one. */
        private static NodeConfiguration configuration(final PubsubRequest.Publish request,
                                                       final Optional<Node> existing,
                                                       final Transaction transaction) throws MepException {
            if (request.options().isEmpty()) {
                return existing.map(Node::configuration).orElseGet(transaction::defaults);
            }
            final Element options = request.options().get();
            ConfigurationForm.requireKnown(options);
            if (existing.isPresent()) {
                ConfigurationForm.requireMet(options, existing.get().configuration(), transaction.settings());
                return existing.get().configuration();
            }
            return ConfigurationForm
                .apply(options, Pubsub.PUBLISH_OPTIONS, transaction.defaults(), transaction.settings())
                .orElseGet(transaction::defaults);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("publish", "item-ids", "auto-create", "persistent-items", "multi-items",
                "publish-options");
        }
    }

    /** §7.1.3: refused, but not before it is known that the sender may publish. */
    static final class PublishOversized implements UseCase<PubsubRequest.PublishOversized> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.PublishOversized request,
                             @Nonnull final Transaction transaction) throws MepException {
            transaction.requireOwner(request.node());
            throw MepException.notAcceptable(TOO_BIG);
        }
    }

    /** §7.2. */
    static final class Retract implements UseCase<PubsubRequest.Retract> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Retract request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            node.requirePersistence();
            node.expire(transaction.now());
            if (node.item(request.itemId()).isEmpty()) {
                throw MepException.itemNotFound();
            }
            transaction.requireChangeRate();
            node.remove(request.itemId());
            if (request.notifying() || node.configuration().notifyRetract()) {
                transaction.addEvent(new NodeEvent.Retracted(node, request.itemId()));
            }
            return Answer.empty();
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("retract-items", "delete-items");
        }
    }

    /** §8.5. */
    static final class Purge implements UseCase<PubsubRequest.Purge> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Purge request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            node.requirePersistence();
            transaction.requireChangeRate();
            node.purge();
            if (node.configuration().notifyRetract()) {
                transaction.addEvent(new NodeEvent.Purged(node));
            }
            return Answer.empty();
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("purge-nodes");
        }
    }
}
