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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowByRowTest {

    private static final String TOO_LONG = "x".repeat(65);

    private final List<String> refused = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        database.close();
    }

    private static void delete(final Connection connection, final List<String> rows) throws SQLException {
        Sql.forEach(connection, "DELETE FROM ofMucPulseState WHERE name=?", rows, (statement, row) ->
            statement.setString(1, row));
    }

    private static void insert(final Connection connection, final List<String> rows) throws SQLException {
        Sql.forEach(connection, "INSERT INTO ofMucPulseState VALUES (?, 1)", rows, (statement, row) ->
            statement.setString(1, row));
    }

    private void write(final List<String> rows) throws SQLException {
        RowByRow.replace(database, rows, RowByRowTest::delete, RowByRowTest::insert, (row, e) -> refused.add(row));
    }

    private List<String> stored() throws SQLException {
        return database.rows("SELECT name FROM ofMucPulseState");
    }

    private static List<String> rows(final int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void d3_rowThatIsRefusedIsDroppedAlone() throws SQLException {
        final List<String> rows = rows(1_000);
        rows.add(437, TOO_LONG);
        final int before = database.openedCount();

        write(rows);

        assertThat(refused).containsExactly(TOO_LONG);
        assertThat(stored()).hasSize(1_000).doesNotContain(TOO_LONG);
        assertThat(database.openedCount() - before).as("transactions").isLessThan(30);
    }

    @Test
    void d3_nothingIsDroppedWhereTheDatabaseCannotBeWrittenAtAll() throws SQLException {
        database.failAt("commit");
        final int before = database.openedCount();

        assertThatThrownBy(() -> write(rows(1_000))).isInstanceOf(SQLException.class);

        assertThat(refused).isEmpty();
        assertThat(database.openedCount() - before).as("attempts").isLessThan(20);
        database.recover();
        assertThat(stored()).isEmpty();
    }

    @Test
    void d3_nothingIsDroppedForWhatPasses() {
        assertThat(RowByRow.isPassing(new SQLTransientConnectionException("as the test wants it"))).isTrue();
        assertThat(RowByRow.isPassing(new SQLException("deadlock", "40001"))).isTrue();
        assertThat(RowByRow.isPassing(new SQLException("shutdown", "57P01"))).isTrue();
        assertThat(RowByRow.isPassing(new SQLException("deadlock of Oracle", "61000"))).isTrue();
        assertThat(RowByRow.isPassing(new SQLException("too long", "22001"))).isFalse();
        assertThat(RowByRow.isPassing(new SQLException("no character", "HY000"))).isFalse();
        assertThat(RowByRow.isPassing(new IllegalStateException("as the test wants it"))).isFalse();
    }

    @Test
    void d5_rollbackThatFailsDoesNotHideWhy() {
        database.failAt("rollback");

        assertThatThrownBy(() -> Sql.inTransaction(database, connection -> {
            throw new SQLException("the reason");
        })).hasMessage("the reason").satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    /** As DB2 does: why each row failed is behind the exception of the batch. */
    private static BatchUpdateException ofBatch(final SQLException... rows) {
        final BatchUpdateException batch = new BatchUpdateException("some failed", new int[0]);
        List.of(rows).forEach(batch::setNextException);
        return batch;
    }

    @Test
    void d3_nothingIsDroppedForWhatPassesThoughTheBatchDoesNotSaySo() {
        final SQLException refusal = new SQLException("too long", "22001");
        final SQLException deadlock = new SQLException("deadlock", "40001");
        assertThat(RowByRow.isPassing(ofBatch(refusal))).isFalse();
        assertThat(RowByRow.isPassing(ofBatch(refusal, deadlock))).isTrue();
        assertThat(RowByRow.isPassing(ofBatch(new SQLTransientConnectionException("as the test wants it")))).isTrue();
        assertThat(RowByRow.isPassing(new IllegalStateException(ofBatch(deadlock)))).isTrue();
        assertThat(RowByRow.isPassing(new SQLException("general", "HY000", deadlock))).isTrue();
    }

    @Test
    void s1_exceptionsThatFollowEachOtherInACircleAreLookedAtOnce() {
        final SQLException one = new SQLException("one");
        final SQLException other = new SQLException("other", one);
        one.setNextException(other);

        assertThat(SqlFailures.all(one)).containsExactlyInAnyOrder(one, other);
        assertThat(RowByRow.isPassing(one)).isFalse();
    }

    @Test
    void d3_writerThatWasInTheWayOnceIsFoundBehindTheExceptionOfTheBatch() throws SQLException {
        final int[] attempts = {0};
        Sql.inContestedTransaction(database, connection -> {
            attempts[0]++;
            if (attempts[0] == 1) {
                throw ofBatch(new SQLException("duplicate", "23505"));
            }
        });
        assertThat(attempts[0]).isEqualTo(2);

        assertThatThrownBy(() -> Sql.inContestedTransaction(database, connection -> {
            attempts[0]++;
            throw ofBatch(new SQLException("too long", "22001"));
        })).isInstanceOf(BatchUpdateException.class);
        assertThat(attempts[0]).isEqualTo(3);
    }

    /** Another writer inserts the row each time after this one has deleted it. */
    @Test
    void k6_whatAnotherWriterHasWrittenIsNotDeletedWhereItWasInTheWayAgainAndAgain() throws SQLException {
        database.execute("INSERT INTO ofMucPulseState VALUES ('row', 7)");

        RowByRow.replace(database, List.of("row"), RowByRowTest::delete, (connection, rows) -> {
            throw ofBatch(new SQLException("duplicate", "23505"));
        }, (row, e) -> refused.add(row));

        assertThat(refused).containsExactly("row");
        assertThat(stored()).containsExactly("row");
    }

    @Test
    void d3_whatWasThereOfARowThatIsRefusedIsDeleted() throws SQLException {
        database.execute("INSERT INTO ofMucPulseState VALUES ('row', 7)");

        RowByRow.replace(database, List.of("row"), RowByRowTest::delete, (connection, rows) -> {
            throw new SQLException("too long", "22001");
        }, (row, e) -> refused.add(row));

        assertThat(stored()).isEmpty();
    }
}
