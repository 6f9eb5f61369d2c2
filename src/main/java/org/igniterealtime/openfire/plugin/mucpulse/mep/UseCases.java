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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import javax.annotation.Nonnull;

/**
 * All use cases of virtual pubsub services, by the requests that they handle. The announced features are those of the
 * use cases. Immutable.
 */
final class UseCases {

    private final Map<Class<? extends PubsubRequest>, UseCase<?>> byRequest = new LinkedHashMap<>();

    UseCases() {
        add(PubsubRequest.Publish.class, new Publishing.Publish());
        add(PubsubRequest.PublishOversized.class, new Publishing.PublishOversized());
        add(PubsubRequest.Retract.class, new Publishing.Retract());
        add(PubsubRequest.Purge.class, new Publishing.Purge());
        add(PubsubRequest.Create.class, new NodeManagement.Create());
        add(PubsubRequest.Delete.class, new NodeManagement.Delete());
        add(PubsubRequest.GetConfiguration.class, new NodeManagement.GetConfiguration());
        add(PubsubRequest.SetConfiguration.class, new NodeManagement.SetConfiguration());
        add(PubsubRequest.GetDefaults.class, new NodeManagement.GetDefaults());
        add(PubsubRequest.NodeSubscriptions.class, new NodeManagement.NodeSubscriptions());
        add(PubsubRequest.NodeAffiliations.class, new NodeManagement.NodeAffiliations());
        add(PubsubRequest.Subscribe.class, new Subscribing.Subscribe());
        add(PubsubRequest.Unsubscribe.class, new Subscribing.Unsubscribe());
        add(PubsubRequest.OwnSubscriptions.class, new Subscribing.OwnSubscriptions());
        add(PubsubRequest.OwnAffiliations.class, new Subscribing.OwnAffiliations());
        add(PubsubRequest.RetrieveItems.class, new Subscribing.RetrieveItems());
        add(PubsubRequest.DiscoverNodes.class, new Discovery.Nodes());
        add(PubsubRequest.DescribeNode.class, new Discovery.NodeInfo());
        add(PubsubRequest.DiscoverItems.class, new Discovery.Items());
    }

    private <R extends PubsubRequest> void add(final Class<R> request, final UseCase<R> useCase) {
        byRequest.put(request, useCase);
    }

    /**
     * Does what is requested.
     *
     * @param request the request
     * @param transaction who requests it of which service; records the events
     * @return the content of the result
     * @throws MepException where the request is refused
     */
    @Nonnull
    Answer handle(@Nonnull final PubsubRequest request, @Nonnull final Transaction transaction) throws MepException {
        if (request instanceof PubsubRequest.Malformed malformed) {
            throw malformed.why();
        }
        return handle(Objects.requireNonNull(byRequest.get(request.getClass())), request, transaction);
    }

    /** The map holds for each type of request the use case of that type. */
    @SuppressWarnings("unchecked")
    private static <R extends PubsubRequest> Answer handle(final UseCase<R> useCase, final PubsubRequest request,
                                                           final Transaction transaction) throws MepException {
        return useCase.handle((R) request, transaction);
    }

    /** The features of all use cases, with their namespace, in order. */
    @Nonnull
    List<String> features() {
        final TreeSet<String> features = new TreeSet<>();
        features.add(Pubsub.NAMESPACE);
        byRequest.values().forEach(useCase ->
            useCase.features().forEach(feature -> features.add(Pubsub.NAMESPACE + '#' + feature)));
        return List.copyOf(features);
    }
}
