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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what is set for single rooms take effect on all servers of the cluster (K3). Where something may not have been
 * heard, the other server says what was set of late, and the table is read again. Safe for use by several threads.
 */
final class RoomSwitchRelay implements RelayListener {

    private static final Logger Log = LoggerFactory.getLogger(RoomSwitchRelay.class);

    static final String TOPIC = "switches";
    /** When it is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    /** How long after something was lost the other server is asked, once for all that is lost meanwhile. */
    static final Duration QUESTION_DELAY = Duration.ofSeconds(1);

    /** How many bytes of changes are said at once, and the pause after them. */
    private static final int PART_BYTES = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final byte CHANGE = 1;
    private static final byte REQUEST = 2;

    private final Relay relay;
    private final RoomSwitchTable table;
    private final SerialExecutor executor;
    private final Coalescer reading;
    private final Coalescer retrying;
    /** Ask servers from which something was lost. */
    private final Map<String, Coalescer> asking = new ConcurrentHashMap<>();
    /** Says what was set of late to other servers, as all of it can be more than may wait to be sent. */
    private final PacedWork<String> saying;

    /**
     * Creates it.
     *
     * @param relay carries messages to the other servers
     * @param table has what is set
     * @param executor runs what touches the database
     */
    RoomSwitchRelay(@Nonnull final Relay relay, @Nonnull final RoomSwitchTable table,
                    @Nonnull final SerialExecutor executor) {
        this.relay = relay;
        this.table = table;
        this.executor = executor;
        this.saying = new PacedWork<>(executor, PAUSE);
        this.reading = new Coalescer(executor, this::readAgain);
        this.retrying = new Coalescer(task -> executor.schedule(RETRY_INTERVAL, task), this::readAgain);
        table.onChange(record -> {
            if (!relay.peers().isEmpty()) {
                relay.toAll(TOPIC, message(record));
            }
        });
    }

    private static byte[] message(final byte[] record) {
        return ByteBuffer.allocate(1 + record.length).put(CHANGE).put(record).array();
    }

    @Override
    @Nonnull
    public String topic() {
        return TOPIC;
    }

    @Override
    public void peerJoined(@Nonnull final String peer) {
        executor.execute(() -> sayRecent(peer));
        reading.request();
    }

    @Override
    public void messagesLost(@Nonnull final String peer) {
        asking.computeIfAbsent(peer, unused -> Coalescer.after(executor, () -> QUESTION_DELAY, () -> ask(peer)))
            .request();
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        asking.remove(peer);
        executor.execute(() -> saying.cancel(peer));
    }

    @Override
    public void received(@Nonnull final String peer, @Nonnull final byte[] message) {
        try {
            if (message.length > 0 && message[0] == CHANGE) {
                table.takeOver(Arrays.copyOfRange(message, 1, message.length));
            } else if (message.length > 0 && message[0] == REQUEST) {
                executor.execute(() -> sayRecent(peer));
            }
        } catch (final IOException | RuntimeException e) {
            Log.debug("A message of the server {} about what differs in rooms cannot be read.", peer, e);
        }
    }

    private void ask(final String peer) {
        relay.send(peer, TOPIC, new byte[] {REQUEST});
        // What was lost may have been such a request.
        sayRecent(peer);
        reading.request();
    }

    /** Says it once more where it is being said: if that began anew each time, it might never come to its end. */
    private void sayRecent(final String peer) {
        if (saying.underWay(peer).orElse(null) instanceof Recent underWay) {
            underWay.isWantedAgain = true;
        } else {
            saying.start(peer, new Recent(peer));
        }
    }

    /** What was set of late, as it is said to one server. */
    private final class Recent implements PacedWork.Work {

        private final String peer;
        private Iterator<byte[]> left = table.recent();
        private boolean isWantedAgain;

        Recent(final String peer) {
            this.peer = peer;
        }

        @Override
        public boolean doPart() {
            if (!relay.peers().contains(peer)) {
                return false;
            }
            if (relay.isCongested(peer)) {
                return true;
            }
            sayPart();
            if (!left.hasNext() && isWantedAgain) {
                isWantedAgain = false;
                left = table.recent();
            }
            return left.hasNext();
        }

        /** One change in each message: earlier versions read no more. */
        private void sayPart() {
            for (int size = 0; left.hasNext() && size < PART_BYTES;) {
                final byte[] message = message(left.next());
                relay.send(peer, TOPIC, message);
                size += message.length;
            }
        }
    }

    private void readAgain() {
        try {
            table.readAgain();
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("What differs in rooms cannot be read again. This is tried again.", e);
            retrying.request();
        }
    }
}
