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

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Count;

/** What the relay counts, since it was created. Safe for use by several threads. */
final class RelayCounters {

    /** Messages that a peer has accepted. */
    final LongAdder sent = new LongAdder();
    /** Messages that were given to listeners. */
    final LongAdder received = new LongAdder();
    /** Messages that were not sent, as too many waited or the peer did not accept them in time. */
    final LongAdder dropped = new LongAdder();
    /** How often messages of a peer were found to be missing. */
    final LongAdder lost = new LongAdder();
    /** Frames that arrived again, or after the link had ended. */
    final LongAdder outdated = new LongAdder();
    /** Frames of another version, and malformed ones. */
    final LongAdder unreadable = new LongAdder();

    /** The numbers of this moment, by their names. */
    @Nonnull
    List<Count> all() {
        return List.of(new Count("sent", sent.sum()), new Count("received", received.sum()),
            new Count("dropped", dropped.sum()), new Count("lost", lost.sum()), new Count("outdated", outdated.sum()),
            new Count("unreadable", unreadable.sum()));
    }
}
