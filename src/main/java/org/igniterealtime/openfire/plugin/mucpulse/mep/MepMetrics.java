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
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** The metrics of the MUC Eventing Protocol. */
public final class MepMetrics {

    /** Nodes in rooms that somebody is in, at the moment. */
    public static final Metric NODES = Metric.gauge("mep_nodes").statistic("mucpulse_mep_nodes");
    /** Items of these nodes. */
    public static final Metric ITEMS = Metric.gauge("mep_items");
    /** Items published, and events published of which nothing is kept. */
    public static final Metric PUBLISHED =
        Metric.counter("mep_published").family("mep_publishes").statistic("mucpulse_mep_publish").charted();
    /** Messages about what happened at a node: one for each interested session. */
    public static final Metric EVENTS = Metric.counter("mep_events").statistic("mucpulse_mep_events").charted();
    /** Last items that were sent later, as the user had been sent too much. */
    public static final Metric LAST_ITEMS_DEFERRED =
        Metric.counter("mep_last_items_deferred").reason("mep_last_items", "deferred");
    /** Last items that were not sent, as too many were waiting already. */
    public static final Metric LAST_ITEMS_DROPPED =
        Metric.counter("mep_last_items_dropped").reason("mep_last_items", "dropped");
    /** Requests refused as the requester may not do that. */
    public static final Metric REFUSED_FORBIDDEN = refused("forbidden");
    /** Requests refused as the requester is not in the room. */
    public static final Metric REFUSED_NOT_IN_ROOM = refused("not_in_room");
    /** Requests refused at a limit, or as too much was waiting. */
    public static final Metric REFUSED_LIMIT = refused("limit");
    /** Requests refused as there is no such node, item, or occupant. */
    public static final Metric REFUSED_NOT_FOUND = refused("not_found");
    /** Requests refused for other reasons. */
    public static final Metric REFUSED_OTHER = refused("other");

    /** Requests of this server's users that were forwarded to the server that is home. */
    public static final Metric FORWARDED = Metric.counter("mep_forwarded").inCluster();
    /** How long those that were answered have waited for the answer, in all. */
    public static final Metric FORWARDED_MILLISECONDS =
        Metric.counter("mep_forwarded_milliseconds").milliseconds("mep_forwarded_seconds").inCluster();
    /** Requests that were not forwarded, as too many or too long ones were waiting for an answer. */
    public static final Metric UNFORWARDED_BUSY = unforwarded("busy");
    /** Requests that were forwarded, and not answered in time. */
    public static final Metric UNFORWARDED_LATE = unforwarded("late");
    /** Requests that were forwarded to a server that was not home any more before it had answered. */
    public static final Metric UNFORWARDED_MOVED = unforwarded("moved");
    /** Requests for which no server was home. */
    public static final Metric UNFORWARDED_NOBODY = unforwarded("nobody");

    /** What is counted, in the order in which it is shown. */
    public static final List<Metric> COUNTERS = List.of(PUBLISHED, EVENTS, LAST_ITEMS_DEFERRED, LAST_ITEMS_DROPPED,
        REFUSED_FORBIDDEN, REFUSED_NOT_IN_ROOM, REFUSED_LIMIT, REFUSED_NOT_FOUND, REFUSED_OTHER, FORWARDED,
        FORWARDED_MILLISECONDS, UNFORWARDED_BUSY, UNFORWARDED_LATE, UNFORWARDED_MOVED, UNFORWARDED_NOBODY);

    /** From the request to publish, as it reaches the feature, to the event on its way to occupants. */
    public static final String DELAY = "mep_event_delay_seconds";
    /** What is timed. */
    public static final List<String> HISTOGRAMS = List.of(DELAY);

    private MepMetrics() {
    }

    private static Metric refused(final String reason) {
        return Metric.counter("mep_refused_" + reason).reason("mep_refused", reason);
    }

    private static Metric unforwarded(final String reason) {
        return Metric.counter("mep_unforwarded_" + reason).reason("mep_unforwarded", reason).inCluster();
    }

    /** The counter of a refusal. */
    @Nonnull
    static Metric of(@Nonnull final MepException why) {
        return switch (why.reason()) {
            case "forbidden" -> REFUSED_FORBIDDEN;
            case "presence-subscription-required" -> REFUSED_NOT_IN_ROOM;
            case "payload-too-big", "max-nodes-exceeded", "policy-violation", "resource-constraint",
                "internal-server-error" -> REFUSED_LIMIT;
            case "item-not-found" -> REFUSED_NOT_FOUND;
            default -> REFUSED_OTHER;
        };
    }

    /**
     * The metrics of the feature with their values.
     *
     * @param mep the feature
     * @param census counts the nodes
     * @return the metrics, in the order in which they are shown
     */
    @Nonnull
    static List<Measurement> of(@Nonnull final MucEventing mep, @Nonnull final NodeCensus census) {
        return Stream.concat(Stream.of(NODES.measuredBy(census::nodes), ITEMS.measuredBy(census::items)),
            mep.counters().measurements().stream()).toList();
    }
}
