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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Frame.Kind;
import org.junit.jupiter.api.Test;

class FrameFormatTest {

    private static final Frame FRAME = new Frame(Kind.MESSAGES, "node", 0x1122334455667788L, 7,
        List.of(new Message("rai", "one".getBytes(StandardCharsets.UTF_8)), new Message("mep", new byte[0])));

    @Test
    void k2_firstByteIsTheVersion() {
        assertThat(FrameFormat.write(FRAME)[0]).isEqualTo((byte) 1);
    }

    @Test
    void k2_frameIsReadAsItWasWritten() {
        final Frame read = FrameFormat.read(FrameFormat.write(FRAME)).orElseThrow();

        assertThat(read.kind()).isEqualTo(Kind.MESSAGES);
        assertThat(read.sender()).isEqualTo("node");
        assertThat(read.link()).isEqualTo(0x1122334455667788L);
        assertThat(read.sequence()).isEqualTo(7);
        assertThat(read.messages()).extracting(Message::topic).containsExactly("rai", "mep");
        assertThat(read.messages().get(0).bytes()).asString().isEqualTo("one");
        assertThat(read.messages().get(1).bytes()).isEmpty();
        assertThat(read.size()).isEqualTo(FRAME.size());
    }

    @Test
    void k7_otherVersionIsNotRead() {
        final byte[] bytes = FrameFormat.write(FRAME);
        bytes[0] = 2;

        assertThat(FrameFormat.read(bytes)).isEmpty();
    }

    @Test
    void k7_whatIsTooShortOrTooLongIsNotRead() {
        final byte[] bytes = FrameFormat.write(FRAME);

        for (int length = 0; length < bytes.length; length++) {
            assertThat(FrameFormat.read(Arrays.copyOf(bytes, length))).as("%s bytes", length).isEmpty();
        }
        assertThat(FrameFormat.read(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        assertThat(FrameFormat.read(new byte[FrameFormat.MAXIMUM_BYTES + 1])).isEmpty();
    }

    @Property
    void k7_nothingThatIsReadThrows(@ForAll final byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] = 1;
        }

        assertThat(FrameFormat.read(bytes)).isNotNull();
    }

    /** What claims to be large makes nobody reserve memory for it. */
    @Property
    void k7_changedBytesDoNotThrow(@ForAll final int index, @ForAll final byte value) {
        final byte[] bytes = FrameFormat.write(FRAME);
        bytes[1 + Math.floorMod(index, bytes.length - 1)] = value;

        assertThat(FrameFormat.read(bytes).stream().mapToInt(Frame::size)).allMatch(size -> size <= bytes.length);
    }
}
