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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.AddressHash;
import org.xmpp.packet.JID;

/**
 * By which nicknames sessions were heard to be in rooms, until they leave, so that nobody has to look at the room then.
 * Holds {@linkplain AddressHash hashes}, about 100 bytes for each session in a room. Not safe for use by several
 * threads.
 */
final class HeardOccupants {

    /** Of how many sessions in rooms it is remembered. */
    static final int MOST = 50_000;

    private final AddressHash hash = new AddressHash();
    /** The hash of the nickname by that of the session and the room; who was heard last is the last one. */
    private final Map<Long, Long> nicknames = new LinkedHashMap<>();
    /** There were too many, so that some were heard of whom it is not known any more. */
    private boolean incomplete;

    /** Remembers that a session is in a room by a nickname. */
    void heard(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final Long key = key(room, session);
        nicknames.remove(key);
        nicknames.put(key, hash.of(nickname));
        if (nicknames.size() > MOST) {
            final Iterator<Long> eldest = nicknames.keySet().iterator();
            eldest.next();
            eldest.remove();
            incomplete = true;
        }
    }

    /** Whether a session was heard to be in a room by a nickname; also where that was perhaps forgotten. */
    boolean isHeard(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final Long known = nicknames.get(key(room, session));
        return known == null ? incomplete : known == hash.of(nickname);
    }

    /** Forgets a session that left a room. */
    void left(@Nonnull final JID room, @Nonnull final JID session) {
        nicknames.remove(key(room, session));
    }

    private long key(final JID room, final JID session) {
        return hash.of(session, room.toString());
    }
}
