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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
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
        records.add(record(out -> {
            out.writeByte(NODE);
            write(out, room.toString());
            write(out, session == null ? "" : session.toString());
            write(out, nickname);
            write(out, stored.id());
            out.writeLong(stored.created().toEpochMilli());
            write(out, NodeCodec.encode(stored.configuration()));
            write(out, stored.creator() == null ? "" : stored.creator().toString());
            out.writeInt(subscribers.size());
            for (final JID subscriber : subscribers) {
                write(out, subscriber.toString());
            }
        }));
        stored.items().forEach(item -> records.add(record(out -> {
            out.writeByte(ITEM);
            write(out, item.id());
            out.writeBoolean(item.payload() != null);
            write(out, item.payload() == null ? "" : item.payload().xml());
            out.writeLong(item.published().toEpochMilli());
            write(out, item.publisher() == null ? "" : item.publisher().toString());
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
            final DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
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
        final JID room = new JID(read(in), true);
        final JID session = jid(read(in));
        final String nickname = read(in);
        final String id = read(in);
        final Instant created = Instant.ofEpochMilli(in.readLong());
        final NodeConfiguration configuration = NodeCodec.decode(read(in));
        final JID creator = jid(read(in));
        final List<JID> subscribers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            subscribers.add(new JID(read(in), true));
        }
        return new HandedOverNode(room, session, nickname,
            new StoredNode(id, created, configuration, creator, List.of()), subscribers);
    }

    private static Item item(final DataInputStream in) throws IOException {
        final String id = read(in);
        final boolean hasPayload = in.readBoolean();
        final String payload = read(in);
        final Instant published = Instant.ofEpochMilli(in.readLong());
        return new Item(id, hasPayload ? Payload.ofXml(payload) : null, published, jid(read(in)), in.readLong());
    }

    /** Something that writes a record. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] record(final Writing writing) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(final DataOutputStream out, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(final DataInputStream in) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A text is longer than the record");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Nullable
    private static JID jid(final String text) {
        return text.isEmpty() ? null : new JID(text, true);
    }
}
