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

import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * Who asks whom in a room, as the server saw it at one moment. Immutable.
 *
 * @param sender the occupant that the sending session is, {@code null} where it is not in the room
 * @param voice whether the sender may speak
 * @param addressee the occupant that the address names: the sender itself, if it is one of those who are called so;
 *     {@code null} where nobody is called so, or the address is the room's
 */
public record RequestContext(@Nullable OccupantView sender, boolean voice, @Nullable OccupantView addressee) {

    /** Of a session that is not in the room, or of a room that there is not. */
    public static final RequestContext OUTSIDE = new RequestContext(null, false, null);

    /**
     * Whether a session asks itself, or another session of the same occupant.
     *
     * @return {@code false} also where the sender is not in the room
     */
    public boolean isOwn() {
        return sender != null && addressee != null && sender.session().equals(addressee.session());
    }

    /**
     * Puts together who asks whom.
     *
     * @param sender the occupant that the sending session is, {@code null} where it is not in the room
     * @param moderated whether the room is moderated
     * @param namesakes the sessions that go by the nickname that is asked
     * @return the context
     */
    @Nonnull
    public static RequestContext of(@Nullable final OccupantView sender, final boolean moderated,
                             @Nonnull final Iterable<OccupantView> namesakes) {
        if (sender == null) {
            return OUTSIDE;
        }
        OccupantView addressee = null;
        for (final OccupantView namesake : namesakes) {
            if (namesake.session().equals(sender.session())) {
                addressee = sender;
                break;
            }
            addressee = addressee == null ? namesake : addressee;
        }
        return new RequestContext(sender, !moderated || sender.role().hasVoice(), addressee);
    }
}
