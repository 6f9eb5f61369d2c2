/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
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
 * Brings requests for rooms and occupants to the feature that answers them. The server hands those for a room to a
 * handler by the namespace of their content, but forwards those for an occupant to the occupant's client. Therefore the
 * tap wraps what a feature claims, address and all, in an element of our own and sends it to the room; here it is
 * unwrapped. A secret keeps clients from sending the wrapping by themselves. Safe for use by several threads.
 */
public final class MucIqHandler extends IQHandler implements MucServiceListener {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NAMESPACE = "urn:x-mucpulse:request";
    private static final QName WRAPPING = QName.get("request", NAMESPACE);
    private static final String SECRET = "secret";
    private static final String TO = "to";
    private static final int SECRET_LENGTH = 18;
    private static final String TAKING = "a feature that takes a request";

    private final MultiUserChatManager manager;
    private final IqHandler gate;
    private final OpenRequests open;
    private final Supplier<StanzaBounds> bounds;
    private final ErrorHandler errors;
    private final String secret;
    private final IQHandlerInfo info = new IQHandlerInfo("request", NAMESPACE);

    /**
     * Creates the handler; it is registered with every service that it hears of.
     *
     * @param manager holds the services
     * @param gate the feature
     * @param open sees to it that every request is answered
     * @param bounds how deep and large requests may be at the moment
     * @param errors takes what the feature throws
     */
    public MucIqHandler(@Nonnull final MultiUserChatManager manager, @Nonnull final IqHandler gate,
                        @Nonnull final OpenRequests open, @Nonnull final Supplier<StanzaBounds> bounds,
                        @Nonnull final ErrorHandler errors) {
        super("MUC Pulse requests");
        this.manager = manager;
        this.gate = gate;
        this.open = open;
        this.bounds = bounds;
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
     * Sends a request the way to this handler, if the feature claims it.
     *
     * @param request a request to a room or an occupant; is changed where it is claimed
     */
    void redirect(@Nonnull final IQ request) {
        // Content beside the request would make the server take it for something else.
        if (request.getElement().elements().size() != 1 || !bounds.get().contain(request.getElement())) {
            gate.claimsMalformed(request).ifPresent(name -> wrap(request, DocumentHelper.createElement(name)));
        } else if (gate.claims(request)) {
            wrap(request, request.getChildElement());
        }
    }

    private void wrap(final IQ request, final Element content) {
        final Element root = request.getElement();
        List.copyOf(root.elements()).forEach(Element::detach);
        final Element wrapping = root.addElement(WRAPPING);
        wrapping.addAttribute(SECRET, secret).addAttribute(TO, request.getTo().toString()).add(content);
        request.setTo(request.getTo().asBareJID());
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
        if (!errors.run(TAKING, () -> gate.take(request))) {
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
