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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Picture;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.xmpp.packet.JID;

/** The nodes of a room and its occupants, on the console's page of the room. */
public final class NodeSection implements RoomSection {

    private final NodeAdministration administration;
    private final Supplier<MepSettings> settings;
    private final Home home;
    private final Cluster cluster;

    /**
     * Creates the section.
     *
     * @param administration finds and deletes nodes
     * @param settings gives the settings of the moment
     * @param home which server of a cluster has the nodes
     * @param cluster knows the servers by their names
     */
    public NodeSection(@Nonnull final NodeAdministration administration, @Nonnull final Supplier<MepSettings> settings,
                       @Nonnull final Home home, @Nonnull final Cluster cluster) {
        this.administration = administration;
        this.settings = settings;
        this.home = home;
        this.cluster = cluster;
    }

    @Override
    @Nonnull
    public Optional<Text> place() {
        if (cluster.members().size() < 2) {
            return Optional.empty();
        }
        return Optional.of(home.isHere() ? Text.of("room.nodes.here") : home.server()
            .map(server -> Text.of("room.nodes.elsewhere", cluster.name(server)))
            .orElseGet(() -> Text.of("room.nodes.nowhere")));
    }

    @Override
    @Nonnull
    public CompletionStage<List<Node>> nodes(@Nonnull final JID room) {
        return administration.nodes(room).thenApply(nodes -> nodes.stream().map(this::node).toList());
    }

    private Node node(final NodeView node) {
        final String nickname = node.address().getResource();
        return new Node(node.address(),
            nickname == null ? Text.of("room.node.room") : Text.of("room.node.occupant", nickname), node.id(),
            node.title(), nickname == null ? choice(settings.get().publishersOf(node.id()))
                : Text.of("room.node.itself"), node.items().stream()
                .map(item -> new Item(item.id(), item.published(), item.payload())).toList());
    }

    @Override
    @Nonnull
    public Preview preview(@Nonnull final Item item) {
        return new Preview(ItemPreview.summary(item.payload()), ItemPreview.isPicture(item.payload()));
    }

    @Override
    @Nonnull
    public CompletionStage<Optional<Picture>> picture(@Nonnull final JID address, @Nonnull final String node,
                                                      @Nonnull final String item) {
        return administration.nodes(address.asBareJID()).thenApply(nodes -> nodes.stream()
            .filter(one -> one.address().equals(address) && one.id().equals(node))
            .flatMap(one -> one.items().stream()).filter(one -> one.id().equals(item)).findFirst()
            .flatMap(found -> ItemPreview.picture(found.payload())));
    }

    private static Text choice(final Enum<?> publishers) {
        return Text.of("choice." + publishers.name().toLowerCase(Locale.ROOT));
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> delete(@Nonnull final JID address, @Nonnull final String node,
                                           @Nonnull final Optional<String> item) {
        return item.isPresent() ? administration.deleteItem(address, node, item.get())
            : administration.deleteNode(address, node);
    }

    @Override
    @Nonnull
    public List<Publishers> publishers() {
        final MepSettings now = settings.get();
        return now.publishers().keySet().stream().sorted()
            .map(node -> new Publishers(node, choice(now.publishersOf(node)))).toList();
    }

    @Override
    @Nonnull
    public Text otherPublishers() {
        return choice(settings.get().otherPublishers());
    }
}
