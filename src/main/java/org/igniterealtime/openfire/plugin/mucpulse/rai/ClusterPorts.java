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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.xmpp.packet.JID;

/**
 * What the feature has to do with the other servers of a cluster.
 *
 * @param relay carries messages to them
 * @param here whether a session is connected to this server, and not to another one
 * @param self the identity of this server, which lasts beyond restarts; may be empty
 * @param names what a person calls the server with an id
 * @param scans looks at all rooms, which blocks, and takes seconds where there are many; may reject that
 */
public record ClusterPorts(@Nonnull Relay relay, @Nonnull Predicate<JID> here, @Nonnull Supplier<String> self,
                           @Nonnull UnaryOperator<String> names, @Nonnull Executor scans) {

    /** A server by itself. */
    public static final ClusterPorts ALONE =
        new ClusterPorts(Relay.NONE, session -> true, () -> "", UnaryOperator.identity(), Runnable::run);
}
