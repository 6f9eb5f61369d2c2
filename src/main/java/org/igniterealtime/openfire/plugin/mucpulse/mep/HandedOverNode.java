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

import com.google.common.collect.Sets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.xmpp.packet.JID;

/**
 * A node that one run of the plugin hands over to the next, with its owner, its items and its subscriptions. Nodes that
 * the database has are handed over without items, for their subscriptions. Immutable.
 * <p>
 * Any of the records may be lost on the way, and those of several servers may be mixed. So all records of a node carry
 * the same random key, and an item without its node is ignored. Where none of the records has a key, an earlier version
 * has written them: each item belongs to the node before it, if that node's creator has published it. Without items are
 * the nodes of so many records that some may have been left out, and those of mixed ones, as it is not certain whose
 * items they are.
 *
 * @param room the room's bare JID
 * @param sessions some of the sessions of the occupant whose node it is; empty for a node of the room
 * @param nickname the occupant's nickname, empty for a node of the room
 * @param stored the node with its items
 * @param subscribers the sessions that are subscribed
 */
record HandedOverNode(@Nonnull JID room, @Nonnull List<JID> sessions, @Nonnull String nickname,
                      @Nonnull StoredNode stored, @Nonnull Set<JID> subscribers) {

    private static final int NODE = 1;
    private static final int ITEM = 2;
    /** The length of the addresses of subscribers in one record, in bytes. */
    private static final int SUBSCRIBERS_LENGTH = 50_000;
    /** The length of records without keys, in bytes, up to which none was left out for want of space: half a file. */
    static final long COMPLETE_LENGTH = 32L * 1024 * 1024;

    HandedOverNode {
        sessions = List.copyOf(sessions);
        subscribers = Set.copyOf(subscribers);
    }

    /**
     * Writes the node, each item as a record of its own, and then the node again for each further part of its
     * subscribers, so that no record becomes long.
     */
    @Nonnull
    List<byte[]> toRecords() {
        final UUID key = UUID.randomUUID();
        final List<List<byte[]>> parts = parts();
        final List<byte[]> records = new ArrayList<>();
        records.add(node(key, parts.get(0)));
        stored.items().forEach(item -> records.add(item(key, item)));
        parts.subList(1, parts.size()).forEach(part -> records.add(node(key, part)));
        return records;
    }

    /** The subscribers in parts of bounded length, of which there is at least one. */
    private List<List<byte[]>> parts() {
        final List<List<byte[]>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        int length = 0;
        for (final JID subscriber : subscribers) {
            final byte[] address = subscriber.toString().getBytes(StandardCharsets.UTF_8);
            length += address.length;
            if (length > SUBSCRIBERS_LENGTH) {
                parts.add(new ArrayList<>());
                length = address.length;
            }
            parts.get(parts.size() - 1).add(address);
        }
        return parts;
    }

    private byte[] node(final UUID key, final List<byte[]> part) {
        return BinaryRecord.of(out -> {
            out.writeByte(NODE);
            BinaryRecord.writeText(out, room.toString());
            BinaryRecord.writeText(out, sessions.isEmpty() ? "" : sessions.get(0).toString());
            BinaryRecord.writeText(out, nickname);
            BinaryRecord.writeText(out, stored.id());
            out.writeLong(stored.created().toEpochMilli());
            BinaryRecord.writeText(out, NodeCodec.encode(stored.configuration()));
            BinaryRecord.writeText(out, stored.creator() == null ? "" : stored.creator().toString());
            out.writeInt(part.size());
            for (final byte[] subscriber : part) {
                out.writeInt(subscriber.length);
                out.write(subscriber);
            }
            writeKey(out, key);
            out.writeInt(Math.max(0, sessions.size() - 1));
            for (final JID session : sessions.subList(Math.min(1, sessions.size()), sessions.size())) {
                BinaryRecord.writeText(out, session.toString());
            }
        });
    }

    private static byte[] item(final UUID key, final Item item) {
        return BinaryRecord.of(out -> {
            out.writeByte(ITEM);
            BinaryRecord.writeText(out, item.id());
            out.writeBoolean(item.payload() != null);
            BinaryRecord.writeText(out, item.payload() == null ? "" : item.payload().xml());
            out.writeLong(item.published().toEpochMilli());
            BinaryRecord.writeText(out, item.publisher() == null ? "" : item.publisher().toString());
            out.writeLong(item.order());
            writeKey(out, key);
        });
    }

    private static void writeKey(final DataOutputStream out, final UUID key) throws IOException {
        out.writeLong(key.getMostSignificantBits());
        out.writeLong(key.getLeastSignificantBits());
    }

    /** Reads what {@link #writeKey} wrote; {@code null} where the record ends before. */
    @Nullable
    private static UUID key(final DataInputStream in) throws IOException {
        return in.available() == 0 ? null : new UUID(in.readLong(), in.readLong());
    }

    /**
     * Reads nodes that were handed over.
     *
     * @param records the records, of which any may be missing
     * @return the nodes with their items, in the order of their records
     * @throws IOException where the records are not understood
     */
    @Nonnull
    static List<HandedOverNode> fromRecords(@Nonnull final List<byte[]> records) throws IOException {
        final Reading reading = new Reading();
        for (final byte[] record : records) {
            final DataInputStream in = BinaryRecord.read(record);
            final int kind = in.readByte();
            if (kind == NODE) {
                readNode(in, reading);
            } else if (kind == ITEM) {
                readItem(in, reading);
            }
        }
        return reading.nodes(records.stream().mapToLong(record -> record.length).sum() <= COMPLETE_LENGTH);
    }

    /** What has been read so far. */
    private static final class Reading {

        private final Map<UUID, HandedOverNode> nodes = new LinkedHashMap<>();
        private final Map<UUID, List<Item>> items = new HashMap<>();
        /** The items without a key, by the key that was made up for the node before them. */
        private final Map<UUID, List<Item>> itemsByOrder = new HashMap<>();
        /** Made up for the last node without a key, {@code null} before there was any. */
        @Nullable
        private UUID latest;
        @Nullable
        private JID creator;
        private boolean keyed;

        void add(@Nullable final UUID key, final HandedOverNode node) {
            if (key == null) {
                latest = UUID.randomUUID();
                creator = node.stored().creator();
                nodes.put(latest, node);
            } else {
                keyed = true;
                nodes.merge(key, node, HandedOverNode::join);
            }
        }

        void add(@Nullable final UUID key, final Item item) {
            if (key != null) {
                keyed = true;
                items.computeIfAbsent(key, node -> new ArrayList<>()).add(item);
            } else if (latest != null && Objects.equals(item.publisher(), creator)) {
                itemsByOrder.computeIfAbsent(latest, node -> new ArrayList<>()).add(item);
            }
        }

        List<HandedOverNode> nodes(final boolean complete) {
            if (complete && !keyed) {
                items.putAll(itemsByOrder);
            }
            return nodes.entrySet().stream()
                .map(node -> node.getValue().withItems(items.getOrDefault(node.getKey(), List.of()))).toList();
        }
    }

    private static void readNode(final DataInputStream in, final Reading reading) throws IOException {
        final JID room = new JID(BinaryRecord.readText(in), true);
        final JID session = jid(BinaryRecord.readText(in));
        final String nickname = BinaryRecord.readText(in);
        final String id = BinaryRecord.readText(in);
        final Instant created = Instant.ofEpochMilli(in.readLong());
        final NodeConfiguration configuration = NodeCodec.decode(BinaryRecord.readText(in));
        final JID creator = jid(BinaryRecord.readText(in));
        final Set<JID> subscribers = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            subscribers.add(new JID(BinaryRecord.readText(in), true));
        }
        final UUID key = key(in);
        final List<JID> sessions = new ArrayList<>();
        if (session != null) {
            sessions.add(session);
        }
        for (int left = key == null ? 0 : in.readInt(); left > 0; left--) {
            sessions.add(new JID(BinaryRecord.readText(in), true));
        }
        reading.add(key, new HandedOverNode(room, sessions, nickname,
            new StoredNode(id, created, configuration, creator, List.of()), subscribers));
    }

    private static void readItem(final DataInputStream in, final Reading reading) throws IOException {
        final String id = BinaryRecord.readText(in);
        final boolean hasPayload = in.readBoolean();
        final String payload = BinaryRecord.readText(in);
        final Instant published = Instant.ofEpochMilli(in.readLong());
        final JID publisher = jid(BinaryRecord.readText(in));
        final long order = in.readLong();
        reading.add(key(in), new Item(id, hasPayload ? Payload.ofXml(payload) : null, published, publisher, order));
    }

    private HandedOverNode withItems(final List<Item> items) {
        return new HandedOverNode(room, sessions, nickname, new StoredNode(stored.id(), stored.created(),
            stored.configuration(), stored.creator(), items), subscribers);
    }

    /** This node with a further part of its subscribers. */
    private HandedOverNode join(final HandedOverNode part) {
        return new HandedOverNode(room, sessions, nickname, stored, Sets.union(subscribers, part.subscribers));
    }

    @Nullable
    private static JID jid(final String text) {
        return text.isEmpty() ? null : new JID(text, true);
    }
}
