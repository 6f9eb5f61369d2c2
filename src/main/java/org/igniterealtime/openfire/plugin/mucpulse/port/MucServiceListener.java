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

/**
 * Hears of group chat services that appear and vanish while the server runs. Called on the server's threads.
 */
public interface MucServiceListener {

    /**
     * A service can be reached from now on; also called for each that there is already when the listener is added.
     *
     * @param service the service's domain
     */
    default void serviceAdded(@Nonnull final String service) {
    }

    /**
     * A service cannot be reached any longer.
     *
     * @param service the service's domain
     */
    default void serviceRemoved(@Nonnull final String service) {
    }
}
