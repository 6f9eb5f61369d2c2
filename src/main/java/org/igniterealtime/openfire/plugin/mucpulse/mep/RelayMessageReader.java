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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.xmpp.packet.JID;

/** Reads {@link RelayMessage}s. */
final class RelayMessageReader {

    static final int JOINED = 1;
    static final int LEFT = 2;
    static final int RENAMED = 3;
    static final int PRESENT = 4;
    static final int DESTROYED = 5;
    static final int REQUEST = 6;
    static final int REPLY = 7;
    static final int CALL = 8;
    static final int OUTCOME = 9;
    static final int INTERESTS = 10;
    static final int ASK = 11;
    static final int KNOWN_TO_SERVER = 12;
    static final int NAMES = 13;
    static final int FORGET_NAMES = 14;
    static final int SEND_NAMES = 15;
    static final int REPORT = 16;
    static final int FAREWELL = 17;

    private RelayMessageReader() {
    }

    /**
     * Reads a message.
     *
     * @param bytes what arrived
     * @return the message
     * @throws IOException where it is not understood
     */
    @Nonnull
    static RelayMessage read(@Nonnull final byte[] bytes) throws IOException {
        final DataInputStream in = BinaryRecord.read(bytes);
        final int kind = in.readByte();
        try {
            return switch (kind) {
                case JOINED -> new RelayMessage.Joined(jid(in), jid(in), text(in));
                case LEFT -> new RelayMessage.Left(jid(in), jid(in));
                case RENAMED -> new RelayMessage.Renamed(jid(in), jid(in), text(in));
                case PRESENT -> new RelayMessage.Present(jid(in), jid(in),
                    in.readBoolean() ? Optional.of(caps(in)) : Optional.empty());
                case DESTROYED -> new RelayMessage.Destroyed(jid(in));
                case REQUEST, REPLY -> new RelayMessage.Stanza(kind == REQUEST, in.readLong(), text(in));
                case CALL -> new RelayMessage.Call(in.readLong(), RemoteCalls.Operation.valueOf(text(in)), texts(in));
                case OUTCOME -> new RelayMessage.Outcome(in.readLong(), RemoteCalls.Status.valueOf(text(in)),
                    texts(in));
                case INTERESTS -> new RelayMessage.Interests(jid(in), caps(in), set(in));
                case ASK -> new RelayMessage.Ask(jid(in), jid(in), caps(in));
                case KNOWN_TO_SERVER -> new RelayMessage.KnownToServer(jid(in), set(in));
                case NAMES -> new RelayMessage.Names(jid(in), new OccupantKey(text(in), text(in)), names(in));
                case FORGET_NAMES -> new RelayMessage.ForgetNames();
                case SEND_NAMES -> new RelayMessage.SendNames();
                case REPORT -> new RelayMessage.Report();
                case FAREWELL -> farewell(in);
                default -> throw new IOException("Unknown message: " + kind);
            };
        } catch (final IllegalArgumentException e) {
            throw new IOException("The message " + kind + " is damaged", e);
        }
    }

    private static String text(final DataInputStream in) throws IOException {
        return BinaryRecord.readText(in);
    }

    private static JID jid(final DataInputStream in) throws IOException {
        return new JID(text(in), true);
    }

    private static CapsAnnouncement caps(final DataInputStream in) throws IOException {
        return new CapsAnnouncement(CapsAnnouncement.Generation.valueOf(text(in)), text(in), text(in), text(in));
    }

    private static List<String> texts(final DataInputStream in) throws IOException {
        final List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static Set<String> set(final DataInputStream in) throws IOException {
        return Set.copyOf(new LinkedHashSet<>(texts(in)));
    }

    private static List<NodeName> names(final DataInputStream in) throws IOException {
        final List<NodeName> names = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(new NodeName(text(in), text(in)));
        }
        return names;
    }

    private static RelayMessage farewell(final DataInputStream in) throws IOException {
        final boolean last = in.readBoolean();
        final boolean written = in.readBoolean();
        final List<byte[]> records = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            final int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("A record is longer than the message");
            }
            records.add(in.readNBytes(length));
        }
        return new RelayMessage.Farewell(records, last, written);
    }
}
