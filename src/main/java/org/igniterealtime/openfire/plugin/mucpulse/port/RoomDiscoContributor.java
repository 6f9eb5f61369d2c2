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
 * Completes the service discovery results of rooms with more than features, for which {@link DiscoFeatures} is enough.
 * Called on the server's threads: implementations return at once.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html">XEP-0030: Service Discovery</a>
 */
@FunctionalInterface
public interface RoomDiscoContributor {

    /**
     * Completes what a room says about itself.
     *
     * @param result an IQ stanza of type result from a room's bare JID, with whatever content; may be changed
     */
    void decorate(@Nonnull IQ result);
}
