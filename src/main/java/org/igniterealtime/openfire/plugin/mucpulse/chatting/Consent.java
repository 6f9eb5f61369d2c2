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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.time.Instant;
import java.util.Objects;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * What a user chose, and which account that was, as the name of an account can be given to somebody else later.
 * Immutable.
 *
 * @param preferences what was chosen
 * @param accountCreated when the account was created; {@code null} where that was not known
 */
public record Consent(@Nonnull ChattingPreferences preferences, @Nullable Instant accountCreated) {

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof Consent that && preferences.equals(that.preferences)
            && Objects.equals(accountCreated, that.accountCreated);
    }

    @Override
    public int hashCode() {
        return Objects.hash(preferences, accountCreated);
    }
}
