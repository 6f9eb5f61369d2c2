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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
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
    private static final int MAX_DEPTH = 250;

    private final MultiUserChatManager manager;
    private final RequestGate gate;
    private final String secret;
    private final IQHandlerInfo info = new IQHandlerInfo("request", NAMESPACE);

    /**
     * Creates the handler; it is registered with every service that it hears of.
     *
     * @param manager holds the services
     * @param gate the feature
     */
    public MucIqHandler(@Nonnull final MultiUserChatManager manager, @Nonnull final RequestGate gate) {
        super("MUC Pulse requests");
        this.manager = manager;
        this.gate = gate;
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
        if (request.getElement().elements().size() != 1 || isDeeper(request.getElement(), MAX_DEPTH)) {
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

    /** What is nested without end could not be copied or written either. */
    private static boolean isDeeper(final Element element, final int levels) {
        return levels == 0 || element.elements().stream().anyMatch(child -> isDeeper(child, levels - 1));
    }

    @Override
    @Nullable
    public IQ handleIQ(final IQ wrapped) {
        final Element wrapping = wrapped.getElement().element(WRAPPING);
        if (wrapping == null || !secret.equals(wrapping.attributeValue(SECRET))
            || wrapping.elements().isEmpty()) {
            return refuse(wrapped);
        }
        final IQ request = wrapped.createCopy();
        final Element copy = request.getElement().element(WRAPPING);
        final Element child = copy.elements().get(0);
        copy.detach();
        child.detach();
        request.getElement().add(child);
        request.setTo(new JID(wrapping.attributeValue(TO), true));
        gate.take(request);
        return null;
    }

    @Nullable
    private static IQ refuse(final IQ forged) {
        if (!forged.isRequest()) {
            return null;
        }
        final IQ refusal = IQ.createResultIQ(forged);
        refusal.setChildElement(forged.getChildElement().createCopy());
        refusal.setError(PacketError.Condition.service_unavailable);
        return refusal;
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }
}
