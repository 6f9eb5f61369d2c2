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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.servlet.http.HttpServletRequest;
import org.xmpp.packet.JID;

/** Administrators of a test, and what was written to the audit log. */
public final class FakeAdministrators implements Administrators {

    public final List<String> log = new ArrayList<>();
    public final Set<String> admins = new HashSet<>();
    private String signedIn = "admin";

    public void signOut() {
        signedIn = null;
    }

    @Override
    @Nonnull
    public Optional<String> signedIn(@Nonnull final HttpServletRequest request) {
        return Optional.ofNullable(signedIn);
    }

    @Override
    public boolean isAdministrator(@Nonnull final JID user) {
        return admins.contains(user.toBareJID());
    }

    @Override
    public void log(@Nonnull final String administrator, @Nonnull final String summary, @Nonnull final String details) {
        log.add(administrator + " | " + summary + " | " + details);
    }
}
