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

import javax.annotation.Nonnull;

/**
 * An event at a node, of which interested occupants are notified.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#schemas-event">XEP-0060 §18.3</a>
 */
sealed interface NodeEvent {

    /** The node. */
    @Nonnull
    Node node();

    /** §7.1.2: an item was published. */
    record Published(@Nonnull Node node, @Nonnull Item item) implements NodeEvent {
    }

    /** §4.3: an event without an item was published. */
    record Happened(@Nonnull Node node) implements NodeEvent {
    }

    /** §7.2.2.1: an item was deleted. */
    record Retracted(@Nonnull Node node, @Nonnull String itemId) implements NodeEvent {
    }

    /** §8.5.2: all items were deleted. */
    record Purged(@Nonnull Node node) implements NodeEvent {
    }

    /** §8.4.2: the node was deleted. */
    record Deleted(@Nonnull Node node) implements NodeEvent {
    }

    /** §8.2.6: the node was configured. */
    record Configured(@Nonnull Node node) implements NodeEvent {
    }
}
