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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import javax.annotation.Nonnull;

/** What is counted of the MUC Eventing Protocol. */
public enum MepCount {
    /** Items published, and events published of which nothing is kept. */
    PUBLISHED,
    /** Messages that told of what happened at a node: one for each interested session. */
    EVENTS,
    /** Last items that were sent later, as the user had been sent too much. */
    LAST_ITEMS_DEFERRED,
    /** Last items that were not sent, as too many waited already. */
    LAST_ITEMS_DROPPED,
    /** Requests refused as the requester may not do that. */
    REFUSED_FORBIDDEN,
    /** Requests refused as the requester is not in the room. */
    REFUSED_NOT_IN_ROOM,
    /** Requests refused at a limit, or as too much waited. */
    REFUSED_LIMIT,
    /** Requests refused as there is no such node, item, or occupant. */
    REFUSED_NOT_FOUND,
    /** Requests refused for other reasons. */
    REFUSED_OTHER;

    @Nonnull
    static MepCount of(@Nonnull final MepException why) {
        return switch (why.reason()) {
            case "forbidden" -> REFUSED_FORBIDDEN;
            case "presence-subscription-required" -> REFUSED_NOT_IN_ROOM;
            case "payload-too-big", "max-nodes-exceeded", "policy-violation", "resource-constraint",
                "internal-server-error" -> REFUSED_LIMIT;
            case "item-not-found" -> REFUSED_NOT_FOUND;
            default -> REFUSED_OTHER;
        };
    }
}
