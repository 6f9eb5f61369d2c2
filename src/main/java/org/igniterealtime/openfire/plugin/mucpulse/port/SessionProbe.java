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

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Finds out whether sessions of other servers are still there. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface SessionProbe {

    /** What was found out. */
    enum Finding {
        /** The session answered. */
        THERE,
        /** Its server said that it is not. */
        GONE,
        /** It did not answer in time: nobody knows, clients of telephones can be asleep. */
        SILENT,
        /** Its server could not be reached. */
        UNREACHABLE
    }

    /**
     * Asks a session. Never blocks.
     *
     * @param session a full JID
     * @param finding receives once what was found out, on any thread
     */
    void probe(@Nonnull JID session, @Nonnull Consumer<Finding> finding);

    /**
     * Since when there is a connection with a domain, in either direction.
     *
     * @param domain the domain of another server or of a component
     * @return when the oldest of its connections was made, by the server's clock; long ago where that is not known,
     *     empty where there is none
     */
    @Nonnull
    default Optional<Instant> connectedSince(@Nonnull final String domain) {
        return Optional.of(Instant.EPOCH);
    }
}
