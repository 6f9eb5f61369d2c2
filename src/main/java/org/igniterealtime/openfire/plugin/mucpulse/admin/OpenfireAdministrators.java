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
import javax.servlet.http.HttpSession;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.security.SecurityAuditManager;
import org.xmpp.packet.JID;

/**
 * The administrators of Openfire. The console has checked already who asks; that is not relied upon.
 */
public final class OpenfireAdministrators implements Administrators {

    private static final String TOKEN = "jive.admin.authToken";
    /** What Openfire gives out for recovery; it stands for no user. Unknown to older servers. */
    private static final String RECOVERY = "OneTimeAuthToken";

    @Override
    @Nonnull
    public Optional<String> signedIn(@Nonnull final HttpServletRequest request) {
        final HttpSession session = request.getSession(false);
        final Object token = session == null ? null : session.getAttribute(TOKEN);
        return token instanceof AuthToken auth && isAdministrator(auth)
            ? Optional.of(auth.getUsername()) : Optional.empty();
    }

    private static boolean isAdministrator(final AuthToken token) {
        final String username = token.getUsername();
        return username != null && (RECOVERY.equals(token.getClass().getSimpleName())
            || AdminManager.getInstance().isUserAdmin(username, true));
    }

    @Override
    public boolean isAdministrator(@Nonnull final JID user) {
        return AdminManager.getInstance().isUserAdmin(user, false);
    }

    @Override
    public void log(@Nonnull final String administrator, @Nonnull final String summary,
                    @Nonnull final String details) {
        SecurityAuditManager.getInstance().logEvent(administrator, summary, details);
    }
}
