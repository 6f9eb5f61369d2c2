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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R15: what an orderly stop writes down is read once by the next start. */
class HandoverFileTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private HandoverFile file(final int version, final int maxBytes) {
        return new HandoverFile(home.resolve("mucpulse"), "rai", version, InstantSource.fixed(NOW), maxBytes);
    }

    private HandoverFile file() {
        return file(1, 1000);
    }

    private Path path() {
        return home.resolve("mucpulse").resolve("rai.handover");
    }

    private static void write(final HandoverFile file, final String... records) {
        file.write(Stream.of(records).map(record -> record.getBytes(StandardCharsets.UTF_8)).iterator());
    }

    private static List<String> strings(final Optional<HandoverFile.Content> content) {
        return content.orElseThrow().records().stream().map(record -> new String(record, StandardCharsets.UTF_8))
            .toList();
    }

    @Test
    void r15_recordsAreReadOnceInTheirOrder() {
        write(file(), "one", "", "three");

        final Optional<HandoverFile.Content> content = file().take();

        assertThat(strings(content)).containsExactly("one", "", "three");
        assertThat(content.orElseThrow().written()).isEqualTo(NOW);
        assertThat(file().take()).isEmpty();
        assertThat(home.resolve("mucpulse")).isEmptyDirectory();
    }

    @Test
    void r15_ageIsNeverNegative() {
        write(file(), "one");
        final HandoverFile.Content content = file().take().orElseThrow();

        assertThat(content.age(InstantSource.fixed(NOW.plusSeconds(5)))).isEqualTo(Duration.ofSeconds(5));
        assertThat(content.age(InstantSource.fixed(NOW.minusSeconds(3600)))).isEqualTo(Duration.ZERO);
    }

    @Test
    void r15_laterRecordsReplaceEarlierOnes() {
        write(file(), "old");
        write(file(), "new");

        assertThat(strings(file().take())).containsExactly("new");
    }

    @Test
    void r15_whatWasWrittenBeforeStaysWhereItCannotBeReplaced() {
        write(file(), "old");

        file().write(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                throw new IllegalStateException("for the test");
            }
        });

        assertThat(strings(file().take())).containsExactly("old");
        assertThat(home.resolve("mucpulse")).isEmptyDirectory();
    }

    @Test
    void r15_whatIsTornAtAnyPlaceIsIgnored() throws IOException {
        write(file(), "one", "two");
        final byte[] whole = Files.readAllBytes(path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertThat(file().take()).as("%d of %d bytes", length, whole.length).isEmpty();
            assertThat(path()).doesNotExist();
        }
    }

    @Test
    void r15_whatIsDamagedAtAnyPlaceIsIgnored() throws IOException {
        write(file(), "one", "two");
        final byte[] whole = Files.readAllBytes(path());
        for (int position = 0; position < whole.length; position++) {
            final byte[] damaged = whole.clone();
            damaged[position] ^= 0x40;
            Files.write(path(), damaged);
            assertThat(file().take()).as("byte %d", position).isEmpty();
        }
    }

    @Test
    void r15_anotherVersionIsIgnored() {
        write(file(1, 1000), "one");

        assertThat(file(2, 1000).take()).isEmpty();
        assertThat(path()).doesNotExist();
    }

    @Test
    void r15_whatIsTooMuchIsLeftOut() {
        write(file(1, 10), "12345", "1234567890", "12345", "1");

        assertThat(strings(file(1, 10).take())).containsExactly("12345", "12345");
    }

    @Test
    void r15_fileThatIsTooLongIsNotRead() throws IOException {
        Files.createDirectories(path().getParent());
        Files.write(path(), new byte[HandoverFile.MAX_RECORD + 21]);

        assertThat(file(1, 10).take()).isEmpty();
        assertThat(path()).doesNotExist();
    }

    @Test
    void r15_folderThatCannotBeMadeIsNoFailure() throws IOException {
        Files.createFile(home.resolve("mucpulse"));

        write(file(), "one");

        assertThat(file().take()).isEmpty();
    }

    @Test
    void r15_onlyTheServersAccountMayReadIt() throws IOException {
        write(file(), "one");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
    }
}
