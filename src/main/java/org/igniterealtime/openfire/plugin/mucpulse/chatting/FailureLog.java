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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the first failure as a warning, and further ones for debugging only until a whole run has succeeded. Not safe
 * for use by several threads.
 */
final class FailureLog {

    private static final Logger Log = LoggerFactory.getLogger(FailureLog.class);

    /** Something has failed since the run began. */
    private boolean failed;
    /** A warning was logged, and no run has succeeded since. */
    private boolean logged;

    /** A run begins. */
    void begin() {
        failed = false;
    }

    /** A run ends; where nothing failed, the next failure is a warning again. */
    void end() {
        logged &= failed;
    }

    void log(@Nonnull final String what, @Nonnull final Throwable e) {
        failed = true;
        if (logged || DatabaseUnavailableException.isCauseOf(e)) {
            Log.debug("{} This is tried again.", what, e);
        } else {
            logged = true;
            Log.warn("{} This is tried again, and not logged again before it has worked.", what, e);
        }
    }
}
