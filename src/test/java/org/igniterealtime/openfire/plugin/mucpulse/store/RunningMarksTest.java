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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R10, K5: which servers run, and which have crashed. */
class RunningMarksTest {

    @TempDir
    private Path folder;
    private TestDatabase database;
    private StateTable state;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        state = new StateTable(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private RunningMarks alone() {
        return new RunningMarks(state, Optional::empty);
    }

    private RunningMarks server(final String id) {
        return new RunningMarks(state, () -> Optional.of(id));
    }

    @Test
    void r10_runThatDidNotEndIsACrashAtTheNextStart() throws SQLException {
        assertThat(alone().begin()).isFalse();
        final RunningMarks second = alone();
        assertThat(second.begin()).as("after a crash").isTrue();
        second.end();
        assertThat(alone().begin()).as("after an orderly stop").isFalse();
    }

    @Test
    void k5_serversOfAClusterHaveMarksOfTheirOwn() throws SQLException {
        final RunningMarks a = server("a");
        final RunningMarks b = server("b");
        assertThat(a.begin()).isFalse();
        assertThat(b.begin()).as("while another runs").isFalse();
        assertThat(a.others()).containsExactly("b");

        a.end();
        assertThat(server("a").begin()).isFalse();
        assertThat(server("b").begin()).as("the other crashed").isTrue();
    }

    @Test
    void k5_serverThatJoinsAClusterWhileItRunsIsNotTakenForACrash() throws SQLException {
        final AtomicReference<Optional<String>> id = new AtomicReference<>(Optional.empty());
        final RunningMarks a = new RunningMarks(state, id::get);
        a.begin();
        a.renew();
        assertThat(state.state(RunningMarks.ALONE)).as("still alone").isPresent();

        id.set(Optional.of("a"));
        a.renew();

        final RunningMarks b = server("b");
        assertThat(b.begin()).isFalse();
        assertThat(b.others()).containsExactly("a");
        a.end();
        assertThat(b.others()).isEmpty();
    }

    @Test
    void k5_serverThatJoinsBeforeItsMarkCouldBeReadLearnsOfACrashNevertheless() throws SQLException {
        server("a").begin();
        final AtomicReference<Optional<String>> id = new AtomicReference<>(Optional.empty());
        final RunningMarks a = new RunningMarks(state, id::get);
        database.failAt("open");
        assertThatThrownBy(a::begin).isInstanceOf(SQLException.class);
        id.set(Optional.of("a"));
        a.renew();
        database.recover();

        assertThat(a.begin()).isTrue();
    }

    @Test
    void k5_survivorsForgetTheMarkOfTheDead() throws SQLException {
        final RunningMarks a = server("a");
        a.begin();
        server("b").begin();

        a.forget("b");

        assertThat(a.others()).isEmpty();
        assertThat(server("b").begin()).isFalse();
        assertThat(server("a").begin()).isTrue();
    }

    @Test
    void r10_markOfAnEarlierVersionCountsOnceInACluster() throws SQLException {
        state.setState("rai.running", 5);

        assertThat(server("a").begin()).isTrue();

        assertThat(server("b").begin()).isFalse();
        assertThat(state.state("rai.running")).isEmpty();
    }

    @Test
    void r10_crashInAClusterCountsForWhoIsAloneAfterwards() throws SQLException {
        server("a").begin();
        server("b").begin();

        final RunningMarks later = alone();
        assertThat(later.begin()).isTrue();
        assertThat(later.others()).isEmpty();
        later.end();

        assertThat(alone().begin()).isFalse();
    }

    @Test
    void r10_startThatFailsHalfwayDoesNotForgetTheCrash() throws SQLException {
        state.setState("rai.running", 5);
        final RunningMarks marks = server("a");
        database.failAt("commit");
        assertThatThrownBy(marks::begin).isInstanceOf(SQLException.class);
        database.recover();

        assertThat(marks.begin()).isTrue();
    }

    @Test
    void k5_identityStaysTheSame() throws Exception {
        final String id = new ServerId(folder.resolve("new")).get().orElseThrow();
        assertThat(new ServerId(folder.resolve("new")).get()).hasValue(id);
        assertThat(new ServerId(folder.resolve("other")).get()).isPresent().isNotEqualTo(Optional.of(id));

        Files.writeString(folder.resolve("new/server.id"), "torn");
        final String next = new ServerId(folder.resolve("new")).get().orElseThrow();
        assertThat(next).hasSize(36).isNotEqualTo(id);
        assertThat(new ServerId(folder.resolve("new")).get()).hasValue(next);
    }

    @Test
    void k5_identityThatCannotBeKeptIsNone() throws Exception {
        Files.writeString(folder.resolve("file"), "no folder");

        assertThat(new ServerId(folder.resolve("file")).get()).isEmpty();
    }
}
