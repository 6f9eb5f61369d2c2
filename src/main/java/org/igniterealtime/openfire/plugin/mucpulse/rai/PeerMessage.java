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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * What servers of a cluster tell each other (K3). Everything carries the timestamp of when it happened, and is merged
 * by maximum, so that neither repetitions nor the order of messages of several servers matter.
 *
 * @param kind what kind of message it is
 * @param server the identity of the server that sends it, which lasts beyond restarts; may be empty
 * @param number what the kind says
 * @param rooms when rooms were destroyed
 * @param users when users were deleted
 * @param visits who was where
 * @param updates what was last said in rooms
 * @param counts how many messages there were in rooms
 */
record PeerMessage(@Nonnull Kind kind, @Nonnull String server, long number, @Nonnull Map<JID, Long> rooms,
                   @Nonnull Map<JID, Long> users, @Nonnull List<PeerVisit> visits, @Nonnull List<Update> updates,
                   @Nonnull List<Counts> counts) {

    /** The topic of these messages. */
    static final String TOPIC = "rai";

    /** The format of the messages; others are ignored. */
    private static final int FORMAT = 1;

    /** Kinds of messages, in the order of their numbers in messages. */
    enum Kind {
        /** Something happened. The number is since when messages are counted, 0 where that is not said. */
        UPDATE,
        /** Asks for everything since a moment, which is the number. */
        REQUEST,
        /** The sender had too much to say, and has left something out. */
        LOST,
        /** The sender is still there. The number is what time it is there, 0 where it does not say that. */
        ALIVE,
        /** Something may have been said in every room, up to the moment that is the number. */
        ASSUMED
    }

    /**
     * A session entered or left a room, or a user is known to have been there.
     *
     * @param session the full JID of the session, or the bare JID of the user
     * @param room the room
     * @param timestamp up to when they are known to have seen what is said there
     * @param left whether the session has left
     */
    record PeerVisit(@Nonnull JID session, @Nonnull JID room, long timestamp, boolean left) {
    }

    /**
     * What is known of a room.
     *
     * @param room the room
     * @param activity what was last said
     * @param hour the hour of that, in hours since 1970
     * @param count how many messages of the sending server there were in that hour
     * @param before how many there were in the hour before
     */
    record Update(@Nonnull JID room, @Nonnull Activity activity, long hour, int count, int before) {
    }

    /**
     * How many messages of a server there were in a room.
     *
     * @param room the room
     * @param origin the identity of that server; empty for the one that sends this
     * @param hours the number of each hour, in hours since 1970
     */
    record Counts(@Nonnull JID room, @Nonnull String origin, @Nonnull Map<Long, Integer> hours) {
    }

    /** A message that says nothing but its kind and a number. */
    PeerMessage(@Nonnull final Kind kind, @Nonnull final String server, final long number) {
        this(kind, server, number, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(),
            new ArrayList<>());
    }

    @Nonnull
    byte[] toBytes() {
        return BinaryRecord.of(out -> {
            out.writeByte(FORMAT);
            out.writeByte(kind.ordinal());
            out.writeUTF(server);
            out.writeLong(number);
            writeTimes(out, rooms);
            writeTimes(out, users);
            out.writeInt(visits.size());
            for (final PeerVisit visit : visits) {
                out.writeUTF(visit.session().toString());
                out.writeUTF(visit.room().toString());
                out.writeLong(visit.timestamp());
                out.writeBoolean(visit.left());
            }
            out.writeInt(updates.size());
            for (final Update update : updates) {
                write(out, update);
            }
            out.writeInt(counts.size());
            for (final Counts some : counts) {
                write(out, some);
            }
        });
    }

    private static void writeTimes(final DataOutputStream out, final Map<JID, Long> times) throws IOException {
        out.writeInt(times.size());
        for (final Map.Entry<JID, Long> entry : times.entrySet()) {
            out.writeUTF(entry.getKey().toString());
            out.writeLong(entry.getValue());
        }
    }

    private static void write(final DataOutputStream out, final Update update) throws IOException {
        out.writeUTF(update.room().toString());
        out.writeLong(update.activity().timestamp());
        out.writeUTF(update.activity().author() == null ? "" : update.activity().author().toString());
        out.writeLong(update.activity().previousTimestamp());
        out.writeLong(update.hour());
        out.writeInt(update.count());
        out.writeInt(update.before());
    }

    private static void write(final DataOutputStream out, final Counts counts) throws IOException {
        out.writeUTF(counts.room().toString());
        out.writeUTF(counts.origin());
        out.writeByte(counts.hours().size());
        for (final Map.Entry<Long, Integer> hour : counts.hours().entrySet()) {
            out.writeLong(hour.getKey());
            out.writeInt(hour.getValue());
        }
    }

    /**
     * Reads a message.
     *
     * @throws IOException where it is damaged, or of another format
     */
    @Nonnull
    static PeerMessage of(@Nonnull final byte[] bytes) throws IOException {
        final DataInputStream in = BinaryRecord.read(bytes);
        if (in.readByte() != FORMAT) {
            throw new IOException("It has another format");
        }
        final int kind = in.readUnsignedByte();
        if (kind >= Kind.values().length) {
            throw new IOException("It is of an unknown kind: " + kind);
        }
        try {
            final PeerMessage message = new PeerMessage(Kind.values()[kind], in.readUTF(), in.readLong());
            readTimes(in, message.rooms);
            readTimes(in, message.users);
            for (int left = in.readInt(); left > 0; left--) {
                message.visits.add(new PeerVisit(address(in), address(in), in.readLong(), in.readBoolean()));
            }
            for (int left = in.readInt(); left > 0; left--) {
                message.updates.add(readUpdate(in));
            }
            for (int left = in.readInt(); left > 0; left--) {
                message.counts.add(readCounts(in));
            }
            return message;
        } catch (final IllegalArgumentException e) {
            throw new IOException("It is damaged", e);
        }
    }

    private static void readTimes(final DataInputStream in, final Map<JID, Long> times) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            times.put(address(in), in.readLong());
        }
    }

    private static Update readUpdate(final DataInputStream in) throws IOException {
        final JID room = address(in);
        final long timestamp = in.readLong();
        final String author = in.readUTF();
        return new Update(room,
            new Activity(timestamp, author.isEmpty() ? null : Sql.jid(author), in.readLong()),
            in.readLong(), in.readInt(), in.readInt());
    }

    private static Counts readCounts(final DataInputStream in) throws IOException {
        final JID room = address(in);
        final String origin = in.readUTF();
        final Map<Long, Integer> hours = new LinkedHashMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            hours.put(in.readLong(), in.readInt());
        }
        return new Counts(room, origin, hours);
    }

    private static JID address(final DataInputStream in) throws IOException {
        return Sql.jid(in.readUTF());
    }
}
