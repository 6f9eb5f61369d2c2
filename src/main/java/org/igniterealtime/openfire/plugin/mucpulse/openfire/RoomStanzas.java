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

import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.DeliveryErrors;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Picks out the stanzas that tell whether rooms reach the sessions in them. Does nothing where nobody listens. Safe for
 * use by several threads.
 */
final class RoomStanzas {

    private static final String TYPE = "type";
    private static final String ERROR = "error";
    private static final String STANZA_ERRORS = Namespaces.STANZA_ERRORS;
    private static final String PING = "urn:xmpp:ping";
    /** How clients that do not know pings answer them; as the server has it. */
    private static final Set<String> SIGNS_OF_LIFE = Set.of("service-unavailable", "feature-not-implemented");

    private final MucServices services;
    private final HookList<RoomStanzaListener> listeners;
    private final DeliveryErrors deliveryErrors;

    RoomStanzas(@Nonnull final MucServices services, @Nonnull final HookList<RoomStanzaListener> listeners,
                @Nonnull final DeliveryErrors deliveryErrors) {
        this.services = services;
        this.listeners = listeners;
        this.deliveryErrors = deliveryErrors;
    }

    private boolean concerns(final Packet stanza) {
        return !listeners.get().isEmpty() && services.isRoomAddress(stanza.getElement().attributeValue("to"))
            && stanza.getElement().attributeValue("from") != null;
    }

    /** A message from anybody to anybody that is about to be processed. */
    void intercept(@Nonnull final Message message) {
        if (concerns(message)) {
            final String id = message.getElement().attributeValue("id");
            // As the server has it, which looks for the element rather than for the type.
            if (isError(message)) {
                undelivered(message, id);
            } else {
                passedOn(message, id);
                heard(message.getFrom());
            }
        }
    }

    /** Presence from anybody to a room or an occupant that is about to be processed. */
    void intercept(@Nonnull final Presence presence) {
        if (concerns(presence)) {
            final String id = presence.getElement().attributeValue("id");
            final String type = presence.getElement().attributeValue(TYPE);
            if (isError(presence)) {
                undelivered(presence, id);
            } else {
                passedOn(presence, id);
                if (type == null) {
                    heard(presence.getFrom());
                }
            }
        }
    }

    /** A request or an answer from anybody to anybody that is about to be processed. */
    void intercept(@Nonnull final IQ iq) {
        if (concerns(iq)) {
            if (!ERROR.equals(iq.getElement().attributeValue(TYPE))) {
                heard(iq.getFrom());
            } else if (isSignOfLife(iq.getElement().element(ERROR))) {
                final JID session = iq.getFrom();
                listeners.forEach(listener -> listener.pingAnswered(session));
            }
        } else if (!listeners.get().isEmpty() && "get".equals(iq.getElement().attributeValue(TYPE))
            && services.isRoomAddress(iq.getElement().attributeValue("from")) && isPing(iq)) {
            final JID session = iq.getTo();
            listeners.forEach(listener -> listener.pinged(session));
        }
    }

    private static boolean isError(final Packet stanza) {
        return ERROR.equals(stanza.getElement().attributeValue(TYPE)) || stanza.getElement().element(ERROR) != null;
    }

    private static boolean isPing(final IQ iq) {
        final Element child = iq.getChildElement();
        return child != null && PING.equals(child.getNamespaceURI()) && iq.getTo() != null;
    }

    private static boolean isSignOfLife(@Nullable final Element error) {
        return error != null && error.elements().stream().anyMatch(condition ->
            STANZA_ERRORS.equals(condition.getNamespaceURI()) && SIGNS_OF_LIFE.contains(condition.getName()));
    }

    private void undelivered(final Packet error, @Nullable final String id) {
        if (!deliveryErrors.contain(error)) {
            return;
        }
        final JID room = error.getTo().asBareJID();
        final JID session = error.getFrom();
        listeners.forEach(listener -> listener.undelivered(room, session, id));
    }

    private void passedOn(final Packet stanza, @Nullable final String id) {
        if (id != null) {
            final JID room = stanza.getTo().asBareJID();
            listeners.forEach(listener -> listener.stanzaReceived(room, id));
        }
    }

    private void heard(final JID session) {
        listeners.forEach(listener -> listener.sessionHeard(session));
    }
}
