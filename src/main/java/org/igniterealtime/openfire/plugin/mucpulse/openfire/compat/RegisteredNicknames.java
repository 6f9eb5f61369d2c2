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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.lookUp;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.method;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * The nicknames that members registered with a room. Newer servers find the member by the nickname; those before that
 * have the nickname of each member only. Immutable.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#register">XEP-0045 §7.10</a>
 */
final class RegisteredNicknames {

    /** Takes a room and a nickname. Newer servers have it. */
    @Nullable
    private final MethodHandle memberByNickname;
    private final MethodHandle nicknameOfMember;
    private final MethodHandle members;

    /**
     * Finds the methods.
     *
     * @param room the server's type of rooms
     * @throws IllegalStateException where this server has not all of them
     */
    RegisteredNicknames(@Nonnull final Class<?> room) {
        memberByNickname = optional(room);
        nicknameOfMember = lookUp(room, new Class<?>[] {JID.class}, "getReservedNickname")
            .asType(MethodType.methodType(String.class, Object.class, JID.class));
        members = method(room, Collection.class, "getMembers");
    }

    @Nullable
    private static MethodHandle optional(final Class<?> room) {
        try {
            return lookUp(room, new Class<?>[] {String.class}, "getMemberForReservedNickname")
                .asType(MethodType.methodType(JID.class, Object.class, String.class));
        } catch (final IllegalStateException e) {
            // An older server.
            return null;
        }
    }

    /** The bare JID of the member who registered a nickname. */
    @Nonnull
    Optional<JID> member(@Nonnull final Object room, @Nonnull final String nickname) throws Throwable {
        if (nickname.isBlank()) {
            // Members who registered none have an empty one.
            return Optional.empty();
        }
        if (memberByNickname != null) {
            return Optional.ofNullable((JID) memberByNickname.invokeExact(room, nickname));
        }
        for (final Object member : ((Collection<?>) members.invokeExact(room)).toArray()) {
            if (member instanceof JID jid
                && nickname.equalsIgnoreCase((String) nicknameOfMember.invokeExact(room, jid))) {
                return Optional.of(jid);
            }
        }
        return Optional.empty();
    }
}
