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
package org.igniterealtime.openfire.plugin.mucpulse.xmpp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.PacketError;

/**
 * Reads the conditions of errors that others have sent, who can have made up any.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6120#section-8.3.3">RFC 6120 §8.3.3</a>
 */
public final class ErrorConditions {

    private static final Set<PacketError.Condition> UNREACHABLE = Collections.unmodifiableSet(EnumSet.of(
        PacketError.Condition.remote_server_not_found, PacketError.Condition.remote_server_timeout));

    private ErrorConditions() {
    }

    /**
     * Whether an error has one of some conditions.
     *
     * @param error the error; {@code null} where a stanza has none
     * @param conditions the conditions
     * @return {@code false} also where the condition is none of XMPP, or missing
     */
    public static boolean isAnyOf(@Nullable final PacketError error,
                                  @Nonnull final Set<PacketError.Condition> conditions) {
        if (error == null) {
            return false;
        }
        try {
            final PacketError.Condition condition = error.getCondition();
            return condition != null && conditions.contains(condition);
        } catch (final IllegalArgumentException e) {
            // The library does not know it.
            return false;
        }
    }

    /**
     * Whether an error says that the server of the recipient could not be reached.
     *
     * @param error the error; {@code null} where a stanza has none
     * @return {@code false} for all other errors
     */
    public static boolean isServerUnreachable(@Nullable final PacketError error) {
        return isAnyOf(error, UNREACHABLE);
    }
}
