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

import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;

/**
 * Replies to requests: the one place where results and errors are built, sent and counted. Each request gets one reply;
 * what another server has forwarded is replied to by that server. Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6120#section-8.3.1">RFC 6120 §8.3.1</a>
 */
final class Replies {

    private static final Logger Log = LoggerFactory.getLogger(Replies.class);
    /** The greatest length of a request that is sent back with the error, in bytes. */
    private static final int LONGEST_COPY = 4_096;
    private static final int DEEPEST_COPY = 20;

    private final StanzaSender sender;
    private final Counters counts;

    /**
     * Creates it.
     *
     * @param sender sends stanzas
     * @param counts counts errors
     */
    Replies(@Nonnull final StanzaSender sender, @Nonnull final Counters counts) {
        this.sender = sender;
        this.counts = counts;
    }

    /** Sends a result. Of the request, nothing but its addresses is kept until a long result is sent. */
    void succeed(@Nonnull final IQ request, @Nonnull final Answer answer) {
        final IQ result = IQ.createResultIQ(request);
        final Supplier<Element> content = answer.content();
        if (content != null && answer.isLong() && !(request instanceof ForwardedRequest)) {
            sender.sendLate(result.getTo(), () -> {
                result.setChildElement(content.get());
                return result;
            });
            return;
        }
        if (content != null) {
            result.setChildElement(content.get());
        }
        if (request instanceof ForwardedRequest forwarded) {
            forwarded.answer(result);
        } else {
            sender.send(result);
        }
    }

    /** Sends an error. */
    void refuse(@Nonnull final IQ request, @Nonnull final MepException why) {
        if (request instanceof ForwardedRequest forwarded) {
            forwarded.answer(counted(request, why));
        } else {
            sender.send(counted(request, why));
        }
    }

    /** Sends an error without waiting for anything: for the server's threads. */
    void refuseAtOnce(@Nonnull final IQ request, @Nonnull final MepException why) {
        if (request instanceof ForwardedRequest forwarded) {
            forwarded.answer(counted(request, why));
        } else {
            sender.offer(counted(request, why));
        }
    }

    private IQ counted(final IQ request, final MepException why) {
        Log.debug("Refused a request of {} to {}: {}", request.getFrom(), request.getTo(), why.reason());
        counts.count(request.getTo().getDomain(), MepMetrics.of(why));
        return error(request, why);
    }

    /** A request that is short is sent back with the error; of a longer one, only the name of what was asked is. */
    private static IQ error(final IQ request, final MepException why) {
        final IQ error = IQ.createResultIQ(request);
        error.setType(IQ.Type.error);
        final Element child = request.getChildElement();
        final boolean small = !Oversized.hasMark(child) && !Payload.isDeeperThan(child, DEEPEST_COPY)
            && !StanzaSize.exceeds(child, LONGEST_COPY);
        error.setChildElement(small ? child.createCopy() : DocumentHelper.createElement(child.getQName()));
        error.getElement().add(why.toError());
        return error;
    }
}
