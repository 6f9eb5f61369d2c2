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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.Packet;

/** Counts what is sent, and keeps the last stanza: for benchmarks. */
public final class CountingSender implements StanzaSender {

    private int count;
    @Nullable
    private Packet last;

    @Override
    public void send(@Nonnull final Packet stanza) {
        count++;
        last = stanza;
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        send(stanza);
        return true;
    }

    public int count() {
        return count;
    }

    public void reset() {
        count = 0;
    }

    @Nullable
    public Packet last() {
        return last;
    }
}
