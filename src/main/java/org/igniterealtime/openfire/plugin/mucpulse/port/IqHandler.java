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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.util.Optional;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.IQ;

/**
 * A feature that answers requests to rooms and occupants. Called on the server's threads: implementations return at
 * once and throw nothing.
 */
public interface IqHandler {

    /**
     * Whether a request is for this feature, rather than for the server or the occupant's client.
     *
     * @param request an IQ stanza of type get or set, addressed to a room or an occupant
     * @return {@code true} to be given the request
     */
    boolean claims(@Nonnull IQ request);

    /**
     * Whether a request is for this feature although it has other content beside, or is nested too deep.
     *
     * @param request an IQ stanza of type get or set, addressed to a room or an occupant
     * @return the name of the empty element that the feature will find in place of all content, empty where the request
     *     is not for it
     */
    @Nonnull
    default Optional<QName> claimsMalformed(@Nonnull final IQ request) {
        return Optional.empty();
    }

    /**
     * Whether a request is for this feature although it is too large, which is all that is wrong with it.
     *
     * @param request an IQ stanza of type get or set with one child, addressed to a room or an occupant
     * @return what the feature will find in place of the content, which must be small and not part of the request;
     *     empty where the request is not for it
     */
    @Nonnull
    default Optional<Element> claimsOversized(@Nonnull final IQ request) {
        return claimsMalformed(request).map(DocumentHelper::createElement);
    }

    /**
     * Takes a request that was claimed. It is the feature that answers it.
     *
     * @param request the request, with the addresses that it had
     */
    void take(@Nonnull IQ request);

    /**
     * How much the content of a request may carry, which bounds what {@link #claims} is asked about.
     *
     * @return a number of bytes, zero where requests carry nothing
     */
    default int payloadSize() {
        return 0;
    }
}
