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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;

/**
 * Does, at home, what other servers ask for. Safe for use by several threads; nothing blocks.
 */
final class HomeSide {

    /** How long it takes at most, as a rule, until an answer has reached the server that sends it. */
    private static final Duration UNDER_WAY = Duration.ofMillis(300);

    private final MucEventing mep;
    private final SerialExecutor executor;
    private final Relay relay;
    private final RelayedCapabilities capabilities;
    private final CalledHere calls;

    /**
     * Creates it.
     *
     * @param mep the feature
     * @param executor the feature's executor
     * @param relay carries answers
     * @param capabilities the capabilities of clients of the whole cluster
     */
    HomeSide(@Nonnull final MucEventing mep, @Nonnull final SerialExecutor executor, @Nonnull final Relay relay,
             @Nonnull final RelayedCapabilities capabilities) {
        this.mep = mep;
        this.executor = executor;
        this.relay = relay;
        this.capabilities = capabilities;
        this.calls = new CalledHere(mep);
    }

    private void send(final String peer, final RelayMessage message) {
        relay.send(peer, EventingCluster.TOPIC, message.toBytes());
    }

    /** Another server says something that is for home; all else is ignored. */
    void received(@Nonnull final String peer, @Nonnull final RelayMessage message) {
        if (message instanceof RelayMessage.Joined joined) {
            executor.execute(() ->
                mep.occupancy().reported(joined.room(), joined.session(), joined.nickname()));
        } else if (message instanceof RelayMessage.Left left) {
            mep.occupantLeft(left.room(), left.session());
        } else if (message instanceof RelayMessage.Renamed renamed) {
            mep.nicknameChanged(renamed.room(), renamed.session(), "", renamed.nickname());
        } else if (message instanceof RelayMessage.Present present) {
            present.caps().ifPresentOrElse(caps -> mep.presenceInRoom(present.room(), present.session(), caps),
                () -> mep.presenceInRoom(present.room(), present.session()));
            executor.execute(() -> mep.reconciliation().reported(present.room()));
        } else if (message instanceof RelayMessage.Destroyed destroyed) {
            mep.roomDestroyed(destroyed.room());
        } else if (message instanceof RelayMessage.Stanza request && request.isRequest()) {
            Payload.ofXml(request.xml()).toElement().ifPresent(stanza -> take(peer, request.number(), stanza));
        } else if (message instanceof RelayMessage.Call call) {
            calls.perform(call, outcome -> send(peer, outcome));
        } else if (message instanceof RelayMessage.Interests interests) {
            capabilities.said(interests);
        } else if (message instanceof RelayMessage.KnownToServer known) {
            capabilities.said(known);
        } else if (message instanceof RelayMessage.SendNames) {
            executor.execute(() -> mep.names().sendAll(peer));
        }
    }

    private void take(final String peer, final long number, final Element stanza) {
        mep.take(new ForwardedRequest(stanza,
            answer -> send(peer, new RelayMessage.Stanza(false, number, answer.toXML())),
            task -> executor.schedule(UNDER_WAY, task)));
    }
}
