/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that something fails, and not again before everything has worked. For one thread at a time.
 */
final class FailureLog {

    private static final Logger Log = LoggerFactory.getLogger(FailureLog.class);

    /** Something failed since the last beginning. */
    private boolean failed;
    /** It was logged that something fails. */
    private boolean logged;

    /** Work begins, all of which may succeed. */
    void begin() {
        failed = false;
    }

    /** The work is done: where nothing failed, the next failure is logged. */
    void end() {
        logged &= failed;
    }

    void log(@Nonnull final String what, @Nonnull final Throwable e) {
        failed = true;
        if (logged) {
            Log.debug("{} This is tried again.", what, e);
        } else {
            logged = true;
            Log.warn("{} This is tried again, and not logged again before it has worked.", what, e);
        }
    }
}
