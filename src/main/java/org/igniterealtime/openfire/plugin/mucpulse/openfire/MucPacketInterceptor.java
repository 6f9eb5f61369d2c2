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

import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.DeliveryErrors;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Sees every stanza that passes the server, and gives those that concern a feature to its hooks. Nearly all stanzas
 * concern none: for those it reads one or two attributes, and allocates and locks nothing. Safe for use by several
 * threads.
 */
public final class MucPacketInterceptor implements PacketInterceptor {

    private static final String GROUPCHAT = "groupchat";
    private static final String ERROR = "error";

    private final MucServices services;
    private final Hooks hooks;
    private final MessageFilters filters;
    private final RoomStanzas roomStanzas;
    private final DisplayedMessages displayed;
    private final DiscoDecorator disco;
    private final MucIqHandler requests;
    private final ErrorHandler errors;

    /**
     * Creates an interceptor, to be registered with the server.
     *
     * @param services the group chat services
     * @param hooks who hears of what passes
     * @param requests passes requests to rooms and occupants to the feature that claims them
     * @param clientStates knows which clients are inactive
     * @param errors handles what is thrown
     */
    public MucPacketInterceptor(@Nonnull final MucServices services, @Nonnull final Hooks hooks,
                                @Nonnull final MucIqHandler requests, @Nonnull final ClientStates clientStates,
                                @Nonnull final ErrorHandler errors) {
        this.services = services;
        this.hooks = hooks;
        this.filters = new MessageFilters(hooks.messages(), clientStates, errors);
        this.roomStanzas = new RoomStanzas(services, hooks.roomStanzas(),
            DeliveryErrors.of(PacketInterceptor.class.getClassLoader()));
        this.displayed = new DisplayedMessages(services, hooks.displays(), errors);
        this.disco = new DiscoDecorator(hooks.discoFeatures(), hooks.roomDisco());
        this.requests = requests;
        this.errors = errors;
    }

    @Override
    public void interceptPacket(final Packet packet, final Session session, final boolean incoming,
                                final boolean processed) throws PacketRejectedException {
        if (processed) {
            return;
        }
        try {
            if (!incoming) {
                if (packet instanceof Message message && session != null) {
                    interceptOutgoing(message, session);
                }
            } else if (packet instanceof Message message) {
                intercept(message);
            } else if (packet instanceof Presence presence) {
                intercept(presence);
            } else if (packet instanceof IQ iq) {
                intercept(iq);
            }
        } catch (final PacketRejectedException e) {
            throw e;
        } catch (final Throwable thrown) {
            // The stanza is processed by the server all the same.
            errors.handle("the packet interceptor", thrown);
        }
    }

    private void intercept(final Message message) throws PacketRejectedException {
        final Element element = message.getElement();
        final String type = element.attributeValue("type");
        if (GROUPCHAT.equals(type)) {
            final String to = element.attributeValue("to");
            if (to != null && to.indexOf('/') < 0 && services.isRoomAddress(to)
                && element.attributeValue("from") != null) {
                if (!StanzaBounds.DEFAULT.contain(element)) {
                    filters.passUnread(message);
                } else if (!filters.admit(message)) {
                    throw SilentRejection.INSTANCE;
                }
            }
            roomStanzas.intercept(message);
            displayed.intercept(message);
        } else {
            final boolean ours = StanzaId.isOurs(element.attributeValue("id"));
            roomStanzas.intercept(message);
            if (ours || ERROR.equals(type)) {
                interceptError(message, ours);
            } else {
                displayed.intercept(message);
            }
        }
    }

    /**
     * An error that answers a message of the plugin's must not reach the room or service in whose name the message was
     * sent: some would make it remove the user from all rooms (XEP-0045 §18.1.3 and "ghost users").
     */
    private void interceptError(final Message message, final boolean ours) throws PacketRejectedException {
        final Element element = message.getElement();
        final String to = element.attributeValue("to");
        final boolean error = ERROR.equals(element.attributeValue("type"));
        final boolean toService = services.isServiceAddress(to);
        if (error && toService) {
            hooks.serviceStanzas().forEach(listener -> listener.errorReceived(message));
        }
        if (ours && (toService || services.isRoomAddress(to)) && (error || element.element(ERROR) != null)) {
            throw SilentRejection.INSTANCE;
        }
    }

    private void interceptOutgoing(final Message message, final Session session) throws PacketRejectedException {
        final Element element = message.getElement();
        if (GROUPCHAT.equals(element.attributeValue("type")) && services.isRoomAddress(element.attributeValue("from"))
            && !filters.deliver(message, session)) {
            throw SilentRejection.INSTANCE;
        }
    }

    private void intercept(final Presence presence) {
        final Element element = presence.getElement();
        final String to = element.attributeValue("to");
        if (to == null) {
            if ("unavailable".equals(element.attributeValue("type")) && presence.getFrom() != null) {
                final JID session = presence.getFrom();
                hooks.users().forEach(listener -> listener.sessionEnded(session));
            }
        } else if (services.isServiceAddress(to)) {
            if (StanzaBounds.DEFAULT.contain(element)) {
                hooks.serviceStanzas().forEach(listener -> listener.presenceReceived(presence));
            }
            if (ERROR.equals(element.attributeValue("type"))) {
                // Nobody but the plugin sends presence from there. Some versions of the server go by the type, others
                // by the error, to remove its sender from all rooms.
                List.copyOf(element.elements(ERROR)).forEach(Element::detach);
                presence.setType(Presence.Type.unavailable);
            }
        } else if (services.isRoomAddress(to)) {
            roomStanzas.intercept(presence);
            if (element.attributeValue("type") == null && StanzaBounds.DEFAULT.contain(element)) {
                presenceInRoom(presence);
            }
        }
    }

    private void presenceInRoom(final Presence presence) {
        final JID occupant = presence.getTo();
        final JID session = presence.getFrom();
        if (occupant.getResource() != null && session != null) {
            final Optional<CapsAnnouncement> announcement = CapsAnnouncement.of(presence);
            if (announcement.isPresent()) {
                hooks.occupantPresence().forEach(listener ->
                    listener.presenceInRoom(occupant, session, announcement.get()));
            } else {
                hooks.occupantPresence().forEach(listener -> listener.presenceInRoom(occupant, session));
            }
        }
    }

    private void intercept(final IQ iq) {
        roomStanzas.intercept(iq);
        final Element element = iq.getElement();
        final String type = element.attributeValue("type");
        if ("result".equals(type)) {
            final String from = element.attributeValue("from");
            if (services.isServiceAddress(from)) {
                disco.decorate(iq);
            } else if (from != null && from.indexOf('/') < 0 && services.isRoomAddress(from)) {
                disco.decorateRoom(iq);
            }
            displayed.answered(iq);
            answered(iq);
        } else if (ERROR.equals(type)) {
            displayed.answered(iq);
            if (isQuestioner(element.attributeValue("to"))) {
                // Nobody but the plugin asks from there. Some versions of the server may take such an error for one
                // about the user's presence in rooms, where nobody waits for the answer any longer.
                List.copyOf(element.elements(ERROR)).forEach(Element::detach);
            }
            answered(iq);
        } else if (("get".equals(type) || "set".equals(type)) && services.isRoomAddress(element.attributeValue("to"))
            && iq.getFrom() != null) {
            requests.redirect(iq);
        } else if ("set".equals(type)) {
            displayed.requested(iq);
        }
    }

    /** Whether an address is the one in whose name clients are asked for a service. */
    private boolean isQuestioner(@Nullable final String address) {
        return address != null && address.endsWith(DiscoCapabilities.QUESTIONER)
            && services.isServiceAddress(
                address.substring(0, address.length() - DiscoCapabilities.QUESTIONER.length()));
    }

    private void answered(final IQ iq) {
        if (services.isRoomAddress(iq.getElement().attributeValue("from"))) {
            hooks.iqAnswers().forEach(listener -> listener.answered(iq));
        }
    }
}
