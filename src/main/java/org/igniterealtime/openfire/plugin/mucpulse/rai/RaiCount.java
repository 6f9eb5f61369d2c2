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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

/** What is counted of Room Activity Indicators. */
public enum RaiCount {
    /** Subscriptions made and renewed. */
    SUBSCRIBED,
    /** Notifications sent. */
    NOTIFIED,
    /** Rooms named in them. */
    ROOMS_TOLD,
    /** Rooms that travelled in a notification with others, and needed none of their own. */
    COALESCED,
    /** SubscriptionRequests refused as the user is not admitted. */
    REFUSED_FORBIDDEN,
    /** SubscriptionRequests refused at a limit on subscriptions. */
    REFUSED_LIMIT,
    /** SubscriptionRequests refused as they could not be understood. */
    REFUSED_MALFORMED,
    /** SubscriptionRequests refused as too many waited. */
    REFUSED_BUSY,
    /** SubscriptionRequests refused without an answer, as the session was told so a short while ago. */
    REFUSED_REPEATED
}
