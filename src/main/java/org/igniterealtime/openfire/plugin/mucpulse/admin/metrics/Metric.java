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

import java.util.Locale;
import javax.annotation.Nonnull;

/**
 * A number that the overview, the monitoring endpoints and the server's statistics show.
 */
public enum Metric {
    /** Sessions that are subscribed to activity. */
    RAI_SUBSCRIPTIONS("rai", "rai_subscriptions", "", false),
    /** Notifications of activity. */
    RAI_NOTIFIED("rai", "rai_notifications", "", true),
    /** Rooms that travelled in a notification with others. */
    RAI_COALESCED("rai", "rai_coalesced", "", true),
    /** Requests of users who are not admitted. */
    RAI_REFUSED_FORBIDDEN("rai", "rai_refused", "forbidden", true),
    /** Requests past a limit. */
    RAI_REFUSED_LIMIT("rai", "rai_refused", "limit", true),
    /** Requests that could not be understood. */
    RAI_REFUSED_MALFORMED("rai", "rai_refused", "malformed", true),
    /** Requests that came while too many waited. */
    RAI_REFUSED_BUSY("rai", "rai_refused", "busy", true),
    /** Requests of sessions that were refused a short while ago, and are not told again. */
    RAI_REFUSED_REPEATED("rai", "rai_refused", "repeated", true),
    /** Nodes in rooms that somebody is in. */
    MEP_NODES("mep", "mep_nodes", "", false),
    /** Their items. */
    MEP_ITEMS("mep", "mep_items", "", false),
    /** Items published. */
    MEP_PUBLISHED("mep", "mep_publishes", "", true),
    /** Events sent. */
    MEP_EVENTS("mep", "mep_events", "", true),
    /** Last items that were sent later. */
    MEP_LAST_ITEMS_DEFERRED("mep", "mep_last_items", "deferred", true),
    /** Last items that were not sent. */
    MEP_LAST_ITEMS_DROPPED("mep", "mep_last_items", "dropped", true),
    /** Requests of somebody who may not do that. */
    MEP_REFUSED_FORBIDDEN("mep", "mep_refused", "forbidden", true),
    /** Requests of somebody who is not in the room. */
    MEP_REFUSED_NOT_IN_ROOM("mep", "mep_refused", "not_in_room", true),
    /** Requests past a limit. */
    MEP_REFUSED_LIMIT("mep", "mep_refused", "limit", true),
    /** Requests for what there is not. */
    MEP_REFUSED_NOT_FOUND("mep", "mep_refused", "not_found", true),
    /** Other requests that were refused. */
    MEP_REFUSED_OTHER("mep", "mep_refused", "other", true),
    /** Messages with a chat state. */
    CHATSTATE_SEEN("chatstate", "chatstate_seen", "", true),
    /** Chat states dropped in rooms without any. */
    CHATSTATE_DROPPED_SUPPRESSED("chatstate", "chatstate_dropped", "suppressed", true),
    /** Chat states dropped as somebody was gone. */
    CHATSTATE_DROPPED_GONE("chatstate", "chatstate_dropped", "gone", true),
    /** Chat states dropped as repetitions. */
    CHATSTATE_DROPPED_REPEATED("chatstate", "chatstate_dropped", "repeated", true),
    /** Chat states dropped as the sender has no voice. */
    CHATSTATE_DROPPED_VOICELESS("chatstate", "chatstate_dropped", "voiceless", true),
    /** Chat states dropped as there were several in one message. */
    CHATSTATE_DROPPED_SEVERAL("chatstate", "chatstate_dropped", "several", true),
    /** Chat states dropped in large rooms. */
    CHATSTATE_DROPPED_CROWDED("chatstate", "chatstate_dropped", "crowded", true),
    /** Chat states dropped as they were too many. */
    CHATSTATE_DROPPED_TOO_FAST("chatstate", "chatstate_dropped", "too_fast", true),
    /** Deliveries that did not take place. */
    CHATSTATE_SAVED("chatstate", "chatstate_deliveries_saved", "", true),
    /** Users whose rooms are published; of the server as a whole. */
    CHATTING_USERS("chatting", "chatting_users", "", false);

    private final String feature;
    private final String family;
    private final String reason;
    private final boolean counter;

    Metric(final String feature, final String family, final String reason, final boolean counter) {
        this.feature = feature;
        this.family = family;
        this.reason = reason;
        this.counter = counter;
    }

    /**
     * What the number is called by programs.
     *
     * @return a name without spaces, different from all others
     */
    @Nonnull
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The feature that the number belongs to.
     *
     * @return the name that the settings of the feature begin with
     */
    @Nonnull
    public String feature() {
        return feature;
    }

    /**
     * What the number has in common with those that differ in the reason alone.
     *
     * @return a name
     */
    @Nonnull
    public String family() {
        return family;
    }

    /**
     * The reason for which something was refused or dropped.
     *
     * @return a word, empty text where there is no reason
     */
    @Nonnull
    public String reason() {
        return reason;
    }

    /**
     * Whether the number only grows while the plugin runs.
     *
     * @return whether it counts what happened; otherwise it tells what there is at the moment
     */
    public boolean isCounter() {
        return counter;
    }

    /**
     * Whether each service has a number of its own.
     *
     * @return whether there is more than one for the server
     */
    public boolean isPerService() {
        return this != CHATTING_USERS;
    }
}
