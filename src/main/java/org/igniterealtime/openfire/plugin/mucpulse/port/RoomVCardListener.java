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
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * Hears of changed vCards of rooms, which Openfire has since 5.0. Called on the server's threads: implementations
 * return at once and throw nothing.
 */
@FunctionalInterface
public interface RoomVCardListener {

    /**
     * A room's vCard changed.
     *
     * @param room the room's bare JID
     * @param vCard the vCard as it is now, {@code null} where it was deleted; not to be changed
     */
    void vCardChanged(@Nonnull JID room, @Nullable Element vCard);
}
