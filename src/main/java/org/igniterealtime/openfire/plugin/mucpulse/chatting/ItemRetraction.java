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

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;

/**
 * Retracts items from users' nodes, and makes sure later that the server has deleted them. Failures are logged and
 * reported, not thrown. For the feature's executor; blocks.
 */
final class ItemRetraction {

    private final PersonalEventing eventing;
    private final PublicationLog publicationLog;
    private final Cluster cluster;
    private final FailureLog failures;

    ItemRetraction(@Nonnull final PersonalEventing eventing, @Nonnull final PublicationLog publicationLog,
                   @Nonnull final Cluster cluster, @Nonnull final FailureLog failures) {
        this.eventing = eventing;
        this.publicationLog = publicationLog;
        this.cluster = cluster;
        this.failures = failures;
    }

    /**
     * Retracts an item.
     *
     * @return {@code false} where that failed
     */
    boolean retract(@Nonnull final Publication publication) {
        try {
            eventing.retract(publication.user(), ChattingElements.NAMESPACE, publication.item(),
                ChattingElements.emptyRoom());
            publicationLog.retracted(publication);
            return true;
        } catch (final RuntimeException | Error e) {
            failures.log("Cannot take away what was published of the rooms of " + publication.user() + '.', e);
            return false;
        }
    }

    /**
     * Retracts the items that an earlier run has left.
     *
     * @return {@code false} where some are still there, and this is to be called again later
     */
    boolean retractLeftOver() {
        publicationLog.leftOver().forEach(this::retract);
        publicationLog.writeRetractions();
        return publicationLog.leftOver().isEmpty();
    }

    /**
     * Makes sure that the server has deleted the items that were retracted some time ago, and removes them from the
     * log.
     *
     * @return {@code false} where there are more, and this is to be called again later
     */
    boolean deleteRetracted() {
        return publicationLog.removeRetracted(cluster.state() == Cluster.State.JOINED, this::delete);
    }

    private boolean delete(final Publication publication) {
        try {
            eventing.forget(publication.user(), ChattingElements.NAMESPACE, publication.item());
            return true;
        } catch (final RuntimeException | Error e) {
            failures.log(
                "Cannot make sure that what was published of the rooms of " + publication.user() + " is gone.", e);
            return false;
        }
    }
}
