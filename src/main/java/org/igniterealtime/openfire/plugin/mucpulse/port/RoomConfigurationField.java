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

import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A yes or no that owners of rooms find in the configuration form of their rooms besides the fields of the server.
 * Called on the server's threads: implementations return at once and throw nothing.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roomconfig">XEP-0045 §10.2</a>
 */
public interface RoomConfigurationField {

    /**
     * The name of the field in the form.
     *
     * @return the name, which is the same each time
     */
    @Nonnull
    String variable();

    /**
     * What is asked for.
     *
     * @return the key of a text without placeholders
     */
    @Nonnull
    String label();

    /**
     * The value of the moment.
     *
     * @param room the room's bare JID
     * @return the value; empty where owners of the room have no say, so that the field is not in the form
     */
    @Nonnull
    Optional<Boolean> value(@Nonnull JID room);

    /**
     * An owner of a room sent in the form with this field, and the server accepted it.
     *
     * @param room the room's bare JID
     * @param session the full JID of the owner's session
     * @param chosen the value of the field
     */
    void configured(@Nonnull JID room, @Nonnull JID session, boolean chosen);
}
