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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.xmpp.packet.JID;

/**
 * An occupant who makes a request, with its role and affiliation at that moment.
 *
 * @param occupant the occupant
 * @param role its role
 * @param affiliation its affiliation
 * @param hasVoice whether it may speak in the room
 */
record Requester(@Nonnull Occupant occupant, @Nonnull Role role, @Nonnull Affiliation affiliation,
                 boolean hasVoice) {

    /** Whether this is the owner of a node, who alone may change it: XEP-0316 §4.2, "One Publisher Per Node". */
    boolean owns(@Nonnull final VirtualService service, @Nonnull final String node,
                 @Nonnull final MepSettings settings) {
        if (!service.isRoom()) {
            return isAt(service) && hasVoice;
        }
        return hasVoice && admits(settings.publishersOf(node));
    }

    private boolean admits(final MepSettings.Publishers publishers) {
        final boolean owner = affiliation == Affiliation.OWNER;
        final boolean admin = owner || affiliation == Affiliation.ADMIN;
        return switch (publishers) {
            case NOBODY -> false;
            case OWNER -> owner;
            case ADMIN -> admin;
            case MODERATOR -> admin || role == Role.MODERATOR;
            case PARTICIPANT -> admin || role == Role.MODERATOR || role == Role.PARTICIPANT;
        };
    }

    /** Whether a service is the requester's own. */
    boolean isAt(@Nonnull final VirtualService service) {
        return service == occupant.service();
    }

    /** Whether an address is one of the requester: its full or bare JID, or its occupant JID. */
    boolean isCalled(@Nonnull final JID address, @Nonnull final EventingRoom room) {
        return address.equals(occupant.session()) || address.equals(occupant.session().asBareJID())
            || address.equals(room.occupantJid(occupant.nickname()));
    }
}
