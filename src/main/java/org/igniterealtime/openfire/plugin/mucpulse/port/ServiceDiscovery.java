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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Asks services and rooms of this server what they announce, the way that every stanza goes. Implementations are safe
 * for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html#info">XEP-0030 §3</a>
 */
@FunctionalInterface
public interface ServiceDiscovery {

    /**
     * The features that a service or room announces to the server itself. Does not block.
     *
     * @param address a service of this server, or the bare JID of a room
     * @return completes with the features, empty where the answer is an error; within some seconds, or with a failure
     */
    @Nonnull
    CompletionStage<Optional<Set<String>>> features(@Nonnull JID address);
}
