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

/**
 * Hears which server is {@link Home}. Called on a thread of the relay: implementations return at once.
 */
@FunctionalInterface
public interface HomeListener {

    /**
     * Another server is home, or nobody. Called for each change, in order; what is received from a former home after
     * that is out of date.
     *
     * @param server the id of the server that is home from now on, empty where nobody is
     * @param here whether that is this server
     */
    void homeMoved(@Nonnull Optional<String> server, boolean here);
}
