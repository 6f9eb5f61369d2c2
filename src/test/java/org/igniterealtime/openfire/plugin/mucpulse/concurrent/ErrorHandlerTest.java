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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorHandlerTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ErrorHandler errors = new ErrorHandler(ticker);
    private final LogListener log = new LogListener(ErrorHandler.class);

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_whateverIsThrownGoesNoFurtherAndIsCountedAndLogged(final Throwable fault) {
        assertThat(errors.run("the test", () -> Faults.sneak(fault))).isFalse();

        assertThat(errors.count()).isEqualTo(1);
        assertThat(log.heard(Level.ERROR)).hasSize(1);
        assertThat(errors.run("the test", () -> { })).isTrue();
    }

    @Test
    void s1_eachKindIsLoggedOnceAMinute() {
        for (int i = 0; i < 1_000; i++) {
            errors.handle("here", new IllegalStateException());
            errors.handle("there", new IllegalStateException());
            errors.handle("here", new NoClassDefFoundError());
        }
        assertThat(log.heard(Level.ERROR)).hasSize(3);

        ticker.advance(ErrorHandler.INTERVAL);
        errors.handle("here", new IllegalStateException());

        assertThat(log.heard(Level.ERROR)).hasSize(4);
        assertThat(errors.count()).isEqualTo(3_001);
    }

    @Test
    void s1_kindsThatAreRememberedAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            errors.handle("place " + i, new IllegalStateException());
        }

        assertThat(log.heard(Level.ERROR)).hasSizeLessThan(300);
    }

    @Test
    void s1_longTraceOfAnOverflowIsNotLoggedInFull() {
        final StackOverflowError overflow = new StackOverflowError();
        final StackTraceElement[] trace = new StackTraceElement[1_024];
        Arrays.fill(trace, new StackTraceElement("A", "a", "A.java", 1));
        overflow.setStackTrace(trace);

        errors.handle("here", overflow);

        assertThat(overflow.getStackTrace()).hasSizeLessThan(100);
    }

    @Test
    void s1_thrownThatFailsWhileItIsLoggedGoesNoFurther() {
        final RuntimeException evil = new RuntimeException() {
            @Override
            public StackTraceElement[] getStackTrace() {
                throw new OutOfMemoryError("for the test");
            }

            @Override
            public String toString() {
                throw new OutOfMemoryError("for the test");
            }

            @Override
            public String getMessage() {
                throw new OutOfMemoryError("for the test");
            }
        };

        assertThatCode(() -> errors.handle("here", evil)).doesNotThrowAnyException();
        assertThat(errors.count()).isPositive();
    }

    @Test
    void workThatIsRejectedIsNoError() {
        errors.handle("here", new RejectedExecutionException());

        assertThat(errors.count()).isZero();
        assertThat(log.heard(Level.ERROR)).isEmpty();
    }
}
