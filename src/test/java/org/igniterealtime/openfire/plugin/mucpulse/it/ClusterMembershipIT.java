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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is served by the servers of a cluster that others leave and join. */
@NeedsCluster
class ClusterMembershipIT {

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    @Test
    void survivorServesWhenTheOtherServerLeaves() {
        cluster.server(2).stop();
        cluster.awaitMembers();

        ClusterScene.assertServes(cluster, 1);
    }

    @Test
    void survivorServesWhenTheOtherServerDies() {
        cluster.server(2).kill();
        cluster.awaitMembers();

        ClusterScene.assertServes(cluster, 1);
    }

    @Test
    void survivorServesWhenTheSeniorServerDies() {
        cluster.server(1).kill();
        cluster.awaitMembers();

        ClusterScene.assertServes(cluster, 2);
    }

    @Test
    void bothServeDuringASplitAndAfterIt() {
        cluster.isolate(2);
        ClusterScene.assertServes(cluster, 1);
        ClusterScene.assertServes(cluster, 2);

        cluster.heal();
        ClusterScene.assertServes(cluster, 1);
        ClusterScene.assertServes(cluster, 2);
    }
}
