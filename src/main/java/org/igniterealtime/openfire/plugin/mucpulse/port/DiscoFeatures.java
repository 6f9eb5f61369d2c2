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

import java.util.Collection;
import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The service discovery features that a part of the plugin makes true, read at the moment of asking so that they follow
 * its settings.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html#info">XEP-0030 §3</a>
 */
public interface DiscoFeatures {

    /**
     * What the services themselves support.
     *
     * @return feature names; possibly empty, never {@code null}
     */
    @Nonnull
    default Collection<String> serviceFeatures() {
        return List.of();
    }

    /**
     * What a room supports.
     *
     * @param room the room's bare JID
     * @return feature names; possibly empty, never {@code null}
     */
    @Nonnull
    default Collection<String> roomFeatures(@Nonnull final JID room) {
        return List.of();
    }
}
