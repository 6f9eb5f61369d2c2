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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;

/** D6: the format of the journal, and what is read of a file that is torn or damaged. */
class JournalRecordsTest {

    private LogListener log;
    private Path file;

    @BeforeProperty
    void begin() throws IOException {
        log = new LogListener(JournalRecords.class);
        file = Files.createTempFile("journal", ".test");
    }

    @AfterProperty
    void end() throws IOException {
        log.close();
        Files.delete(file);
    }

    private static byte[] bytes(final List<byte[]> records) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final byte[] record : records) {
            JournalRecords.write(new DataOutputStream(bytes), "rai", record);
            assertThat(bytes.size()).isPositive();
        }
        return bytes.toByteArray();
    }

    private List<byte[]> read(final byte[] content) throws IOException {
        Files.write(file, content);
        final List<byte[]> read = new ArrayList<>();
        JournalRecords.read(file, (channel, record) -> {
            assertThat(channel).isEqualTo("rai");
            read.add(record);
        });
        return read;
    }

    private int warnings() {
        return log.heard(Level.WARN).size();
    }

    @Property(tries = 100)
    void d6_recordsAreReadAsTheyWereWritten(@ForAll @Size(max = 20) final List<byte[]> records) throws IOException {
        assertThat(read(bytes(records))).containsExactlyElementsOf(records);
        assertThat(warnings()).isZero();
    }

    /** At every byte of the last record. */
    @Property(tries = 50)
    void d6_tornLastRecordIsToleratedSilently(@ForAll @Size(max = 5) final List<byte[]> records,
                                              @ForAll @Size(max = 100) final byte[] last) throws IOException {
        final byte[] before = bytes(records);
        final List<byte[]> all = new ArrayList<>(records);
        all.add(last);
        final byte[] whole = bytes(all);

        for (int length = before.length; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length))).as("cut at %s", length).containsExactlyElementsOf(records);
            // What a file system may leave where the rest was to be written.
            final byte[] padded = Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 10);
            if (!Arrays.equals(Arrays.copyOf(padded, whole.length), whole)) {
                assertThat(read(padded)).as("zeros from %s", length).containsExactlyElementsOf(records);
            }
        }

        assertThat(warnings()).isZero();
    }

    /** Any byte of a record that others follow. */
    @Property(tries = 100)
    void d6_damagedRecordEndsTheReading(@ForAll @Size(max = 5) final List<byte[]> before,
                                        @ForAll @Size(min = 1, max = 50) final byte[] damaged,
                                        @ForAll @IntRange(max = 70) final int position,
                                        @ForAll @IntRange(min = 1, max = 255) final int difference) throws IOException {
        final int start = bytes(before).length;
        final List<byte[]> all = new ArrayList<>(before);
        all.add(damaged);
        final int end = bytes(all).length;
        all.add("after".getBytes(StandardCharsets.UTF_8));
        final byte[] content = bytes(all);
        // But for the length, of which one that is too long looks like the length of a record that is torn.
        content[Math.min(start + Integer.BYTES + position, end - 1)] ^= (byte) difference;
        final int logged = warnings();

        assertThat(read(content)).containsExactlyElementsOf(before);
        assertThat(warnings()).isEqualTo(logged + 1);
    }

    @Property(tries = 100)
    void d6_anyContentIsReadWithoutAnException(@ForAll @Size(max = 200) final byte[] content) throws IOException {
        read(content);

        assertThat(warnings()).isLessThanOrEqualTo(100);
    }

    @Property(tries = 20)
    void d6_recordOfALaterVersionEndsTheReading(@ForAll @IntRange(min = 2, max = 127) final int version)
        throws IOException {
        final byte[] first = bytes(List.of(new byte[] {1}));
        final byte[] later = bytes(List.of(new byte[] {2}));
        later[2 * Integer.BYTES] = (byte) version;
        final byte[] body = Arrays.copyOfRange(later, 2 * Integer.BYTES, later.length);
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(first);
        final DataOutputStream out = new DataOutputStream(content);
        out.writeInt(body.length);
        out.writeInt(com.google.common.hash.Hashing.crc32c().hashBytes(body).asInt());
        out.write(body);
        content.write(first);
        final int logged = warnings();

        assertThat(read(content.toByteArray())).containsExactly(new byte[] {1});
        assertThat(warnings()).isEqualTo(logged + 1);
    }
}
