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

import java.util.Set;
import javax.annotation.Nonnull;

/**
 * One of the requests that a virtual pubsub service supports: checks it, changes nodes, and records the events. Holds
 * no state.
 *
 * @param <R> the request
 */
interface UseCase<R extends PubsubRequest> {

    /**
     * Does what is requested. Changes nothing where it refuses.
     *
     * @param request the request
     * @param transaction who requests it of which service; records the events
     * @return the content of the result
     * @throws MepException where the request is refused
     */
    @Nonnull
    Answer handle(@Nonnull R request, @Nonnull Transaction transaction) throws MepException;

    /**
     * The features of XEP-0060 that are announced because of this use case.
     *
     * @return names such as {@code publish}, without the namespace
     */
    @Nonnull
    default Set<String> features() {
        return Set.of();
    }
}
