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

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * Finds out why a database failed. What a driver throws of a batch may say nothing of that itself: DB2's has no state,
 * and the exceptions of single rows behind it.
 */
final class SqlFailures {

    /** How many exceptions are looked at: there may be one for each row of a batch. */
    private static final int MAXIMUM = 1_000;
    /** Of classes of the standard: violation of an integrity constraint, transaction rollback; deadlock of Oracle. */
    private static final Pattern CONFLICT = Pattern.compile("(?:23|40|61).*");

    private SqlFailures() {
    }

    /**
     * What was thrown, its causes, and those that followed it in the same batch.
     *
     * @param thrown what was thrown
     * @return these, each once
     */
    @Nonnull
    static Stream<Throwable> all(@Nonnull final Throwable thrown) {
        final Set<Throwable> found = Collections.newSetFromMap(new IdentityHashMap<>());
        final Deque<Throwable> left = new ArrayDeque<>();
        left.add(thrown);
        while (!left.isEmpty() && found.size() < MAXIMUM) {
            final Throwable next = left.remove();
            if (found.add(next)) {
                add(left, next.getCause());
                add(left, next instanceof SQLException failure ? failure.getNextException() : null);
            }
        }
        return found.stream();
    }

    private static void add(final Deque<Throwable> left, @Nullable final Throwable next) {
        if (next != null) {
            left.add(next);
        }
    }

    /** Whether any of them has a state like this one. */
    static boolean hasState(@Nonnull final Throwable thrown, @Nonnull final Pattern state) {
        return all(thrown).anyMatch(one -> one instanceof SQLException failure && failure.getSQLState() != null
            && state.matcher(failure.getSQLState()).matches());
    }

    /** Whether another writer may have been in the way. */
    static boolean isConflict(@Nonnull final Throwable thrown) {
        return hasState(thrown, CONFLICT)
            || all(thrown).anyMatch(SQLIntegrityConstraintViolationException.class::isInstance);
    }
}
