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

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;

/** What is handed over from one run to the next, in memory. */
final class InMemoryHandover implements Handover {

    private Optional<List<byte[]>> records = Optional.empty();

    @Override
    public void write(@Nonnull final Iterator<byte[]> written) {
        records = Optional.of(ImmutableList.copyOf(written));
    }

    @Override
    @Nonnull
    public Optional<Content> take() {
        final Optional<Content> taken = records.map(all -> new Content(Instant.EPOCH, all));
        records = Optional.empty();
        return taken;
    }
}
