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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.Optional;
import javax.annotation.Nonnull;
import javax.servlet.http.HttpServletRequest;
import org.xmpp.packet.JID;

/**
 * Who may see the console, and the log of what they do there. Implementations are safe for use by several threads.
 */
public interface Administrators {

    /**
     * The administrator who is logged in.
     *
     * @param request a request to the console
     * @return the administrator's name, empty where nobody is logged in or it is no administrator
     */
    @Nonnull
    Optional<String> signedIn(@Nonnull HttpServletRequest request);

    /**
     * Whether somebody is an administrator at this moment.
     *
     * @param user a bare or full JID
     * @return whether the user is
     */
    boolean isAdministrator(@Nonnull JID user);

    /**
     * Writes to the security audit log.
     *
     * @param administrator who did something
     * @param summary what was done, in a few words
     * @param details the details
     */
    void log(@Nonnull String administrator, @Nonnull String summary, @Nonnull String details);
}
