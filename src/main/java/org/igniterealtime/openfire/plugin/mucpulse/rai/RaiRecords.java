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

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The records of visits in the journal: a kind (1 byte), of a visit its timestamp (8 bytes), and one or two addresses
 * with their lengths in bytes. Activity needs no record: after a crash every room counts as active.
 */
final class RaiRecords {

    private static final byte VISIT = 1;
    private static final byte FORGET_USER = 2;
    private static final byte FORGET_ROOM = 3;

    private RaiRecords() {
    }

    /** Receives what records say. */
    interface Visitor {

        void visited(JID user, JID room, long timestamp);

        void forgetUser(JID user);

        void forgetRoom(JID room);
    }

    @Nonnull
    static byte[] visit(@Nonnull final JID user, @Nonnull final JID room, final long timestamp) {
        final byte[] userBytes = bytes(user);
        final byte[] roomBytes = bytes(room);
        return ByteBuffer.allocate(1 + Long.BYTES + 2 * Short.BYTES + userBytes.length + roomBytes.length).put(VISIT)
            .putLong(timestamp).putShort((short) userBytes.length).put(userBytes).putShort((short) roomBytes.length)
            .put(roomBytes).array();
    }

    @Nonnull
    static byte[] forgetUser(@Nonnull final JID user) {
        return record(FORGET_USER, user);
    }

    @Nonnull
    static byte[] forgetRoom(@Nonnull final JID room) {
        return record(FORGET_ROOM, room);
    }

    private static byte[] record(final byte kind, final JID address) {
        final byte[] bytes = bytes(address);
        return ByteBuffer.allocate(1 + Short.BYTES + bytes.length).put(kind).putShort((short) bytes.length).put(bytes)
            .array();
    }

    private static byte[] bytes(final JID address) {
        return address.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes records that have the effect of changes. */
    static void of(@Nonnull final RaiChanges changes, @Nonnull final Consumer<byte[]> records) {
        changes.users().forEach(user -> records.accept(forgetUser(user)));
        changes.rooms().forEach(room -> records.accept(forgetRoom(room)));
        changes.visits().forEach((visit, timestamp) -> records.accept(visit(visit.user(), visit.room(), timestamp)));
    }

    /** Reads a record. */
    static void read(@Nonnull final byte[] record, @Nonnull final Visitor visitor) throws IOException {
        try {
            final ByteBuffer buffer = ByteBuffer.wrap(record);
            final byte kind = buffer.get();
            switch (kind) {
                case VISIT -> {
                    final long timestamp = buffer.getLong();
                    final JID user = address(buffer);
                    visitor.visited(user, address(buffer), timestamp);
                }
                case FORGET_USER -> visitor.forgetUser(address(buffer));
                case FORGET_ROOM -> visitor.forgetRoom(address(buffer));
                default -> throw new IOException("It is of an unknown kind: " + kind);
            }
        } catch (final BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("It is damaged", e);
        }
    }

    private static JID address(final ByteBuffer buffer) {
        final byte[] bytes = new byte[Math.min(Short.toUnsignedInt(buffer.getShort()), buffer.remaining() + 1)];
        buffer.get(bytes);
        return Sql.jid(new String(bytes, StandardCharsets.UTF_8));
    }
}
