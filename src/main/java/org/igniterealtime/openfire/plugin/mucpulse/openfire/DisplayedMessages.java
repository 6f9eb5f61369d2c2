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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.DisplayListener;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Picks out the stanzas by which users say which messages of rooms they have had displayed: markers that are sent to a
 * room, and items that users publish to their own node. Openfire has no event for the latter that all versions know, so
 * that a request is remembered until the server has answered it; only what a listener has a use for is remembered. Does
 * nothing where nobody listens. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0333.html">XEP-0333: Displayed Markers</a>
 * @see <a href="https://xmpp.org/extensions/xep-0490.html">XEP-0490: Message Displayed Synchronization</a>
 */
final class DisplayedMessages {

    /** The node of which users have one each; its items are called after the rooms. */
    private static final String NODE = "urn:xmpp:mds:displayed:0";
    private static final String ID = "id";
    private static final String BY = "by";
    private static final QName MARKER = QName.get("displayed", Namespace.get("urn:xmpp:chat-markers:0"));
    private static final QName PUBSUB = QName.get("pubsub", Namespace.get(Namespaces.PUBSUB));
    private static final QName PUBLISH = QName.get("publish", Namespace.get(Namespaces.PUBSUB));
    private static final QName ITEM = QName.get("item", Namespace.get(Namespaces.PUBSUB));
    private static final QName DISPLAYED = QName.get("displayed", Namespace.get(NODE));
    private static final QName STANZA_ID = QName.get("stanza-id", Namespace.get(Namespaces.STANZA_IDS));

    /** How many items of one request are looked at: clients publish one. */
    private static final int ITEMS = 4;
    /** How many requests may wait to be answered; more are not counted as displayed. */
    private static final int REQUESTS = 2_000;
    /** After what time an answer is not waited for any longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Longer ids are none that a server assigns. */
    private static final int ID_LENGTH = 256;

    private final MucServices services;
    private final HookList<DisplayListener> listeners;
    private final ErrorHandler errors;
    private final Cache<Request, List<Runnable>> requests =
        CacheBuilder.newBuilder().maximumSize(REQUESTS).expireAfterWrite(PATIENCE).build();

    /**
     * A request that was not answered yet.
     *
     * @param session the full JID of who asks
     * @param id the request's id
     */
    private record Request(@Nonnull JID session, @Nonnull String id) {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Request that && session.equals(that.session) && id.equals(that.id);
        }

        @Override
        public int hashCode() {
            return 31 * session.hashCode() + id.hashCode();
        }
    }

    DisplayedMessages(@Nonnull final MucServices services, @Nonnull final HookList<DisplayListener> listeners,
                      @Nonnull final ErrorHandler errors) {
        this.services = services;
        this.listeners = listeners;
        this.errors = errors;
    }

    /** A message from anybody to anybody, other than an error, that is about to be processed. */
    void intercept(@Nonnull final Message message) {
        if (listeners.get().isEmpty()) {
            return;
        }
        final Element element = message.getElement();
        final String to = element.attributeValue("to");
        if (!isRoom(to)) {
            return;
        }
        final Element marker = element.element(MARKER);
        final String id = marker == null ? "" : id(marker);
        if (!id.isEmpty() && message.getFrom() != null && message.getFrom().getResource() != null) {
            final JID session = message.getFrom();
            final JID room = message.getTo();
            listeners.forEach(listener -> listener.markerSent(session, room, id));
        }
    }

    /** A request of type set from anybody to anybody that is about to be processed. */
    void requested(@Nonnull final IQ request) {
        if (listeners.get().isEmpty()) {
            return;
        }
        final Element pubsub = request.getElement().element(PUBSUB);
        final Element publish = pubsub == null ? null : pubsub.element(PUBLISH);
        if (publish == null || !NODE.equals(publish.attributeValue("node"))) {
            return;
        }
        final JID session = request.getFrom();
        final String id = id(request.getElement());
        if (session != null && session.getNode() != null && session.getResource() != null && !id.isEmpty()
            && (request.getTo() == null || request.getTo().equals(session.asBareJID()))) {
            final List<Runnable> accepted = publishing(session.asBareJID(), publish);
            if (!accepted.isEmpty()) {
                requests.put(new Request(session, id), accepted);
            }
        }
    }

    private List<Runnable> publishing(final JID user, final Element publish) {
        final List<Runnable> accepted = new ArrayList<>(1);
        final Iterator<Element> items = publish.elementIterator(ITEM);
        for (int i = 0; i < ITEMS && items.hasNext(); i++) {
            final Element item = items.next();
            final String address = item.attributeValue(ID);
            final String stanzaId = isRoom(address) ? stanzaId(item, address) : null;
            final JID room = stanzaId == null ? null : parse(address);
            if (stanzaId != null && room != null) {
                listeners.forEach(listener -> {
                    final Optional<Runnable> task = listener.publishing(user, room, stanzaId);
                    task.ifPresent(accepted::add);
                });
            }
        }
        return accepted;
    }

    /** The one id that an item has of a room, {@code null} where it has none or several. */
    @Nullable
    private static String stanzaId(final Element item, final String room) {
        final Element displayed = item.element(DISPLAYED);
        final List<Element> ids = displayed == null ? List.of() : displayed.elements(STANZA_ID);
        if (ids.size() != 1 || !room.equals(ids.get(0).attributeValue(BY))) {
            return null;
        }
        final String id = id(ids.get(0));
        return id.isEmpty() ? null : id;
    }

    /** An answer from anybody to anybody, a result or an error, that is about to be processed. */
    void answered(@Nonnull final IQ answer) {
        if (requests.asMap().isEmpty()) {
            return;
        }
        final JID session = answer.getTo();
        final String id = answer.getElement().attributeValue(ID);
        if (session == null || id == null
            || answer.getFrom() != null && !answer.getFrom().equals(session.asBareJID())) {
            return;
        }
        final List<Runnable> accepted = requests.asMap().remove(new Request(session, id));
        if (accepted != null && answer.getType() == IQ.Type.result) {
            accepted.forEach(task -> errors.run("a listener for displayed messages", task));
        }
    }

    private boolean isRoom(@Nullable final String address) {
        return services.isRoomAddress(address) && address != null && address.indexOf('/') < 0;
    }

    @Nullable
    private static JID parse(final String address) {
        try {
            return new JID(address);
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    /** The id of an element, empty where it has none, or one that is too long. */
    private static String id(final Element element) {
        final String id = element.attributeValue(ID);
        return id == null || id.length() > ID_LENGTH ? "" : id;
    }
}
