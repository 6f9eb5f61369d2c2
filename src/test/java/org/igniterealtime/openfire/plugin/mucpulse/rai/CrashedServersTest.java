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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R10, K5: what is assumed where another server of the cluster has crashed. */
class CrashedServersTest {

    private static final String MARK = RunningMarks.ALONE + ".b";

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Set<String> present = new HashSet<>();
    private final List<Long> assumed = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private int readings;
    private TestDatabase database;
    private StateTable state;
    private CrashedServers crashed;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        state = new StateTable(database);
        state.setState(MARK, 1);
        crashed = new CrashedServers(new RunningMarks(state, () -> Optional.of("a")), state, executor,
            new CrashedServers.Survivor() {
                @Override
                @Nonnull
                public Set<String> present() {
                    return present;
                }

                @Override
                public void assumeActivityUpTo(final long timestamp) {
                    assumed.add(timestamp);
                }

                @Override
                public void assumed(final long timestamp) {
                    told.add(timestamp);
                }

                @Override
                public void readStored() {
                    readings++;
                }
            });
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private void failWithError() {
        database.observe(() -> {
            throw new NoClassDefFoundError("as the test wants it");
        });
    }

    @Test
    void k5_serverThatLeavesItsMarkBehindHasCrashed() throws Exception {
        crashed.left("b", 7);
        executor.advance(CrashedServers.STOPPING.minusSeconds(1));
        assertThat(told).as("while it may be stopping").isEmpty();

        executor.advance(CrashedServers.STOPPING);

        assertThat(told).containsExactly(7L);
        assertThat(assumed).startsWith(7L);
        assertThat(state.state(RaiPersistence.ASSUMED)).hasValue(7);
        assertThat(state.state(MARK)).as("is made up for once").isEmpty();
    }

    @Test
    void k5_serverThatWasStoppedInOrderHasNotCrashed() throws Exception {
        crashed.left("b", 7);
        state.clearState(MARK);
        executor.advance(CrashedServers.STOPPING.multipliedBy(3));

        assertThat(assumed).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void k5_whatAServerWroteUntilItHadStoppedIsReadOnce() throws Exception {
        crashed.left("b", 7);
        state.clearState(MARK);
        executor.advance(CrashedServers.STOPPING.minusSeconds(1));
        assertThat(readings).as("while it may be stopping").isZero();

        executor.advance(CrashedServers.STOPPING.multipliedBy(5));

        assertThat(readings).isEqualTo(1);
    }

    @Test
    void k5_whatAServerWroteThatIsStoppedLongAfterItWasCutOffIsRead() throws Exception {
        crashed.left("b", 7);
        executor.advance(CrashedServers.STOPPING.multipliedBy(2));
        assertThat(assumed).contains(7L);
        // It lives on, on the other side of a split, and has marked itself again.
        state.setState(MARK, 1);
        executor.advance(CrashedServers.STOPPING.multipliedBy(30));
        final int before = readings;
        assertThat(state.state(MARK)).as("its mark is its own").isPresent();

        state.clearState(MARK);
        executor.advance(CrashedServers.STOPPING.multipliedBy(3));

        assertThat(readings - before).isEqualTo(1);
        assertThat(told).containsExactly(7L);
    }

    @Test
    void k5_serverThatIsBackAndLeavesAgainIsLookedForOnce() throws Exception {
        crashed.left("b", 7);
        state.clearState(MARK);
        executor.advance(CrashedServers.STOPPING.plusSeconds(10));
        crashed.left("b", 8);
        executor.advance(CrashedServers.STOPPING.multipliedBy(2));
        state.setState(MARK, 1);
        executor.advance(CrashedServers.STOPPING);
        readings = 0;

        state.clearState(MARK);
        executor.advance(CrashedServers.STOPPING.multipliedBy(2));

        assertThat(readings).isEqualTo(1);
    }

    @Test
    void k5_serverThatIsGoneForGoodIsNotLookedForAnyMore() throws Exception {
        crashed.left("b", 7);
        state.clearState(MARK);

        executor.advance(CrashedServers.MEMORY.plus(CrashedServers.STOPPING.multipliedBy(2)));

        assertThat(executor.nextDue()).isEmpty();
    }

    @Test
    void k5_serverThatIsBackHasNotCrashed() throws Exception {
        crashed.left("b", 7);
        present.add("b");
        executor.advance(CrashedServers.STOPPING.multipliedBy(3));

        assertThat(assumed).isEmpty();
        assertThat(state.state(MARK)).isPresent();
    }

    @Test
    void k5_whatIsAssumedAlreadyIsNeverLess() throws Exception {
        state.setState(RaiPersistence.ASSUMED, 9);
        crashed.left("b", 7);
        executor.advance(CrashedServers.STOPPING.multipliedBy(2));

        assertThat(state.state(RaiPersistence.ASSUMED)).hasValue(9);
    }

    @Test
    void k5_whatOthersFoundOutIsReadWhenAServerJoins() throws Exception {
        state.setState(RaiPersistence.ASSUMED, 9);
        crashed.joined();
        executor.runUntilIdle();

        assertThat(assumed).containsExactly(9L);
    }

    @Test
    void k5_crashIsFoundOutThoughTheDatabaseFailedInAnyWay() throws Exception {
        crashed.left("b", 7);
        failWithError();
        executor.advance(CrashedServers.STOPPING.plusSeconds(1));
        database.observe(() -> { });
        database.failAt("open");
        executor.advance(CrashedServers.RETRY_INTERVAL);
        assertThat(told).isEmpty();
        database.recover();
        executor.advance(CrashedServers.RETRY_INTERVAL);

        assertThat(told).containsExactly(7L);
    }

    @Test
    void k5_whatOthersFoundOutIsReadThoughTheDatabaseFailedInAnyWay() throws Exception {
        state.setState(RaiPersistence.ASSUMED, 9);
        failWithError();
        crashed.joined();
        executor.runUntilIdle();
        database.observe(() -> { });
        executor.advance(CrashedServers.RETRY_INTERVAL);

        assertThat(assumed).containsExactly(9L);
    }
}
