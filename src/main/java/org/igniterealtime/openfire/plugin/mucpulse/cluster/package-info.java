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
/**
 * Carries messages between the servers of a cluster that have the plugin, and decides which of them is home.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterRelay} implements the ports {@code Relay} and
 * {@code Home}. {@code NodeWatch} lists this server in a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.cluster.NodeRegistry} that all members have in common, and reads
 * who else is listed. A member that is listed with a version of the format that is understood is a peer.
 * <p>
 * <em>Sending:</em> each peer has a {@code PeerLink}, which is a bounded queue, and a thread of its own
 * ({@code PeerSender}). What waits is gathered into a {@code Frame}, which a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.cluster.Carrier} takes to the peer. The next frame is not sent
 * before the peer has accepted this one: so the order is kept, whatever is delayed or sent again. A frame that the peer
 * has not accepted after half a minute is given up. A link has a random number; its frames are numbered from 1, and a
 * number that is skipped says that messages were lost. The first frame of a link has no messages: it makes the
 * recipient look who has joined.
 * <p>
 * <em>Receiving:</em> {@code Receiver} takes each frame once, and has the executor for events give its messages to the
 * listeners of {@code feature.Hooks}. All that listeners hear is a task of that executor: what peers have sent, that
 * they have joined or left, and that another server is home. A frame of a server that is no peer, or that comes while
 * too much waits, is refused, and the sender tries again later. Where a peer has a new link, it was restarted, or
 * regards this server as one that was: listeners hear that it has left and joined.
 * <p>
 * A server by itself has no peers, is its own home, and none of the threads is started.
 */
package org.igniterealtime.openfire.plugin.mucpulse.cluster;
