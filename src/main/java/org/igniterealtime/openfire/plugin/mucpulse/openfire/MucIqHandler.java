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

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * request that a feature claims is wrapped, with its address, in an element of the plugin's own and redirected to the
 * room, and unwrapped when the server passes it to this handler. A secret keeps clients from sending such an element
 * themselves. Safe for use by several threads.
 */
public final class MucIqHandler extends IQHandler implements MucServiceListener {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NAMESPACE = "urn:x-mucpulse:request";
    private static final QName WRAPPING = QName.get("request", NAMESPACE);
    private static final String SECRET = "secret";
    private static final String HANDLER = "handler";
    private static final String TO = "to";
    private static final int SECRET_LENGTH = 18;
    private static final String TAKING = "a handler of requests";

    private final MultiUserChatManager manager;
    private final Hooks hooks;
    /** Every handler that has claimed something. A request that is under way names its handler by the index. */
    private final List<IqHandler> claimants = new CopyOnWriteArrayList<>();
    private final OpenRequests open;
    private final ErrorHandler errors;
    private final String secret;
    private final IQHandlerInfo info = new IQHandlerInfo("request", NAMESPACE);

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
        final byte[] random = new byte[SECRET_LENGTH];
        RANDOM.nextBytes(random);
        this.secret = Base64.getEncoder().encodeToString(random);
    }

    @Override
    public void serviceAdded(@Nonnull final String service) {
        final MultiUserChatService found = find(service);
        if (found != null) {
            found.addIQHandler(this);
        }
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
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
     * Redirects a request to this handler if a feature claims it.
     *
     * @param request a request to a room or an occupant; is changed where it is claimed
     */
    void redirect(@Nonnull final IQ request) {
        if (!hooks.iqHandlers().any(handler -> isClaimed(request, handler))) {
            hooks.iqRequests().forEach(listener -> listener.requested(request));
        }
    }

    private boolean isClaimed(final IQ request, final IqHandler handler) {
        final Element element = request.getElement();
        // Content beside the request would make the server take it for something else.
        if (element.elements().size() == 1 && StanzaBounds.forPayload(handler.payloadSize()).contain(element)) {
            if (handler.claims(request)) {
                wrap(request, request.getChildElement(), handler);
                return true;
            }
            return false;
        }
        final Optional<QName> name = handler.claimsMalformed(request);
        name.ifPresent(content -> wrap(request, DocumentHelper.createElement(content), handler));
        return name.isPresent();
    }

    private void wrap(final IQ request, final Element content, final IqHandler handler) {
        final Element root = request.getElement();
        List.copyOf(root.elements()).forEach(Element::detach);
        final Element wrapping = root.addElement(WRAPPING);
        wrapping.addAttribute(SECRET, secret).addAttribute(HANDLER, Integer.toString(indexOf(handler)))
            .addAttribute(TO, request.getTo().toString()).add(content);
        request.setTo(request.getTo().asBareJID());
    }

    private synchronized int indexOf(final IqHandler handler) {
        for (int index = 0; index < claimants.size(); index++) {
            if (claimants.get(index) == handler) {
                return index;
            }
        }
        claimants.add(handler);
        return claimants.size() - 1;
    }

    @Override
    @Nullable
    public IQ handleIQ(final IQ wrapped) {
        try {
            return handle(wrapped);
        } catch (final Throwable thrown) {
            errors.handle("the handler of requests", thrown);
            return wrapped.isRequest() ? error(wrapped, PacketError.Condition.internal_server_error) : null;
        }
    }

    @Nullable
    private IQ handle(final IQ wrapped) {
        final Element wrapping = wrapped.getElement().element(WRAPPING);
        if (wrapping == null || !secret.equals(wrapping.attributeValue(SECRET))
            || wrapping.elements().isEmpty()) {
            return wrapped.isRequest() ? error(wrapped, PacketError.Condition.service_unavailable) : null;
        }
        final IQ request = wrapped.createCopy();
        final Element copy = request.getElement().element(WRAPPING);
        final Element child = copy.elements().get(0);
        copy.detach();
        child.detach();
        request.getElement().add(child);
        request.setTo(new JID(wrapping.attributeValue(TO), true));
        if (!open.begin(request)) {
            return error(request, PacketError.Condition.resource_constraint);
        }
        final IqHandler handler = claimants.get(Integer.parseInt(wrapping.attributeValue(HANDLER)));
        if (!errors.run(TAKING, () -> handler.take(request))) {
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
