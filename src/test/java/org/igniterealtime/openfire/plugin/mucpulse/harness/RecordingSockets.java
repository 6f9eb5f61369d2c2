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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.SocketFactory;

/** Makes the sockets of one client, one after the other, and shows the text that comes in over it before the client itself sees it. */
final class RecordingSockets extends SocketFactory {

    private final Consumer<CharSequence> incoming;
    private volatile RecordingSocket last;

    RecordingSockets(final Consumer<CharSequence> incoming) {
        this.incoming = incoming;
    }

    /** Closes the socket, without a word to the other side. */
    void close() throws IOException {
        last.close();
    }

    /** Waits until the last connection is closed, by the other side or by the client itself. */
    void awaitEnd(final Duration patience) {
        try {
            if (!last.end.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OpenfireException("The server did not answer a client that said goodbye.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the last connection was closed, or broke. */
    boolean isEnded() {
        return last != null && last.end.getCount() == 0;
    }

    @Override
    public Socket createSocket() {
        last = new RecordingSocket();
        return last;
    }

    @Override
    public Socket createSocket(final String host, final int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(final String host, final int port, final InetAddress local, final int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(final InetAddress host, final int port) throws IOException {
        final Socket socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(final InetAddress host, final int port, final InetAddress local, final int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    private final class RecordingSocket extends Socket {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public InputStream getInputStream() throws IOException {
            return new RecordingStream(super.getInputStream(), end);
        }

        @Override
        public void close() throws IOException {
            super.close();
            end.countDown();
        }
    }

    private final class RecordingStream extends FilterInputStream {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer undecoded = ByteBuffer.allocate(0);

        private final CountDownLatch end;

        RecordingStream(final InputStream in, final CountDownLatch end) {
            super(in);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            final byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(final byte[] buffer, final int offset, final int length) throws IOException {
            int count = -1;
            try {
                count = super.read(buffer, offset, length);
            } finally {
                if (count < 0) {
                    end.countDown();
                }
            }
            if (count > 0) {
                decode(buffer, offset, count);
            }
            return count;
        }

        /** A character may be cut between two reads: its beginning waits for the rest. */
        private void decode(final byte[] buffer, final int offset, final int count) {
            final ByteBuffer bytes = ByteBuffer.allocate(undecoded.remaining() + count);
            bytes.put(undecoded).put(buffer, offset, count).flip();
            final CharBuffer text = CharBuffer.allocate(bytes.remaining());
            decoder.decode(bytes, text, false);
            undecoded = bytes.slice();
            incoming.accept(text.flip());
        }
    }
}
