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

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * How many messages there were in a room (R16): of each server of the cluster by itself, so that what is heard twice,
 * or again after a restart, is not counted twice. Not safe for use by several threads.
 */
final class MessageCounts {

    /** Of how many other servers counts are kept; there are seldom more in a cluster. */
    static final int MAXIMUM_SERVERS = 32;

    private static final long HOUR = TimeUnit.HOURS.toMicros(1);

    private final HourlyCounts here = new HourlyCounts();
    /** By the identity of the server; {@code null} while there are none. */
    @Nullable
    private Map<String, HourlyCounts> elsewhere;

    /** Counts a message of this server. */
    void add(final long timestamp) {
        here.add(timestamp);
    }

    /** The latest hour in which messages of this server were counted. */
    long newestHour() {
        return here.newest();
    }

    /** How many messages of this server there were in an hour. */
    int here(final long hour) {
        return here.count(hour);
    }

    /** How many messages of this server there were within about an hour before a moment. */
    long lastHour(final long timestamp) {
        return here.lastHour(timestamp);
    }

    /** How many messages an hour there were on all servers; empty where no hour is complete. */
    @Nonnull
    OptionalDouble perHour(final long timestamp, final long since) {
        final OptionalDouble own = here.perHour(timestamp, since);
        if (elsewhere == null || own.isEmpty()) {
            return own;
        }
        return OptionalDouble.of(own.getAsDouble()
            + elsewhere.values().stream().mapToDouble(counts -> counts.perHour(timestamp, since).orElse(0)).sum());
    }

    /**
     * Takes over what a server has counted, where it is more than what is known.
     *
     * @param server the identity of the server
     * @param self the identity of this server, whose numbers others may know better after a crash
     * @param hour the hour, in hours since 1970
     * @param count how many messages there were
     */
    void raise(@Nonnull final String server, @Nonnull final String self, final long hour, final int count) {
        if (count <= 0) {
            return;
        }
        if (server.equals(self)) {
            here.raise(hour, count);
            return;
        }
        if (elsewhere == null) {
            elsewhere = new HashMap<>(4);
        }
        HourlyCounts counts = elsewhere.get(server);
        if (counts == null) {
            elsewhere.values().removeIf(known -> known.newest() + HourlyCounts.COMPLETE < hour);
            if (elsewhere.size() >= MAXIMUM_SERVERS) {
                return;
            }
            counts = new HourlyCounts();
            elsewhere.put(server, counts);
        }
        counts.raise(hour, count);
    }

    boolean isEmpty() {
        return here.counts().isEmpty();
    }

    boolean isEmptyEverywhere() {
        return isEmpty() && elsewhere == null;
    }

    /** Gives the counts of each server by the hour; those of this server under the name that is given. */
    void forEach(@Nonnull final String self, @Nonnull final BiConsumer<String, Map<Long, Integer>> visitor) {
        visitor.accept(self, here.counts());
        if (elsewhere != null) {
            elsewhere.forEach((server, counts) -> visitor.accept(server, counts.counts()));
        }
    }

    /** Writes what this server counted, by the hour. */
    void write(@Nonnull final DataOutput out) throws IOException {
        final Map<Long, Integer> counts = here.counts();
        out.writeByte(counts.size());
        for (final Map.Entry<Long, Integer> entry : counts.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeInt(entry.getValue());
        }
    }

    /** Adds what {@link #write} wrote. */
    void restore(@Nonnull final DataInput in) throws IOException {
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            here.restore(in.readLong(), in.readInt());
        }
    }
}
