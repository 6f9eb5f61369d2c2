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

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.xmpp.packet.JID;

/**
 * A node that one run of the plugin hands over to the next, with its owner, its items and its subscriptions. Nodes that
 * the database has are handed over without items, for their subscriptions. Immutable.
 *
 * @param room the room's bare JID
 * @param session one of the sessions of the occupant whose node it is; {@code null} for a node of the room
 * @param nickname the occupant's nickname, empty for a node of the room
 * @param stored the node; its items follow in records of their own
 * @param subscribers the sessions that are subscribed
 */
record HandedOverNode(@Nonnull JID room, @Nullable JID session, @Nonnull String nickname, @Nonnull StoredNode stored,
                      @Nonnull List<JID> subscribers) {

    private static final int NODE = 1;
    private static final int ITEM = 2;

    HandedOverNode {
        subscribers = List.copyOf(subscribers);
    }

    /** Writes a node, and then each item as a record of its own. */
    @Nonnull
    List<byte[]> toRecords() {
        final List<byte[]> records = new ArrayList<>();
        records.add(BinaryRecord.of(out -> {
            out.writeByte(NODE);
            BinaryRecord.writeText(out, room.toString());
            BinaryRecord.writeText(out, session == null ? "" : session.toString());
            BinaryRecord.writeText(out, nickname);
            BinaryRecord.writeText(out, stored.id());
            out.writeLong(stored.created().toEpochMilli());
            BinaryRecord.writeText(out, NodeCodec.encode(stored.configuration()));
            BinaryRecord.writeText(out, stored.creator() == null ? "" : stored.creator().toString());
            out.writeInt(subscribers.size());
            for (final JID subscriber : subscribers) {
                BinaryRecord.writeText(out, subscriber.toString());
            }
        }));
        stored.items().forEach(item -> records.add(BinaryRecord.of(out -> {
            out.writeByte(ITEM);
            BinaryRecord.writeText(out, item.id());
            out.writeBoolean(item.payload() != null);
            BinaryRecord.writeText(out, item.payload() == null ? "" : item.payload().xml());
            out.writeLong(item.published().toEpochMilli());
            BinaryRecord.writeText(out, item.publisher() == null ? "" : item.publisher().toString());
            out.writeLong(item.order());
        })));
        return records;
    }

    /**
     * Reads nodes that were handed over.
     *
     * @param records the records in their order
     * @return the nodes with their items
     * @throws IOException where the records are not understood
     */
    @Nonnull
    static List<HandedOverNode> fromRecords(@Nonnull final List<byte[]> records) throws IOException {
        final List<HandedOverNode> nodes = new ArrayList<>();
        final List<Item> items = new ArrayList<>();
        HandedOverNode current = null;
        for (final byte[] record : records) {
            final DataInputStream in = BinaryRecord.read(record);
            if (in.readByte() == ITEM) {
                items.add(item(in));
            } else {
                addWith(nodes, current, items);
                current = node(in);
            }
        }
        addWith(nodes, current, items);
        return nodes;
    }

    private static void addWith(final List<HandedOverNode> nodes, @Nullable final HandedOverNode node,
                                final List<Item> items) {
        if (node != null) {
            final StoredNode stored = node.stored;
            nodes.add(new HandedOverNode(node.room, node.session, node.nickname, new StoredNode(stored.id(),
                stored.created(), stored.configuration(), stored.creator(), items), node.subscribers));
        }
        items.clear();
    }

    private static HandedOverNode node(final DataInputStream in) throws IOException {
        final JID room = new JID(BinaryRecord.readText(in), true);
        final JID session = jid(BinaryRecord.readText(in));
        final String nickname = BinaryRecord.readText(in);
        final String id = BinaryRecord.readText(in);
        final Instant created = Instant.ofEpochMilli(in.readLong());
        final NodeConfiguration configuration = NodeCodec.decode(BinaryRecord.readText(in));
        final JID creator = jid(BinaryRecord.readText(in));
        final List<JID> subscribers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            subscribers.add(new JID(BinaryRecord.readText(in), true));
        }
        return new HandedOverNode(room, session, nickname,
            new StoredNode(id, created, configuration, creator, List.of()), subscribers);
    }

    private static Item item(final DataInputStream in) throws IOException {
        final String id = BinaryRecord.readText(in);
        final boolean hasPayload = in.readBoolean();
        final String payload = BinaryRecord.readText(in);
        final Instant published = Instant.ofEpochMilli(in.readLong());
        final JID publisher = jid(BinaryRecord.readText(in));
        return new Item(id, hasPayload ? Payload.ofXml(payload) : null, published, publisher, in.readLong());
    }

    @Nullable
    private static JID jid(final String text) {
        return text.isEmpty() ? null : new JID(text, true);
    }
}
