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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D6: the journal keeps what is not in the database, and no more than that. */
class FileJournalTest {

    private static final String FILES = "glob:*.journal";

    private final LogListener log = new LogListener(JournalWriter.class);
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final List<Run> runs = new ArrayList<>();
    @TempDir
    private Path home;
    private IOException writing;
    private IOException forcing;
    private Runnable whileForcing = () -> { };
    private Throwable fault;
    private long maxBytes = FileJournal.MAX_BYTES;
    private long maxWaiting = FileJournal.MAX_WAITING;

    @AfterEach
    void close() throws IOException {
        log.close();
        for (final Run run : runs) {
            run.files.close();
        }
    }

    private Path folder() {
        return home.resolve("mucpulse").resolve("journal");
    }

    private JournalFile create(final Path file) throws IOException {
        final JournalFile real = JournalFile.create(file);
        return new JournalFile() {
            @Override
            public void write(@Nonnull final ByteBuffer content) throws IOException {
                fail();
                if (writing != null) {
                    final ByteBuffer part = content.duplicate();
                    part.limit(part.position() + part.remaining() / 2);
                    real.write(part);
                    throw writing;
                }
                real.write(content);
            }

            @Override
            public void force() throws IOException {
                if (forcing != null) {
                    throw forcing;
                }
                whileForcing.run();
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private void fail() {
        final Throwable now = fault;
        if (now != null) {
            fault = null;
            Faults.sneak(now);
        }
    }

    /** A run of the plugin, whose changes are named, and replace others of the same name. */
    private final class Run implements JournalSource {
        private final JournalFolder files = new JournalFolder(folder(), FileJournalTest.this::create);
        private final FileJournal journal =
            new FileJournal(new JournalWriter(files, maxBytes, maxWaiting), executor, executor.ticker());
        private final JournalChannel channel = journal.channel("test", this);
        private final List<String> replayed = new ArrayList<>();
        private final Map<String, String> waiting = new LinkedHashMap<>();

        Run() {
            runs.add(this);
            channel.replay();
        }

        @Override
        public void replay(@Nonnull final byte[] record) {
            final String change = new String(record, StandardCharsets.UTF_8);
            replayed.add(change);
            gather(change);
        }

        private void gather(final String change) {
            waiting.put(change.replaceAll("=.*", ""), change);
        }

        @Override
        public void snapshot(@Nonnull final Consumer<byte[]> records) {
            fail();
            waiting.values().forEach(change -> records.accept(change.getBytes(StandardCharsets.UTF_8)));
        }

        void change(final String... changes) {
            Stream.of(changes).forEach(change -> {
                gather(change);
                channel.append(change.getBytes(StandardCharsets.UTF_8));
            });
            executor.runUntilIdle();
        }

        /** Writes everything to the database. */
        void flush() {
            final long checkpoint = journal.checkpoint();
            waiting.clear();
            journal.written(checkpoint);
            executor.runUntilIdle();
        }

        void flushFor(final Duration time) {
            for (long left = time.toSeconds() + 1; left > 0; left--) {
                flush();
                executor.advance(Duration.ofSeconds(1));
            }
        }

        Condition condition() {
            return journal.status().condition();
        }

        /** The process is killed; what was not written is lost. */
        void kill() throws IOException {
            executor.clear();
            files.close();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(file -> file.getFileSystem().getPathMatcher(FILES).matches(file.getFileName())).sorted()
                .toList();
        }
    }

    private static String[] names(final int count) {
        return IntStream.range(0, count).mapToObj(number -> "change" + number).toArray(String[]::new);
    }

    // What is kept

    @Test
    void d6_isSaidToBeWrittenWhenItIsOnTheDisk() {
        final Run run = new Run();
        assertThat(run.journal.whenWritten().toCompletableFuture()).as("of nothing").isCompleted();
        run.change("a=1");
        forcing = new IOException("as the test wants it");
        executor.advance(FileJournal.INTERVAL);

        run.change("b=1");
        executor.advance(FileJournal.INTERVAL);
        final CompletableFuture<?> written = run.journal.whenWritten().toCompletableFuture();
        executor.advance(FileJournal.INTERVAL);
        assertThat(written).isNotDone();

        forcing = null;
        executor.advance(FileJournal.RETRY_INTERVAL);
        assertThat(written).isCompleted();
    }

    @Test
    void d6_whoAsksDuringTheLastWriteIsToldSoonAfterIt() {
        final Run run = new Run();
        final List<CompletableFuture<?>> asked = new ArrayList<>();
        whileForcing = () -> asked.add(run.journal.whenWritten().toCompletableFuture());
        run.change("a=1");
        executor.advance(FileJournal.INTERVAL);
        whileForcing = () -> { };
        assertThat(asked).isNotEmpty();

        executor.advance(FileJournal.INTERVAL);

        assertThat(asked).allMatch(CompletableFuture::isDone);
    }

    @Test
    void d6_whoeverWaitsForTheDiskDoesSoUntilTheEndAtMost() {
        final Run run = new Run();
        forcing = new IOException("as the test wants it");
        run.change("a=1");
        final CompletableFuture<?> written = run.journal.whenWritten().toCompletableFuture();

        run.journal.close();

        assertThat(written).isCompleted();
    }

    @Test
    void d6_whatWasAddedBeforeACrashIsReplayedInItsOrder() throws IOException {
        final Run first = new Run();
        first.change("a=1", "b=1", "a=2");
        first.kill();

        assertThat(new Run().replayed).containsExactly("a=1", "b=1", "a=2");
    }

    @Test
    void d6_replayChangesNothing() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.kill();
        final Run second = new Run();
        second.kill();

        final Run third = new Run();

        assertThat(third.replayed).containsExactly("a=1");
        third.change("b=1");
        third.kill();
        assertThat(new Run().replayed).containsExactly("a=1", "b=1");
    }

    @Test
    void d6_whatTheDatabaseHasIsKeptForAWhileOnly() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.flush();
        first.change("b=1");
        first.flushFor(FileJournal.GRACE.minusSeconds(2));
        assertThat(segments()).hasSize(2);

        first.flushFor(Duration.ofSeconds(3));

        assertThat(segments()).isEmpty();
        assertThat(first.journal.status().bytes()).isZero();
        first.kill();
        assertThat(new Run().replayed).isEmpty();
    }

    @Test
    void d6_whatCameAfterTheCheckpointStays() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        final long checkpoint = first.journal.checkpoint();
        first.change("b=1");
        first.journal.written(checkpoint);
        executor.advance(FileJournal.GRACE);
        first.journal.written(checkpoint);
        executor.runUntilIdle();

        first.kill();

        assertThat(new Run().replayed).containsExactly("b=1");
    }

    @Test
    void d6_whatEarlierRunsLeftGoesWhenTheDatabaseHasIt() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.kill();
        final Run second = new Run();
        second.flushFor(FileJournal.GRACE);

        assertThat(segments()).isEmpty();
    }

    @Test
    void d6_orderlyEndLeavesNothingWhereTheDatabaseHasAll() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.flush();
        first.journal.close();

        assertThat(segments()).isEmpty();
        assertThat(new Run().replayed).isEmpty();
    }

    @Test
    void d6_orderlyEndInAnOutageLeavesEverything() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.flush();
        first.change("b=1");
        // Nothing runs between this one and the end.
        first.channel.append("c=1".getBytes(StandardCharsets.UTF_8));
        first.journal.checkpoint();
        first.journal.close();

        assertThat(new Run().replayed).endsWith("b=1", "c=1");
    }

    @Test
    void d6_endBeforeTheStartLosesNothing() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        first.journal.close();
        new Run().journal.close();

        assertThat(new Run().replayed).containsExactly("a=1");
    }

    @Test
    void d6_tableThatIsNoMoreIsNoObstacle() throws IOException {
        final Run first = new Run();
        final JournalChannel other = first.journal.channel("other", first);
        other.append(new byte[] {1});
        first.change("a=1");
        first.kill();

        assertThat(new Run().replayed).containsExactly("a=1");
    }

    // Batches

    @Test
    void d6_manyRecordsAreForcedToTheDiskTogether() throws IOException {
        final Run run = new Run();
        run.change("first");
        final long before = run.files.forced();

        run.change(names(1000));
        executor.advance(FileJournal.INTERVAL);

        assertThat(run.files.forced() - before).isEqualTo(1);
        run.kill();
        assertThat(new Run().replayed).hasSize(1001);
    }

    @Test
    void d6_singleRecordIsWrittenAtOnceAndTheNextAfterTheInterval() throws IOException {
        final Run run = new Run();
        run.change("a=1");
        final long size = run.journal.status().bytes();
        assertThat(size).isPositive();
        run.change("b=1");
        assertThat(run.journal.status().bytes()).isEqualTo(size);
        executor.advance(FileJournal.INTERVAL.minusMillis(1));
        assertThat(run.journal.status().bytes()).isEqualTo(size);

        executor.advance(Duration.ofMillis(1));

        assertThat(run.journal.status().bytes()).isGreaterThan(size);
    }

    @Test
    void d6_segmentsAreNotMadeWhereNothingIsAdded() throws IOException {
        final Run run = new Run();
        run.flushFor(Duration.ofMinutes(1));

        assertThat(segments()).isEmpty();
        assertThat(run.files.forced()).isZero();
    }

    // Bounds

    @Test
    void d6_journalThatBecomesTooLargeIsReplacedByWhatWaits() throws IOException {
        maxBytes = 10_000;
        final Run run = new Run();
        run.flush();

        for (int i = 0; i < 2_000; i++) {
            run.change("a=" + i, "b=" + i);
            executor.advance(FileJournal.INTERVAL);
            assertThat(run.journal.status().bytes()).isLessThanOrEqualTo(maxBytes);
        }

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        final Run next = new Run();
        assertThat(next.waiting).isEqualTo(Map.of("a", "a=1999", "b", "b=1999"));
    }

    @Test
    void d6_whatThereIsNoRoomForIsDroppedWithACountAndMadeUpFor() throws IOException {
        maxBytes = 10_000;
        final Run run = new Run();
        run.flush();

        for (final String name : names(2_000)) {
            run.change(name);
            executor.advance(FileJournal.INTERVAL);
        }

        assertThat(run.journal.status().bytes()).isLessThanOrEqualTo(maxBytes);
        assertThat(run.condition()).isEqualTo(Condition.INCOMPLETE);
        assertThat(run.journal.status().dropped()).isPositive();
        run.flushFor(FileJournal.GRACE);
        run.change("later");
        executor.advance(FileJournal.INTERVAL);
        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().replayed).containsExactly("later");
    }

    @Test
    void d6_whatWaitsForTheDiskIsBoundedAndMadeUpFor() throws IOException {
        maxWaiting = 1_000;
        final Run run = new Run();
        run.flush();
        for (final String name : names(100)) {
            run.gather(name);
            run.channel.append(name.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(run.journal.status().dropped()).isPositive();

        executor.runUntilIdle();

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().replayed).containsExactly(names(100));
    }

    @Test
    void d6_recordThatIsTooLongIsDroppedAlone() throws IOException {
        final Run run = new Run();
        run.channel.append(new byte[JournalRecords.MAX_RECORD + 1]);
        run.change("a=1");

        assertThat(run.journal.status().dropped()).isEqualTo(1);
        run.kill();
        assertThat(new Run().replayed).containsExactly("a=1");
    }

    // Failures

    @Test
    void d6_fullDiskIsSaidOnceAndWrittenLater() throws IOException {
        final Run run = new Run();
        run.flush();
        run.change("a=1");
        writing = new IOException("No space left on device");
        run.change("b=1");
        executor.advance(FileJournal.INTERVAL);
        executor.advance(FileJournal.RETRY_INTERVAL.multipliedBy(20));
        assertThat(run.condition()).isEqualTo(Condition.FAILING);
        assertThat(log.heard(Level.WARN)).hasSize(1);

        writing = null;
        executor.advance(FileJournal.RETRY_INTERVAL);

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        assertThat(log.heard(Level.WARN)).hasSize(1);
        assertThat(log.heard(Level.INFO)).hasSize(1);
        run.kill();
        assertThat(new Run().waiting).isEqualTo(Map.of("a", "a=1", "b", "b=1"));
    }

    @Test
    void d6_whatCannotBeForcedIsWrittenAgain() throws IOException {
        final Run run = new Run();
        run.flush();
        forcing = new IOException("as the test wants it");
        run.change("a=1");
        assertThat(run.condition()).isEqualTo(Condition.FAILING);

        forcing = null;
        executor.advance(FileJournal.RETRY_INTERVAL);

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().waiting).isEqualTo(Map.of("a", "a=1"));
    }

    /** The torn record in the middle is the end of its file alone. */
    @Test
    void d6_failureBeforeTheStartLosesNothingOfWhatIsThere() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        writing = new IOException("as the test wants it");
        first.change("b=1");
        executor.advance(FileJournal.INTERVAL);
        writing = null;
        executor.advance(FileJournal.RETRY_INTERVAL);
        first.kill();

        assertThat(new Run().replayed).containsExactly("a=1", "b=1");
    }

    @Test
    void d6_folderThatCannotBeMadeIsTriedAgain() throws IOException {
        Files.createDirectories(home.resolve("mucpulse"));
        Files.createFile(folder());
        final Run run = new Run();
        run.flush();
        run.change("a=1");
        assertThat(run.condition()).isEqualTo(Condition.FAILING);
        assertThat(log.heard(Level.WARN)).hasSize(1);

        Files.delete(folder());
        executor.advance(FileJournal.RETRY_INTERVAL);

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().replayed).containsExactly("a=1");
    }

    /** What it has then is older than what was done since, and must not come after it. */
    @Test
    void d6_whatCannotBeReadAtTheStartIsNotMixedWithWhatCameLater() throws IOException {
        final Run first = new Run();
        first.change("a=1", "b=1");
        first.kill();
        final Path aside = home.resolve("aside");
        Files.move(folder(), aside);
        Files.createFile(folder());
        final Run second = new Run();
        second.change("a=2");
        Files.delete(folder());
        Files.move(aside, folder());
        executor.advance(FileJournal.RETRY_INTERVAL);
        assertThat(second.condition()).isEqualTo(Condition.FAILING);
        second.journal.checkpoint();
        executor.advance(FileJournal.RETRY_INTERVAL);

        assertThat(second.condition()).isEqualTo(Condition.COMPLETE);
        second.kill();
        assertThat(new Run().replayed).containsExactly("a=2");
    }

    @Test
    void d6_journalThatIsDeletedWhileItIsInUseIsMadeAgain() throws IOException {
        final Run run = new Run();
        run.flush();
        run.change("a=1");
        for (final Path segment : segments()) {
            Files.delete(segment);
        }
        Files.delete(folder().resolve("journal.lock"));
        Files.delete(folder());
        executor.advance(FileJournal.INTERVAL);
        run.change("b=1");
        executor.advance(FileJournal.RETRY_INTERVAL);

        assertThat(log.heard(Level.WARN)).hasSize(1);
        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().waiting).isEqualTo(Map.of("a", "a=1", "b", "b=1"));
    }

    @Test
    void d6_secondProcessTouchesNothing() throws IOException {
        final Run first = new Run();
        first.change("a=1");
        final List<Path> before = segments();

        try (LogListener other = new LogListener(JournalWriter.class)) {
            final Run second = new Run();
            second.flush();
            second.change("b=1");
            second.flushFor(FileJournal.GRACE);
            second.journal.close();

            assertThat(second.condition()).isEqualTo(Condition.LOCKED);
            assertThat(second.replayed).isEmpty();
            assertThat(other.heard(Level.ERROR)).hasSize(1);
        }

        assertThat(segments()).isEqualTo(before);
        first.kill();
        assertThat(new Run().replayed).containsExactly("a=1");
    }

    @Test
    void d6_recordThatIsNotUnderstoodIsLeftOutAlone() throws IOException {
        final Run first = new Run();
        first.change("a=1", "b=1");
        first.kill();
        final List<String> replayed = new ArrayList<>();
        final FileJournal journal = new FileJournal(folder(), executor, executor.ticker());

        journal.channel("test", new JournalSource() {
            @Override
            public void replay(@Nonnull final byte[] record) throws IOException {
                final String change = new String(record, StandardCharsets.UTF_8);
                if (change.startsWith("a")) {
                    throw new IOException("as the test wants it");
                }
                replayed.add(change);
            }

            @Override
            public void snapshot(@Nonnull final Consumer<byte[]> records) {
                // Nothing waits.
            }
        }).replay();
        journal.close();

        assertThat(replayed).containsExactly("b=1");
        assertThat(log.heard(Level.WARN)).hasSize(1);
    }

    /** Of whatever kind, in the disk and in the sources. */
    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_journalGoesOnWhateverIsThrown(final Throwable thrown) throws IOException {
        final Run run = new Run();
        run.flush();
        for (final String change : List.of("a=1", "b=1")) {
            fault = thrown;
            run.gather(change);
            run.channel.append(change.getBytes(StandardCharsets.UTF_8));
            advanceWhateverIsThrown(thrown);
            assertThat(fault).isNull();
        }

        assertThat(run.condition()).isEqualTo(Condition.COMPLETE);
        run.kill();
        assertThat(new Run().waiting).isEqualTo(Map.of("a", "a=1", "b", "b=1"));
    }

    private void advanceWhateverIsThrown(final Throwable expected) {
        for (int left = 3; left > 0; left--) {
            try {
                executor.advance(FileJournal.RETRY_INTERVAL);
            } catch (final Throwable seen) {
                // The executor of the plugin gives it to its handler.
                assertThat(seen).isSameAs(expected);
            }
        }
    }

    // Privacy

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void d6_filesAreForTheServersAccountAlone() throws IOException {
        final Run run = new Run();
        run.change("a=1");

        assertThat(Files.getPosixFilePermissions(folder())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.toList()).hasSize(2).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }
}
