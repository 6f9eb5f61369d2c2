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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqAnswerListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Reports when a room is configured, for which the server has no event. An owner's request to the room shows that its
 * configuration is about to change; the answer to that very request, be it a result or an error, shows that it has, or
 * will not. Answers are waited for within bounds: what is not found in time, or was pushed out by others, is not
 * reported as done. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roomconfig">XEP-0045 §10.2</a>
 */
public final class RoomConfigurationWatch implements IqRequestListener, IqAnswerListener {

    /** How many requests are waited for at once. */
    static final int MOST = 1000;
    /** How many characters the id of a request that is waited for may have. */
    static final int LONGEST_ID = 1024;
    /** For how long the answer is waited for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final QName OWNER = QName.get("query", Namespaces.MUC_OWNER);
    /** Between the parts of a key; no JID has it. */
    private static final char SEPARATOR = '\n';

    private final Rooms rooms;
    private final HookList<RoomConfigurationListener> listeners;
    /** The room that is configured, by {@link #key}. */
    private final Cache<String, JID> open;

    /**
     * Creates the watch.
     *
     * @param rooms knows who owns a room: requests of others are refused, and change nothing
     * @param listeners who hears of configurations
     * @param ticker measures time, whatever happens to the clock
     */
    public RoomConfigurationWatch(@Nonnull final Rooms rooms,
                                  @Nonnull final HookList<RoomConfigurationListener> listeners,
                                  @Nonnull final Ticker ticker) {
        this.rooms = rooms;
        this.listeners = listeners;
        this.open = CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MOST).expireAfterWrite(LONGEST)
            .ticker(ticker).build();
    }

    @Override
    public void requested(@Nonnull final IQ request) {
        if (request.getType() != IQ.Type.set || request.getElement().element(OWNER) == null) {
            return;
        }
        final JID room = request.getTo().asBareJID();
        final JID user = request.getFrom().asBareJID();
        if (rooms.affiliation(room, user) == Affiliation.OWNER || rooms.isServiceAdmin(room.getDomain(), user)) {
            listeners.forEach(listener -> listener.roomConfiguring(room));
            final Element element = request.getElement();
            final String id = element.attributeValue("id", "");
            if (id.length() <= LONGEST_ID) {
                open.put(key(element.attributeValue("from"), element.attributeValue("to"), id), room);
            }
        }
    }

    /** What a request and its answer have in common. */
    private static String key(final String requester, final String room, final String id) {
        return requester + SEPARATOR + room + SEPARATOR + id;
    }

    @Override
    public void answered(@Nonnull final IQ answer) {
        final Element element = answer.getElement();
        final String id = element.attributeValue("id", "");
        if (id.length() <= LONGEST_ID && open.size() > 0) {
            final JID room = open.asMap().remove(
                key(element.attributeValue("to"), element.attributeValue("from"), id));
            if (room != null) {
                listeners.forEach(listener -> listener.roomConfigured(room));
            }
        }
    }
}
