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

import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/** Tells of nicknames that could not be remembered; says nothing as long as there are none. */
final class NicknameProbe implements HealthProbe {

    private final Nicknames nicknames;

    NicknameProbe(@Nonnull final Nicknames nicknames) {
        this.nicknames = nicknames;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final long dropped = nicknames.dropped();
        return dropped == 0 ? List.of() : List.of(new HealthStatus("nicknames_dropped",
            Text.of("health.nicknames"), Text.of("value.number", dropped), false));
    }
}
