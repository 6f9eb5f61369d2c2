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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sends stanzas, by passing them to the server's router on another thread. Features send nothing in any other way.
 */
public interface StanzaSender {

    /**
     * Sends a stanza. Stanzas for one recipient are sent in the order in which they were given. Where too many wait
     * already, the caller waits for a few seconds at most, as long as they become fewer: not to be called by the
     * server's own threads. Where too many still wait, or too many for the recipient's server, the stanza is dropped,
     * and counted. A stanza for a local session that is no longer connected is dropped silently. A message for the bare
     * JID of a user of this server goes where the server sends it: to sessions that take it, or else to offline
     * storage; any other stanza for a bare JID of this server is dropped. Safe for use by several threads.
     *
     * @param stanza a stanza with both addresses set, not to be changed afterwards
     */
    void send(@Nonnull Packet stanza);

    /**
     * Sends a stanza that is made at the moment of sending, and so can say what is true at that moment. Otherwise as
     * {@link #send}. A headline for a session of this server may be given to that session alone, without a look at
     * what else a server does with messages: no other session gets any part of one.
     *
     * @param recipient the address that the stanza will have
     * @param stanza makes the stanza on a thread of the sender; {@code null} for none. Nothing is sent where it throws
     */
    default void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
        final Packet made = stanza.get();
        if (made != null) {
            send(made);
        }
    }

    /**
     * Sends a stanza that is made at the moment of sending out of something that is held until then. Otherwise as
     * {@link #sendLate(JID, Supplier)}.
     *
     * @param recipient the address that the stanza will have
     * @param bytes how much memory is held for it meanwhile, in bytes
     * @param stanza makes the stanza on a thread of the sender; {@code null} for none. Nothing is sent where it throws
     */
    default void sendLate(@Nonnull final JID recipient, final long bytes,
                          @Nonnull final Supplier<? extends Packet> stanza) {
        sendLate(recipient, stanza);
    }

    /**
     * Sends a message to many. As if it was {@link #send sent} to each of them, at less cost.
     *
     * @param template a message with its sender set, not to be changed afterwards
     * @param recipients full JIDs, each once
     */
    default void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients) {
        sendToAll(template, recipients, () -> true);
    }

    /**
     * Sends a message to many, as long as it holds. Otherwise as {@link #sendToAll(Message, Collection)}.
     *
     * @param template a message with its sender set, not to be changed afterwards
     * @param recipients full JIDs, each once
     * @param holds tells, on the threads of the sender and at the moment of sending, whether the message is still to be
     *     sent. Asked once by each thread, for all recipients that it sends to. Nothing is sent where it throws
     */
    default void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients,
                           @Nonnull final BooleanSupplier holds) {
        for (final JID recipient : recipients) {
            sendLate(recipient, () -> {
                if (!holds.getAsBoolean()) {
                    return null;
                }
                final Message copy = template.createCopy();
                copy.setTo(recipient);
                return copy;
            });
        }
    }

    /**
     * Sends a stanza, as {@link #send} does, unless too many wait already. Never blocks.
     *
     * @param stanza a stanza with both addresses set, not to be changed afterwards
     * @return {@code false} where the stanza was dropped
     */
    boolean offer(@Nonnull Packet stanza);
}
