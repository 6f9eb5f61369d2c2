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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.xmpp.packet.IQ;

/**
 * Answers to requests that are refused. Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6120#section-8.3.1">RFC 6120 §8.3.1</a>
 */
final class Refusals {

    /** How long a request may be that is sent back with the error, in bytes. */
    private static final int LONGEST_COPY = 4_096;
    private static final int DEEPEST_COPY = 20;

    private Refusals() {
    }

    /** The answer: the request comes back with the error where it is short; else only the name of what was asked. */
    @Nonnull
    static IQ of(@Nonnull final IQ request, @Nonnull final MepException why) {
        final IQ refusal = IQ.createResultIQ(request);
        refusal.setType(IQ.Type.error);
        final Element child = request.getChildElement();
        final boolean small = !Payload.isDeeperThan(child, DEEPEST_COPY) && !StanzaSize.exceeds(child, LONGEST_COPY);
        refusal.setChildElement(small ? child.createCopy() : DocumentHelper.createElement(child.getQName()));
        refusal.getElement().add(why.toError());
        return refusal;
    }
}
