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

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * A request to a virtual pubsub service: one type for each use case, and one for malformed requests.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#entity">XEP-0060 §5–§8</a>
 */
sealed interface PubsubRequest {

    /** §7.1: publish an item. The item is {@code null} where none was given. */
    record Publish(@Nonnull String node, @Nullable String itemId, @Nullable Element payload, boolean hasItem,
                   @Nonnull Optional<Element> options) implements PubsubRequest {
    }

    /** §7.1: publish an item that is too large to be looked at. */
    record PublishOversized(@Nonnull String node) implements PubsubRequest {
    }

    /** §7.2: delete an item. */
    record Retract(@Nonnull String node, @Nonnull String itemId, boolean notifying) implements PubsubRequest {
    }

    /** §8.1: create a node, under a name that the service makes up if none is given. */
    record Create(@Nullable String node, @Nonnull Optional<Element> configuration) implements PubsubRequest {
    }

    /** §8.2: ask for the form that configures a node. */
    record GetConfiguration(@Nonnull String node) implements PubsubRequest {
    }

    /** §8.2: configure a node. */
    record SetConfiguration(@Nonnull String node, @Nonnull Element form) implements PubsubRequest {
    }

    /** §8.3: ask for the configuration that new nodes get. */
    record GetDefaults() implements PubsubRequest {
    }

    /** §8.4: delete a node. */
    record Delete(@Nonnull String node) implements PubsubRequest {
    }

    /** §8.5: delete all items of a node. */
    record Purge(@Nonnull String node) implements PubsubRequest {
    }

    /** §6.1: subscribe. */
    record Subscribe(@Nonnull String node, @Nonnull JID subscriber) implements PubsubRequest {
    }

    /** §6.2: unsubscribe. */
    record Unsubscribe(@Nonnull String node, @Nonnull JID subscriber) implements PubsubRequest {
    }

    /** §6.5: retrieve items, some by their ids, or the newest, or a page of them. */
    record RetrieveItems(@Nonnull String node, @Nonnull Set<String> ids, @Nullable Integer maxItems,
                         @Nonnull Optional<Element> page) implements PubsubRequest {

        /** Takes a copy. */
        public RetrieveItems {
            ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
        }
    }

    /** §5.6: ask for one's own subscriptions. */
    record OwnSubscriptions(@Nullable String node, @Nonnull Optional<Element> page)
        implements PubsubRequest {
    }

    /** §5.7: ask for one's own affiliations. */
    record OwnAffiliations(@Nullable String node, @Nonnull Optional<Element> page)
        implements PubsubRequest {
    }

    /** §8.8.1: ask for a node's subscribers. */
    record NodeSubscriptions(@Nonnull String node, @Nonnull Optional<Element> page)
        implements PubsubRequest {
    }

    /** §8.9.1: ask who is affiliated with a node. */
    record NodeAffiliations(@Nonnull String node, @Nonnull Optional<Element> page)
        implements PubsubRequest {
    }

    /** §5.2: discover nodes. */
    record DiscoverNodes(@Nonnull Optional<Element> page) implements PubsubRequest {
    }

    /** §5.3, §5.4: discover the identity and the metadata of a node. */
    record DescribeNode(@Nonnull String node) implements PubsubRequest {
    }

    /** §5.5: discover the items of a node. */
    record DiscoverItems(@Nonnull String node, @Nonnull Optional<Element> page) implements PubsubRequest {
    }

    /** A request that is malformed or not offered; refused only after it is known that the sender may ask at all. */
    record Malformed(@Nonnull MepException why) implements PubsubRequest {
    }
}
