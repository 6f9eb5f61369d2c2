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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.annotation.Nonnull;

/**
 * What differs in a room from some moment on, as the journal has it, and as servers of a cluster tell it each other.
 *
 * @param values what differs, by the feature; possibly nothing
 * @param timestamp the timestamp of the moment
 */
record RoomSwitchChange(@Nonnull Map<String, String> values, long timestamp) {

    private static final int FORMAT = 2;

    /** A record of the change of a room. */
    @Nonnull
    byte[] toRecord(@Nonnull final String room) {
        return BinaryRecord.of(out -> {
            out.writeByte(FORMAT);
            out.writeLong(timestamp);
            BinaryRecord.writeText(out, room);
            out.writeInt(values.size());
            for (final Map.Entry<String, String> value : values.entrySet()) {
                BinaryRecord.writeText(out, value.getKey());
                BinaryRecord.writeText(out, value.getValue());
            }
        });
    }

    /**
     * Reads a record.
     *
     * @param record the record
     * @param reader gets the bare JID of the room, and the change
     * @throws IOException where it is damaged, or of another format
     */
    static void read(@Nonnull final byte[] record, @Nonnull final BiConsumer<String, RoomSwitchChange> reader)
        throws IOException {
        final DataInputStream in = BinaryRecord.read(record);
        if (in.readByte() != FORMAT) {
            throw new IOException("It has another format");
        }
        final long timestamp = in.readLong();
        final String room = BinaryRecord.readText(in);
        final Map<String, String> values = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.put(BinaryRecord.readText(in), BinaryRecord.readText(in));
        }
        reader.accept(room, new RoomSwitchChange(values, timestamp));
    }
}
