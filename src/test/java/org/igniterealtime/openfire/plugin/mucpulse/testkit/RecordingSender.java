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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** Keeps what is sent. */
public final class RecordingSender implements StanzaSender {

    private final List<Packet> sent = new ArrayList<>();
    private Consumer<Packet> observer = stanza -> { };
    private final List<Supplier<? extends Packet>> held = new ArrayList<>();
    private boolean full;
    private boolean holding;
    @Nullable
    private Error failure;

    @Override
    public void send(@Nonnull final Packet stanza) {
        sent.add(stanza);
        observer.accept(stanza);
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
        if (holding) {
            held.add(stanza);
        } else {
            make(stanza);
        }
    }

    private void make(final Supplier<? extends Packet> stanza) {
        final Packet made = stanza.get();
        if (made != null) {
            send(made);
        }
    }

    /** Keeps stanzas that are made at the moment of sending, until they are released. */
    public void hold() {
        holding = true;
    }

    /** Makes and sends the stanzas that were kept. */
    public void release() {
        holding = false;
        final List<Supplier<? extends Packet>> taken = List.copyOf(held);
        held.clear();
        taken.forEach(this::make);
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        if (failure != null) {
            throw failure;
        }
        if (full) {
            return false;
        }
        send(stanza);
        return true;
    }

    /**
     * Has every stanza seen at the moment when it is sent.
     *
     * @param newObserver who sees it
     */
    public void observe(@Nonnull final Consumer<Packet> newObserver) {
        observer = newObserver;
    }

    /** Refuses what is offered. */
    public void fill() {
        full(true);
    }

    /** Refuses what is offered, or takes it again. */
    public void full(final boolean refuse) {
        full = refuse;
    }

    /** Has every offer answered by throwing; {@code null} ends that. */
    public void fail(@Nullable final Error thrown) {
        failure = thrown;
    }

    /**
     * Hands over what was sent since the last call.
     *
     * @return the stanzas in the order in which they were sent
     */
    @Nonnull
    public List<Packet> take() {
        final List<Packet> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
