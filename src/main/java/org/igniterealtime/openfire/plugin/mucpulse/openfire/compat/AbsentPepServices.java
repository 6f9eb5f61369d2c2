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

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;
import org.xmpp.packet.JID;

/**
 * What the server remembers of users who have no service of personal eventing. Newer servers remember it, each for
 * itself, so that one of a cluster goes on believing it when another one has made the user's service, and makes the
 * service once more. Immutable.
 */
public final class AbsentPepServices {

    private static final String CACHE = "PEPServiceManager";
    private static final String OPTIONAL = "org.jivesoftware.util.CacheableOptional";

    /** What the server's cache holds for a user without a service, {@code null} where it holds nothing. */
    @Nullable
    private final Object absence;

    /**
     * Finds how this server remembers absence.
     *
     * @throws IllegalStateException where this server remembers it in a way that is not understood
     */
    public AbsentPepServices() {
        absence = absence();
    }

    @Nullable
    private static Object absence() {
        try {
            return Class.forName(OPTIONAL, true, CacheFactory.class.getClassLoader())
                .getMethod("of", Serializable.class).invoke(null, (Object) null);
        } catch (final ClassNotFoundException e) {
            return null;
        } catch (final NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(OPTIONAL + " is not understood", e);
        }
    }

    /**
     * Has the server look into the database again when it is asked for a user's service the next time. Does nothing
     * where the server knows the user's service.
     *
     * @param user the bare JID of the user
     */
    public void forget(@Nonnull final JID user) {
        if (absence == null) {
            return;
        }
        for (final Cache<?, ?> cache : CacheFactory.getAllCaches()) {
            if (CACHE.equals(cache.getName())) {
                cache.remove(user, absence);
            }
        }
    }
}
