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

import com.google.common.base.Throwables;
import java.io.Serial;
import java.sql.SQLException;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * Says that the plugin's tables cannot be used at the moment, for a reason that {@link DatabaseGuard} has logged and
 * checks again by itself. Whoever catches it need not log it. It has no stack trace, as it may be thrown often.
 */
public final class DatabaseUnavailableException extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final DatabaseGuard.Condition condition;

    DatabaseUnavailableException(@Nonnull final DatabaseGuard.Condition condition, @Nullable final SQLException cause) {
        super("The database is not available: " + condition, cause);
        this.condition = condition;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /**
     * Whether something failed as the database is not available.
     *
     * @param thrown what was thrown
     * @return whether it, or what caused it, is an exception of this kind
     */
    public static boolean isCauseOf(@Nonnull final Throwable thrown) {
        return Throwables.getCausalChain(thrown).stream().anyMatch(DatabaseUnavailableException.class::isInstance);
    }

    /**
     * Whether something failed as the plugin's tables were never made, so that there is nothing in them.
     *
     * @param thrown what was thrown
     * @return whether that is why
     */
    public static boolean areTablesMissing(@Nonnull final Throwable thrown) {
        return Throwables.getCausalChain(thrown).stream().anyMatch(cause ->
            cause instanceof DatabaseUnavailableException known && known.condition == DatabaseGuard.Condition.MISSING);
    }
}
