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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** The metrics of Room Activity Indicators. */
public final class RaiMetrics {

    /** Sessions that are subscribed at the moment. */
    public static final Metric SUBSCRIPTIONS =
        Metric.gauge("rai_subscriptions").statistic("mucpulse_rai_subs").charted();
    /** Subscriptions made and renewed. */
    public static final Metric SUBSCRIBED = Metric.counter("rai_subscribed");
    /** Notifications sent. */
    public static final Metric NOTIFIED =
        Metric.counter("rai_notified").family("rai_notifications").statistic("mucpulse_rai_sent").charted();
    /** Rooms named in notifications. */
    public static final Metric ROOMS = Metric.counter("rai_rooms");
    /** Rooms that were named in a notification with others, and needed none of their own. */
    public static final Metric COALESCED = Metric.counter("rai_coalesced");
    /** Rooms that were counted as seen, as a user published to have had the newest message displayed. */
    public static final Metric DISPLAYED_PUBLISHED = displayed("published");
    /** Rooms that were counted as seen, as a user sent a displayed marker for the newest message. */
    public static final Metric DISPLAYED_MARKER = displayed("marker");
    /** Requests refused as the user is not admitted. */
    public static final Metric REFUSED_FORBIDDEN = refused("forbidden");
    /** Requests refused at a limit on subscriptions. */
    public static final Metric REFUSED_LIMIT = refused("limit");
    /** Requests refused as they could not be understood. */
    public static final Metric REFUSED_MALFORMED = refused("malformed");
    /** Requests refused as too many were waiting. */
    public static final Metric REFUSED_BUSY = refused("busy");
    /** Requests refused without an answer, as the session was refused a short while before. */
    public static final Metric REFUSED_REPEATED = refused("repeated");

    /** From a message, as this server heard of it, to the notification that names its room. */
    public static final String DELAY = "rai_notification_delay_seconds";
    /** What is timed. */
    public static final List<String> HISTOGRAMS = List.of(DELAY);

    /** What is counted, in the order in which it is shown. */
    public static final List<Metric> COUNTERS = List.of(SUBSCRIBED, NOTIFIED, ROOMS, COALESCED, DISPLAYED_PUBLISHED,
        DISPLAYED_MARKER, REFUSED_FORBIDDEN, REFUSED_LIMIT, REFUSED_MALFORMED, REFUSED_BUSY, REFUSED_REPEATED);

    private RaiMetrics() {
    }

    private static Metric displayed(final String reason) {
        return Metric.counter("rai_displayed_" + reason).reason("rai_displayed", reason);
    }

    private static Metric refused(final String reason) {
        return Metric.counter("rai_refused_" + reason).reason("rai_refused", reason);
    }

    /**
     * The metrics of the feature with their values.
     *
     * @param rai the feature
     * @return the metrics, in the order in which they are shown
     */
    @Nonnull
    public static List<Measurement> of(@Nonnull final RoomActivityIndicators rai) {
        return Stream.concat(
            Stream.of(SUBSCRIPTIONS.measuredBy(service -> rai.subscriptionCounts().getOrDefault(service, 0))),
            rai.counters().measurements().stream()).toList();
    }
}
