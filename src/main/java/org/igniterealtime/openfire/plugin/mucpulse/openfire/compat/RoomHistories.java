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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.call;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.method;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.type;

import java.lang.invoke.MethodHandle;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.jivesoftware.openfire.muc.HistoryStrategy;
import org.jivesoftware.openfire.muc.MUCRoomHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Reads what rooms keep of what was said in them. The server adds to each message when it was said; a client may have
 * put a moment of its own before that, by which the server sorts them. Immutable.
 */
public final class RoomHistories {

    private static final Logger Log = LoggerFactory.getLogger(RoomHistories.class);

    private static final QName DELAY = QName.get("delay", Namespaces.DELAY);

    private final MethodHandle history;

    /**
     * Finds the method.
     *
     * @param server the class loader of the server's classes
     * @throws IllegalStateException where this server does not have it
     */
    public RoomHistories(@Nonnull final ClassLoader server) {
        history = method(type(server, "MUCRoom"), MUCRoomHistory.class, "getRoomHistory");
    }

    /**
     * What a room keeps of what was said since a moment. May block, as newer servers may have to read it from the
     * database.
     *
     * @param room a room of the server
     * @param strategy what the rooms of its service keep
     * @param since the moment
     */
    @Nonnull
    public RoomHistory since(@Nonnull final Object room, @Nonnull final HistoryStrategy strategy,
                             @Nonnull final Instant since) {
        final MUCRoomHistory found = call(() -> (MUCRoomHistory) history.invokeExact(room));
        final List<RoomHistory.Entry> entries = new ArrayList<>();
        int kept = 0;
        try {
            for (final Iterator<Message> messages = found.getMessageHistory(); messages.hasNext(); kept++) {
                final Message message = messages.next();
                final Element delay = delay(message);
                final Instant moment = Instant.parse(delay.attributeValue("stamp", ""));
                if (!moment.isBefore(since)) {
                    entries.add(new RoomHistory.Entry(moment, author(message, delay), message));
                }
            }
        } catch (final DateTimeParseException e) {
            Log.debug("It is not known when everything was said that a room keeps.", e);
            return RoomHistory.UNKNOWN;
        }
        entries.sort(Comparator.comparing(RoomHistory.Entry::moment));
        return new RoomHistory(isComplete(strategy, kept, entries.size()), entries);
    }

    private static boolean isComplete(final HistoryStrategy strategy, final int kept, final int found) {
        return switch (strategy.getType()) {
            case all -> true;
            // Where it has one from before, nothing is gone that was said after that.
            case number -> found < kept || kept < strategy.getMaxNumber();
            default -> false;
        };
    }

    /** The last one, which the server added. */
    private static Element delay(final Message message) {
        final List<Element> delays = message.getElement().elements(DELAY);
        if (delays.isEmpty()) {
            throw new DateTimeParseException("There is no moment", "", 0);
        }
        return delays.get(delays.size() - 1);
    }

    /** Whoever sent a message, where the room shows that: otherwise it has the address in the room there. */
    @Nullable
    private static JID author(final Message message, final Element delay) {
        final String from = delay.attributeValue("from");
        final JID sender = message.getFrom();
        if (from == null || sender == null) {
            return null;
        }
        final JID author = new JID(from).asBareJID();
        return author.equals(sender.asBareJID()) ? null : author;
    }
}
