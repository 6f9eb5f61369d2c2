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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A user for whom the rooms of a service are looked up.
 *
 * @param service the service's domain
 * @param user the user's bare JID
 */
record UserAtService(@Nonnull String service, @Nonnull JID user) {

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof UserAtService that && service.equals(that.service) && user.equals(that.user);
    }

    @Override
    public int hashCode() {
        return 31 * service.hashCode() + user.hashCode();
    }
}
