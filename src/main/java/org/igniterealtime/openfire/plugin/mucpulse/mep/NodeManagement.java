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
import java.util.function.Function;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.xmpp.forms.DataForm;

/**
 * The use cases of owners, for nodes.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#owner">XEP-0060 §8</a>
 */
final class NodeManagement {

    private NodeManagement() {
    }

    /** §8.1. */
    static final class Create implements UseCase<PubsubRequest.Create> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Create request,
                             @Nonnull final Transaction transaction) throws MepException {
            final String id = request.node() != null ? request.node() : Ids.random();
            transaction.requireOwner(id);
            if (transaction.service().has(id)) {
                throw MepException.conflict();
            }
            NodeConfiguration configuration = transaction.defaults();
            if (request.configuration().isPresent()) {
                configuration = ConfigurationForm.apply(request.configuration().get(), Pubsub.NODE_CONFIG,
                    configuration, transaction.settings()).orElse(configuration);
            }
            transaction.requireChangeRate();
            transaction.requireRoomForNode();
            transaction.requireMemory(Need.of(Node.held(id, configuration)));
            transaction.create(id, configuration);
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB);
            result.addElement("create").addAttribute("node", id);
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("create-nodes", "create-and-configure", "instant-nodes");
        }
    }

    /** §8.4. */
    static final class Delete implements UseCase<PubsubRequest.Delete> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.Delete request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            transaction.requireChangeRate();
            transaction.delete(node);
            if (node.configuration().notifyDelete()) {
                transaction.addEvent(new NodeEvent.Deleted(node));
            }
            return Answer.empty();
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("delete-nodes");
        }
    }

    /** §8.2, the form. */
    static final class GetConfiguration implements UseCase<PubsubRequest.GetConfiguration> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.GetConfiguration request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB_OWNER);
            result.addElement("configure").addAttribute("node", node.id())
                .add(ConfigurationForm.form(node.configuration(), DataForm.Type.form));
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("config-node", "config-node-max");
        }
    }

    /** §8.2, the filled-in form. */
    static final class SetConfiguration implements UseCase<PubsubRequest.SetConfiguration> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.SetConfiguration request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            final Optional<NodeConfiguration> changed = ConfigurationForm.apply(request.form(), Pubsub.NODE_CONFIG,
                node.configuration(), transaction.settings());
            transaction.requireChangeRate();
            if (changed.isPresent() && !changed.get().equals(node.configuration())) {
                transaction.requireMemory(new Need(Node.held(node.id(), changed.get()),
                    Node.held(node.id(), node.configuration()), Node.held(node.id(), node.configuration())));
                node.configure(changed.get());
                transaction.service().changed();
                if (node.configuration().notifyConfig()) {
                    transaction.addEvent(new NodeEvent.Configured(node));
                }
            }
            return Answer.empty();
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("config-node");
        }
    }

    /** §8.3. */
    static final class GetDefaults implements UseCase<PubsubRequest.GetDefaults> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.GetDefaults request,
                             @Nonnull final Transaction transaction) {
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB_OWNER);
            result.addElement("default").add(ConfigurationForm.form(transaction.defaults(), DataForm.Type.form));
            return Answer.of(result);
        }

        @Override
        @Nonnull
        public Set<String> features() {
            return Set.of("retrieve-default");
        }
    }

    /** The occupant JIDs of those who are subscribed, each once, in order. */
    private static List<String> subscribers(final Node node, final EventingRoom room) {
        return room.occupants().stream()
            .filter(occupant -> node.isSubscribed(occupant.session()))
            .map(occupant -> room.occupantJid(occupant.nickname()).toString())
            .sorted()
            .distinct()
            .toList();
    }

    private static Page<String> page(final List<String> addresses, final Optional<Element> request, final Node node,
                                     final Transaction transaction) throws MepException {
        return Page.of(new Page.Source<>(addresses, Function.identity(), StanzaSize::entry, Page.End.FIRST), request,
            transaction.space(node.id()));
    }

    /** §8.8.1: who is subscribed, by occupant JIDs. */
    static final class NodeSubscriptions implements UseCase<PubsubRequest.NodeSubscriptions> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.NodeSubscriptions request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB_OWNER);
            final Element list = result.addElement("subscriptions").addAttribute("node", node.id());
            final Page<String> page =
                page(subscribers(node, transaction.room()), request.page(), node, transaction);
            page.entries().forEach(jid -> list.addElement("subscription")
                    .addAttribute("jid", jid)
                    .addAttribute("subscription", "subscribed"));
            page.description().ifPresent(result::add);
            return Answer.of(result);
        }
    }

    /** §8.9.1: the owner, and the subscribers. */
    static final class NodeAffiliations implements UseCase<PubsubRequest.NodeAffiliations> {

        @Override
        @Nonnull
        public Answer handle(@Nonnull final PubsubRequest.NodeAffiliations request,
                             @Nonnull final Transaction transaction) throws MepException {
            final Node node = transaction.requireOwned(request.node());
            final Element result = DocumentHelper.createElement(Pubsub.PUBSUB_OWNER);
            final Element list = result.addElement("affiliations").addAttribute("node", node.id());
            final String owner = transaction.service().address().toString();
            final List<String> all = Stream.concat(Stream.of(owner),
                subscribers(node, transaction.room()).stream().filter(jid -> !jid.equals(owner))).toList();
            final Page<String> page = page(all, request.page(), node, transaction);
            page.entries().forEach(jid -> affiliation(list, jid, jid.equals(owner) ? "owner" : "subscriber"));
            page.description().ifPresent(result::add);
            return Answer.of(result);
        }

        private static void affiliation(final Element list, final String jid, final String affiliation) {
            list.addElement("affiliation").addAttribute("jid", jid).addAttribute("affiliation", affiliation);
        }
    }
}
