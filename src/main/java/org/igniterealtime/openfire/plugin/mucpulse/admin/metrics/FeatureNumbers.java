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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateCount;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.RoomChatStates;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepCount;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MucEventing;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiCount;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;

/**
 * Where each number comes from.
 */
public final class FeatureNumbers {

    private static final Map<Metric, RaiCount> RAI = Map.of(
        Metric.RAI_NOTIFIED, RaiCount.NOTIFIED,
        Metric.RAI_COALESCED, RaiCount.COALESCED,
        Metric.RAI_REFUSED_FORBIDDEN, RaiCount.REFUSED_FORBIDDEN,
        Metric.RAI_REFUSED_LIMIT, RaiCount.REFUSED_LIMIT,
        Metric.RAI_REFUSED_MALFORMED, RaiCount.REFUSED_MALFORMED,
        Metric.RAI_REFUSED_BUSY, RaiCount.REFUSED_BUSY,
        Metric.RAI_REFUSED_REPEATED, RaiCount.REFUSED_REPEATED);
    private static final Map<Metric, MepCount> MEP = Map.of(
        Metric.MEP_PUBLISHED, MepCount.PUBLISHED,
        Metric.MEP_EVENTS, MepCount.EVENTS,
        Metric.MEP_LAST_ITEMS_DEFERRED, MepCount.LAST_ITEMS_DEFERRED,
        Metric.MEP_LAST_ITEMS_DROPPED, MepCount.LAST_ITEMS_DROPPED,
        Metric.MEP_REFUSED_FORBIDDEN, MepCount.REFUSED_FORBIDDEN,
        Metric.MEP_REFUSED_NOT_IN_ROOM, MepCount.REFUSED_NOT_IN_ROOM,
        Metric.MEP_REFUSED_LIMIT, MepCount.REFUSED_LIMIT,
        Metric.MEP_REFUSED_NOT_FOUND, MepCount.REFUSED_NOT_FOUND,
        Metric.MEP_REFUSED_OTHER, MepCount.REFUSED_OTHER);
    private static final Map<Metric, ChatStateCount> CHAT_STATES = Map.of(
        Metric.CHATSTATE_SEEN, ChatStateCount.SEEN,
        Metric.CHATSTATE_DROPPED_SUPPRESSED, ChatStateCount.DROPPED_SUPPRESSED,
        Metric.CHATSTATE_DROPPED_GONE, ChatStateCount.DROPPED_GONE,
        Metric.CHATSTATE_DROPPED_REPEATED, ChatStateCount.DROPPED_REPEATED,
        Metric.CHATSTATE_DROPPED_VOICELESS, ChatStateCount.DROPPED_VOICELESS,
        Metric.CHATSTATE_DROPPED_SEVERAL, ChatStateCount.DROPPED_SEVERAL,
        Metric.CHATSTATE_DROPPED_CROWDED, ChatStateCount.DROPPED_CROWDED,
        Metric.CHATSTATE_DROPPED_TOO_FAST, ChatStateCount.DROPPED_TOO_FAST,
        Metric.CHATSTATE_SAVED, ChatStateCount.DELIVERIES_SAVED);

    private FeatureNumbers() {
    }

    /**
     * The numbers of all features.
     *
     * @param services tells the domains of the group chat services
     * @param rai Room Activity Indicators
     * @param mep the MUC Eventing Protocol
     * @param chatStates chat states
     * @param chatting User Chatting
     * @param clock the wall clock
     * @return the numbers
     */
    @Nonnull
    public static Numbers of(@Nonnull final Supplier<? extends Collection<String>> services,
                             @Nonnull final RoomActivityIndicators rai, @Nonnull final MucEventing mep,
                             @Nonnull final RoomChatStates chatStates, @Nonnull final UserChatting chatting,
                             @Nonnull final InstantSource clock) {
        final Numbers numbers = new Numbers(services);
        numbers.with(Metric.RAI_SUBSCRIPTIONS, service -> rai.subscriptionCounts().getOrDefault(service, 0));
        RAI.forEach((metric, count) -> numbers.with(metric, service -> rai.counts().of(service, count)));
        final MepCensus census = new MepCensus(mep, clock);
        numbers.with(Metric.MEP_NODES, census::nodes).with(Metric.MEP_ITEMS, census::items);
        MEP.forEach((metric, count) -> numbers.with(metric, service -> mep.counts().of(service, count)));
        CHAT_STATES.forEach((metric, count) ->
            numbers.with(metric, service -> chatStates.counts().of(service, count)));
        return numbers.with(Metric.CHATTING_USERS, service -> chatting.publishingUsers());
    }
}
