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

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.xmpp.packet.JID;

/**
 * What servers of a cluster tell each other: to home what happens on a server, and from home what the servers need.
 * Immutable. {@link RelayMessageReader} reads what is written here; the first byte says which message it is.
 */
sealed interface RelayMessage {

    /** Which message it is. */
    int kind();

    /** Writes what the message says. */
    void writeTo(@Nonnull DataOutputStream out) throws IOException;

    /** The message as it travels. */
    @Nonnull
    default byte[] toBytes() {
        return BinaryRecord.of(out -> {
            out.writeByte(kind());
            writeTo(out);
        });
    }

    static void write(final DataOutputStream out, final JID jid) throws IOException {
        BinaryRecord.writeText(out, jid.toString());
    }

    static void write(final DataOutputStream out, final Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (final String text : texts) {
            BinaryRecord.writeText(out, text);
        }
    }

    static void write(final DataOutputStream out, final CapsAnnouncement caps) throws IOException {
        BinaryRecord.writeText(out, caps.generation().name());
        BinaryRecord.writeText(out, caps.algorithm());
        BinaryRecord.writeText(out, caps.hash());
        BinaryRecord.writeText(out, caps.node());
    }

    /** To home: a session has entered a room. */
    record Joined(@Nonnull JID room, @Nonnull JID session, @Nonnull String nickname) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.JOINED;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
            write(out, session);
            BinaryRecord.writeText(out, nickname);
        }
    }

    /** To home: a session has left a room. */
    record Left(@Nonnull JID room, @Nonnull JID session) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.LEFT;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
            write(out, session);
        }
    }

    /** To home: a session has another nickname. */
    record Renamed(@Nonnull JID room, @Nonnull JID session, @Nonnull String nickname) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.RENAMED;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
            write(out, session);
            BinaryRecord.writeText(out, nickname);
        }
    }

    /** To home: a session is present in a room or on its way into it, and perhaps announces its capabilities. */
    record Present(@Nonnull JID room, @Nonnull JID session, @Nonnull Optional<CapsAnnouncement> caps)
        implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.PRESENT;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
            write(out, session);
            out.writeBoolean(caps.isPresent());
            if (caps.isPresent()) {
                write(out, caps.get());
            }
        }
    }

    /** To home: a room was destroyed. */
    record Destroyed(@Nonnull JID room) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.DESTROYED;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
        }
    }

    /** To home: a request, under a number of the server that sends it. From home, it is the answer. */
    record Stanza(boolean isRequest, long number, @Nonnull String xml) implements RelayMessage {

        @Override
        public int kind() {
            return isRequest ? RelayMessageReader.REQUEST : RelayMessageReader.REPLY;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            out.writeLong(number);
            BinaryRecord.writeText(out, xml);
        }
    }

    /** To home: a call of another plugin or of an administrator, under a number of the server that sends it. */
    record Call(long number, @Nonnull RemoteCalls.Operation operation, @Nonnull List<String> arguments)
        implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.CALL;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            out.writeLong(number);
            BinaryRecord.writeText(out, operation.name());
            write(out, arguments);
        }
    }

    /** From home: what came of a call. */
    record Outcome(long number, @Nonnull RemoteCalls.Status status, @Nonnull List<String> values)
        implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.OUTCOME;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            out.writeLong(number);
            BinaryRecord.writeText(out, status.name());
            write(out, values);
        }
    }

    /** To home: the nodes that clients with an announcement are interested in, one of which is a session. */
    record Interests(@Nonnull JID session, @Nonnull CapsAnnouncement caps, @Nonnull Set<String> nodes)
        implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.INTERESTS;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, session);
            write(out, caps);
            write(out, nodes);
        }
    }

    /** From home: the server is to find out what a session is interested in, if it has it. */
    record Ask(@Nonnull JID session, @Nonnull JID room, @Nonnull CapsAnnouncement caps) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.ASK;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, session);
            write(out, room);
            write(out, caps);
        }
    }

    /** To home: the nodes that a session is interested in, by what the server itself knows of the client. */
    record KnownToServer(@Nonnull JID session, @Nonnull Set<String> nodes) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.KNOWN_TO_SERVER;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, session);
            write(out, nodes);
        }
    }

    /** From home: which nodes a service has by now. */
    record Names(@Nonnull JID room, @Nonnull OccupantKey service, @Nonnull List<NodeName> names)
        implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.NAMES;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            write(out, room);
            BinaryRecord.writeText(out, service.user());
            BinaryRecord.writeText(out, service.nickname());
            out.writeInt(names.size());
            for (final NodeName name : names) {
                BinaryRecord.writeText(out, name.id());
                BinaryRecord.writeText(out, name.title());
            }
        }
    }

    /** From home: all names follow. */
    record ForgetNames() implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.FORGET_NAMES;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) {
            // Nothing else to say.
        }
    }

    /** To home: all names are to be sent anew. */
    record SendNames() implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.SEND_NAMES;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) {
            // Nothing else to say.
        }
    }

    /** From home: the server is to say what its occupants have announced. */
    record Report() implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.REPORT;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) {
            // Nothing else to say.
        }
    }

    /**
     * From the server that was home to the one that is: a part of what the database does not have.
     *
     * @param records as {@link NodeHandover} writes them
     * @param isLast whether this is the last part
     * @param isWritten whether the database has everything else by now; otherwise it will in a moment
     */
    record Farewell(@Nonnull List<byte[]> records, boolean isLast, boolean isWritten) implements RelayMessage {

        @Override
        public int kind() {
            return RelayMessageReader.FAREWELL;
        }

        @Override
        public void writeTo(@Nonnull final DataOutputStream out) throws IOException {
            out.writeBoolean(isLast);
            out.writeBoolean(isWritten);
            out.writeInt(records.size());
            for (final byte[] record : records) {
                out.writeInt(record.length);
                out.write(record);
            }
        }
    }
}
