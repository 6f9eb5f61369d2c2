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

import java.time.Instant;
import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A snapshot of a node. Immutable.
 *
 * @param address the JID of the room or occupant whose node it is
 * @param id the node's id
 * @param title a name for people, possibly empty
 * @param items the items that are kept, oldest first
 */
public record NodeView(@Nonnull JID address, @Nonnull String id, @Nonnull String title,
                       @Nonnull List<ItemView> items) {

    /** Takes a copy. */
    public NodeView {
        items = List.copyOf(items);
    }

    /**
     * An item.
     *
     * @param id unique within the node
     * @param published when
     * @param payload what was published, as XML; empty text where nothing but the fact
     */
    public record ItemView(@Nonnull String id, @Nonnull Instant published, @Nonnull String payload) {
    }

    @Nonnull
    static NodeView of(@Nonnull final VirtualService service, @Nonnull final Node node) {
        return new NodeView(service.address(), node.id(), node.configuration().title(), node.items().stream()
            .map(item -> new ItemView(item.id(), item.published(),
                item.payload() == null ? "" : item.payload().xml())).toList());
    }
}
