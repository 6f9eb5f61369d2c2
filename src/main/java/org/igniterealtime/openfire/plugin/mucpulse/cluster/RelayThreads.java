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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/** The threads of the relay, none of which is started before it has something to do. */
interface RelayThreads {

    /** Runs everything that listeners hear, in order. */
    @Nonnull
    SerialExecutor events();

    /** Runs what waits for the registry. */
    @Nonnull
    SerialExecutor registry();

    /** Begins to send what waits for a peer, until the link is closed. */
    void startSending(@Nonnull PeerLink link);

    /**
     * Waits for something that other threads do.
     *
     * @param condition whether it was done
     * @param patience for how long to wait at most
     */
    void await(@Nonnull BooleanSupplier condition, @Nonnull Duration patience);

    /**
     * Waits until nothing is being sent any more on links that were closed.
     *
     * @param patience for how long at most
     */
    void awaitSenders(@Nonnull Duration patience);

    /** Handles what must not be thrown any further. */
    @Nonnull
    ErrorHandler errors();

    /** A monotonic source of time. */
    @Nonnull
    Ticker ticker();
}
