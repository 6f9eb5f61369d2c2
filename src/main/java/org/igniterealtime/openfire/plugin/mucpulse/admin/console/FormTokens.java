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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

/**
 * Proof that a form was sent from a page of ours, and not from somebody else's (CSRF). Openfire has such a token as
 * well, since 4.5, which is another one with every page that is opened, so that a form in another tab is refused; this
 * one is there on every version, and lasts as long as the session. Safe for use by several threads.
 */
final class FormTokens {

    /** The name of the field, and of the attribute that holds its value. */
    static final String FIELD = "mucpulseToken";

    private static final int LENGTH = 32;

    private final SecureRandom random = new SecureRandom();

    /** The token of the session, which is made where there is none yet. */
    @Nonnull
    String of(@Nonnull final HttpSession session) {
        final String known = known(session);
        if (known != null) {
            return known;
        }
        final byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        final String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        session.setAttribute(FIELD, made);
        return made;
    }

    /** Whether a form holds the token of its session. */
    boolean isPresent(@Nonnull final HttpServletRequest form) {
        final HttpSession session = form.getSession(false);
        final String expected = session == null ? null : known(session);
        final String sent = form.getParameter(FIELD);
        return expected != null && sent != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
            sent.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    private static String known(final HttpSession session) {
        return session.getAttribute(FIELD) instanceof String token ? token : null;
    }
}
