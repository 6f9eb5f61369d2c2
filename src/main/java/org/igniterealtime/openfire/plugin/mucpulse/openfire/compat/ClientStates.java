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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;

/**
 * Tells whether clients have declared themselves inactive. Openfire 4.2 does not support that: there every client
 * counts as active. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0352.html">XEP-0352: Client State Indication</a>
 */
public final class ClientStates {

    /** Takes a session; {@code null} where the server does not know. */
    @Nullable
    private final MethodHandle isActive;

    /** Finds out whether this server knows. */
    public ClientStates() {
        isActive = find();
    }

    @Nullable
    private static MethodHandle find() {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            final Class<?> manager = Class.forName("org.jivesoftware.openfire.csi.CsiManager", false,
                LocalClientSession.class.getClassLoader());
            final MethodHandle managerOf =
                lookup.findVirtual(LocalClientSession.class, "getCsiManager", MethodType.methodType(manager));
            final MethodHandle active =
                lookup.findVirtual(manager, "isActive", MethodType.methodType(boolean.class));
            return MethodHandles.filterReturnValue(managerOf, active)
                .asType(MethodType.methodType(boolean.class, LocalClientSession.class));
        } catch (final ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /**
     * Whether nobody looks at a session's client.
     *
     * @param session a session of any kind
     * @return {@code false} also where that is not known
     */
    public boolean isInactive(@Nonnull final Session session) {
        if (isActive == null || !(session instanceof LocalClientSession local)) {
            return false;
        }
        try {
            return !(boolean) isActive.invokeExact(local);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
