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

import javax.annotation.Nonnull;
import org.xmpp.packet.IQ;

/**
 * Hears the requests to rooms and occupants that no {@link IqHandler} claims, before the server handles them. Called on
 * the server's threads: implementations return at once.
 */
@FunctionalInterface
public interface IqRequestListener {

    /**
     * The server is about to handle a request.
     *
     * @param request an IQ stanza of type get or set, addressed to a room or an occupant, of any depth and size;
     *     features do not change it
     */
    void requested(@Nonnull IQ request);
}
