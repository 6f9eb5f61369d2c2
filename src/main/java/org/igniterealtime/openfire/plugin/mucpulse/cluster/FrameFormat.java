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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Frame.Kind;

/**
 * Writes and reads frames. The first byte is the version of the format; the kind (a byte), the sender's id, the numbers
 * of link and frame (8 bytes each), the number of messages (4 bytes) and the messages follow. A message is its topic,
 * the number of its bytes (4 bytes) and its bytes. Texts are written as by {@link DataOutputStream#writeUTF}.
 */
final class FrameFormat {

    /** The version that this plugin writes, and the only one that it reads. */
    static final int VERSION = 1;
    /** No frame is larger; what claims to be is not read. */
    static final int MAXIMUM_BYTES = 16 << 20;

    private FrameFormat() {
    }

    @Nonnull
    static byte[] write(@Nonnull final Frame frame) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(frame.size() + 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(frame.kind().ordinal());
            out.writeUTF(frame.sender());
            out.writeLong(frame.link());
            out.writeLong(frame.sequence());
            out.writeInt(frame.messages().size());
            for (final Message message : frame.messages()) {
                out.writeUTF(message.topic());
                out.writeInt(message.bytes().length);
                out.write(message.bytes());
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a frame.
     *
     * @param bytes what another server sent
     * @return empty where it is of another version, or malformed
     */
    @Nonnull
    static Optional<Frame> read(@Nonnull final byte[] bytes) {
        if (bytes.length > MAXIMUM_BYTES) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readUnsignedByte() != VERSION) {
                return Optional.empty();
            }
            final int kind = in.readUnsignedByte();
            if (kind >= Kind.values().length) {
                return Optional.empty();
            }
            final String sender = in.readUTF();
            final long link = in.readLong();
            final long sequence = in.readLong();
            final List<Message> messages = readMessages(in);
            return in.available() > 0 ? Optional.empty()
                : Optional.of(new Frame(Kind.values()[kind], sender, link, sequence, messages));
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    private static List<Message> readMessages(final DataInputStream in) throws IOException {
        final int count = in.readInt();
        if (count < 0 || count > in.available() / Message.OVERHEAD) {
            throw new IOException("Not that many messages: " + count);
        }
        final List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final String topic = in.readUTF();
            final int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("Not that many bytes: " + length);
            }
            messages.add(new Message(topic, in.readNBytes(length)));
        }
        return List.copyOf(messages);
    }
}
