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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Takes what comes from the server, from other plugins and from the admin console: where this server is home it goes to
 * {@link MucEventing}, at the cost of one volatile read, and otherwise to home. Requests to a cluster that has no home
 * at the moment are answered with an error. Safe for use by several threads; nothing blocks.
 */
final class EventingEntrance implements IqHandler, RoomDiscoContributor, OccupantPresenceListener,
    RoomEventListener, UserEventListener, RoomPublisher, NodeAdministration {

    private final MucEventing mep;
    private final EventingCluster cluster;
    private final RequestClaims claims;
    private final RoomDisco disco;

    /**
     * Creates it.
     *
     * @param mep the feature, where this server is home
     * @param cluster knows which server is home
     * @param settings gives the current settings
     * @param rooms the server's rooms
     */
    EventingEntrance(@Nonnull final MucEventing mep, @Nonnull final EventingCluster cluster,
                     @Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms rooms) {
        this.mep = mep;
        this.cluster = cluster;
        this.claims = new RequestClaims(mep::isOffered, rooms, cluster.directory());
        this.disco = new RoomDisco(settings, rooms, cluster.directory(), mep.features());
    }

    @Override
    public boolean claims(@Nonnull final IQ request) {
        return cluster.isHere() ? mep.claims(request) : claims.claims(request);
    }

    @Override
    @Nonnull
    public Optional<QName> claimsMalformed(@Nonnull final IQ request) {
        return mep.claimsMalformed(request);
    }

    @Override
    @Nonnull
    public Optional<Element> claimsOversized(@Nonnull final IQ request) {
        return claims.claimsOversized(request);
    }

    @Override
    public int payloadSize() {
        return mep.payloadSize();
    }

    @Override
    public void take(@Nonnull final IQ request) {
        if (cluster.isHere()) {
            mep.take(request);
        } else {
            cluster.elsewhere().ifPresentOrElse(home -> cluster.requests().forward(home, request),
                () -> cluster.requests().refuse(request));
        }
    }

    @Override
    public void decorate(@Nonnull final IQ result) {
        if (cluster.isHere()) {
            mep.decorate(result);
        } else {
            disco.decorate(result);
        }
    }

    private OccupantPresenceListener presence() {
        return cluster.isHere() ? mep : cluster.forwarder();
    }

    private RoomEventListener events() {
        return cluster.isHere() ? mep : cluster.forwarder();
    }

    private RoomPublisher publisher() {
        return cluster.isHere() ? mep : cluster.calls();
    }

    private NodeAdministration administration() {
        return cluster.isHere() ? mep : cluster.calls();
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        presence().presenceInRoom(occupant, session, announcement);
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session) {
        presence().presenceInRoom(occupant, session);
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        events().occupantJoined(room, session, nickname);
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        events().occupantLeft(room, session);
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        events().nicknameChanged(room, session, from, to);
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        events().roomDestroyed(room);
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        cluster.sessionEnded(session);
    }

    @Override
    @Nonnull
    public CompletionStage<String> publish(@Nonnull final JID room, @Nonnull final String node,
                                           @Nullable final String itemId, @Nonnull final Element payload) {
        return publisher().publish(room, node, itemId, payload);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> retract(@Nonnull final JID room, @Nonnull final String node,
                                            @Nonnull final String itemId) {
        return publisher().retract(room, node, itemId);
    }

    @Override
    @Nonnull
    public CompletionStage<List<NodeView>> nodes(@Nonnull final JID room) {
        return administration().nodes(room);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteNode(@Nonnull final JID address, @Nonnull final String node) {
        return administration().deleteNode(address, node);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteItem(@Nonnull final JID address, @Nonnull final String node,
                                               @Nonnull final String itemId) {
        return administration().deleteItem(address, node, itemId);
    }

    @Override
    @Nonnull
    public CompletionStage<Map<String, NodeCount>> census() {
        return administration().census();
    }
}
