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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;

/**
 * One of the things that can be asked of a virtual pubsub service. Holds no state.
 *
 * @param <R> the request
 */
interface UseCase<R extends PubsubRequest> {

    /**
     * Does what is asked for. Changes nothing where it refuses.
     *
     * @param request the request
     * @param transaction what it is about; notes what follows from it
     * @return the child of the result, if it has one
     * @throws MepException where the request is refused
     */
    @Nonnull
    Optional<Element> handle(@Nonnull R request, @Nonnull Transaction transaction) throws MepException;

    /**
     * The features that this makes true, without the namespace of publish-subscribe before them.
     *
     * @return names such as {@code publish}
     */
    @Nonnull
    Set<String> features();
}
