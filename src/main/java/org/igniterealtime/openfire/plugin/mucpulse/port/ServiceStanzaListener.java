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
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/**
 * Hears stanzas that are addressed to a group chat service itself, not to one of its rooms. Called on the server's
 * threads: implementations return at once and throw nothing. The stanzas must not be changed or kept.
 */
public interface ServiceStanzaListener {

    /**
     * A presence stanza for the service's bare domain.
     *
     * @param presence the stanza, of any type
     */
    void presenceReceived(@Nonnull Presence presence);

    /**
     * A message of type {@code error} for the service's bare domain. It can be of any size, as it can hold what it
     * answers.
     *
     * @param message the stanza; nothing but its addresses and the children of its error is to be read
     */
    void errorReceived(@Nonnull Message message);
}
