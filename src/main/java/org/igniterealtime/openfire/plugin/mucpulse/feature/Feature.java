/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import javax.annotation.Nonnull;

/**
 * An ability of the plugin: one package, and one line in
 * {@link org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin}. What a feature declares is rendered by the admin
 * console, the ad-hoc commands, the statistics and the store, which know no feature by name. The methods that declare
 * something return an empty list unless overridden; they are called before {@link #start}, and return the same each
 * time.
 */
public interface Feature {

    /**
     * The feature's name, which is also the key of what can be configured for single rooms.
     *
     * @return a short word in lower case
     */
    @Nonnull
    String name();

    /**
     * Starts the feature. Called once; the features are started in the order in which the plugin lists them, and
     * stopped in reverse.
     *
     * @param platform what the feature may use
     * @param registrations where everything is registered that has to be undone when the feature stops
     */
    void start(@Nonnull Platform platform, @Nonnull Registrations registrations);
}
