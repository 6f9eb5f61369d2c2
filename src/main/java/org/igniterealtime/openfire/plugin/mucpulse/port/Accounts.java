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
import org.xmpp.packet.JID;

/**
 * Who has an account on this server. Implementations are safe for use by several threads.
 */
public interface Accounts {

    /**
     * Whether a JID is of this server's own domain. Never blocks.
     *
     * @param user any JID
     * @return {@code false} for users of other servers and for components
     */
    boolean isLocal(@Nonnull JID user);

    /**
     * Whether a user or session of this server belongs to an account. May ask the database or a directory server.
     *
     * @param user a JID of this server
     * @return {@code false} for sessions that were opened without an account, and for accounts that do not exist
     */
    boolean isRegistered(@Nonnull JID user);

    /**
     * The account of a user or session of this server. May ask the database or a directory server.
     *
     * @param user a JID of this server
     * @return the account, empty where there is none for certain: for sessions that were opened without an account, and
     *     for names that nobody has
     * @throws IllegalStateException where it cannot be found out whether there is one
     */
    @Nonnull
    Optional<Account> account(@Nonnull JID user);
}
