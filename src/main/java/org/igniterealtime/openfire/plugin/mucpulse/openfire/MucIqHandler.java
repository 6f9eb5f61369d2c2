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

import com.google.common.collect.MapMaker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * Passes requests to rooms and occupants to the feature that claims them. The server passes those to a room to a
 * handler by the namespace of their content, but forwards those to an occupant to the occupant's client. Therefore a
 * request that a feature claims is redirected to the room, with an empty element of the plugin's own in place of its
 * content, and has its address and content again when the server passes it to this handler. Both are kept here for
 * that very element, which no stanza that comes from outside can have in it, whatever it says: they are handed out
 * once, and are gone with the stanza if the server does not pass it on. Nothing of this can be learnt from the
 * element. Safe for use by several threads.
 */
public final class MucIqHandler extends IQHandler implements MucServiceListener {

    private static final String NAMESPACE = "urn:x-mucpulse:request";
    private static final QName PLACEHOLDER = QName.get("request", NAMESPACE);
    private static final String TAKING = "a handler of requests";

    private final MultiUserChatManager manager;
    private final Hooks hooks;
    private final OpenRequests open;
    private final ErrorHandler errors;
    /** The domains of the services that pass requests to this handler. */
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    /** The requests that are under way, by the very element in place of their content. */
    private final Map<Element, Redirected> underWay = new MapMaker().weakKeys().makeMap();
    private final IQHandlerInfo info = new IQHandlerInfo("request", NAMESPACE);

    /**
     * What a redirected request had and is to have again. Must not refer to the element in its place.
     *
     * @param to the address
     * @param content the content
     * @param handler who has claimed the request
     */
    private record Redirected(@Nonnull JID to, @Nonnull Element content, @Nonnull IqHandler handler) {
    }

    /**
     * Creates the handler; it is registered with every service that it hears of.
     *
     * @param manager holds the services
     * @param hooks who handles requests, and who hears of those that nobody handles
     * @param open sees to it that every request is answered
     * @param errors handles what features throw
     */
    public MucIqHandler(@Nonnull final MultiUserChatManager manager, @Nonnull final Hooks hooks,
                        @Nonnull final OpenRequests open, @Nonnull final ErrorHandler errors) {
        super("MUC Pulse requests");
        this.manager = manager;
        this.hooks = hooks;
        this.open = open;
        this.errors = errors;
    }

    @Override
    public void serviceAdded(@Nonnull final String service) {
        final MultiUserChatService found = find(service);
        if (found != null) {
            found.addIQHandler(this);
            services.add(service);
        }
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        services.remove(service);
        final MultiUserChatService found = find(service);
        if (found != null) {
            found.removeIQHandler(this);
        }
    }

    @Nullable
    private MultiUserChatService find(final String domain) {
        return manager.getMultiUserChatServices().stream()
            .filter(service -> service.getServiceDomain().equals(domain)).findFirst().orElse(null);
    }

    /**
     * Redirects a request to this handler if a feature claims it; none is redirected that the server would not pass to
     * this handler.
     *
     * @param request a request to a room or an occupant; is changed where it is claimed
     */
    void redirect(@Nonnull final IQ request) {
        if (!isPassedHere(request.getTo()) || !hooks.iqHandlers().any(handler -> isClaimed(request, handler))) {
            hooks.iqRequests().forEach(listener -> listener.requested(request));
        }
    }

    private boolean isPassedHere(@Nullable final JID address) {
        return address != null && address.getNode() != null && services.contains(address.getDomain());
    }

    private boolean isClaimed(final IQ request, final IqHandler handler) {
        final Optional<Element> content = claimedContent(request, handler);
        content.ifPresent(some -> redirect(request, some, handler));
        return content.isPresent();
    }

    /** What a handler that claims a request is to find in it; empty where it does not claim it. */
    private static Optional<Element> claimedContent(final IQ request, final IqHandler handler) {
        final Element element = request.getElement();
        final StanzaBounds bounds = StanzaBounds.forPayload(handler.payloadSize());
        // Content beside the request would make the server take it for something else.
        final boolean single = element.elements().size() == 1;
        if (single && bounds.contain(element)) {
            return handler.claims(request) ? Optional.of(request.getChildElement()) : Optional.empty();
        }
        return single && bounds.containDepth(element) ? handler.claimsOversized(request)
            : handler.claimsMalformed(request).map(DocumentHelper::createElement);
    }

    private void redirect(final IQ request, final Element content, final IqHandler handler) {
        final Element root = request.getElement();
        List.copyOf(root.elements()).forEach(Element::detach);
        underWay.put(root.addElement(PLACEHOLDER), new Redirected(request.getTo(), content, handler));
        request.setTo(request.getTo().asBareJID());
    }

    @Override
    @Nullable
    public IQ handleIQ(final IQ received) {
        try {
            return handle(received);
        } catch (final Throwable thrown) {
            errors.handle("the handler of requests", thrown);
            return received.isRequest() ? error(received, PacketError.Condition.internal_server_error) : null;
        }
    }

    @Nullable
    private IQ handle(final IQ received) {
        final Element placeholder = received.getElement().element(PLACEHOLDER);
        final Redirected redirected = placeholder == null ? null : underWay.remove(placeholder);
        if (redirected == null) {
            return received.isRequest() ? error(received, PacketError.Condition.service_unavailable) : null;
        }
        final IQ request = received.createCopy();
        List.copyOf(request.getElement().elements()).forEach(Element::detach);
        request.getElement().add(redirected.content());
        request.setTo(redirected.to());
        if (!open.begin(request)) {
            return error(request, PacketError.Condition.resource_constraint);
        }
        if (!errors.run(TAKING, () -> redirected.handler().take(request))) {
            open.fail(request);
        }
        return null;
    }

    /** Without the content of the request, which can be too deep to be copied. */
    private static IQ error(final IQ request, final PacketError.Condition condition) {
        final IQ error = IQ.createResultIQ(request);
        error.setError(condition);
        return error;
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }
}
