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
 * The MUC Eventing Protocol: every room JID and every occupant JID is a virtual pubsub service.
 *
 * <h2>What it does</h2>
 * Occupants publish items to nodes at their own occupant JID, and, where the node's policy admits them, to nodes at
 * the room's JID; other plugins publish in the name of rooms. Occupants who show interest, by their client's
 * capabilities or by a subscription, are sent events, and the last items when they become interested. Nodes of
 * occupants live as long as the occupant, those of rooms as long as the room.
 *
 * <h2>Where to start</h2>
 * <ul>
 * <li>{@link EventingEntrance} takes stanzas and events on the server's threads, and gives them to {@link MucEventing},
 * which hands them over to the feature's executor, or to the server of the cluster that has the nodes.
 * <li>{@link RequestClaims} decides which requests are for the feature. {@link PubsubRequests} handles them.
 * <li>{@link OpenRooms} has the rooms in memory. An {@link EventingRoom} has its own {@link VirtualService} and those
 * of its {@link Occupant}s; a service has {@link Node}s, a node has {@link Item}s and subscriptions.
 * <li>{@link Occupancy} follows who is in which room. {@link Interests} finds out what occupants are interested in.
 * {@link LastItems} sends last items.
 * <li>{@link RoomPublishing} publishes for other plugins, {@link NodeConsole} shows nodes to administrators; both
 * change nodes through {@link NodeOperations}. {@link RoomDisco} completes service discovery results.
 * </ul>
 *
 * <h2>How a request is handled</h2>
 * One way, each step in one place and taken once:
 * <ol>
 * <li><em>Parsed</em>: {@link RequestParser} makes a {@link PubsubRequest} of the stanza.
 * <li><em>Resolved</em>: {@link RequestResolver} takes one snapshot of the room, and finds the {@link Requester} and
 * the addressed service in it. Senders who are not in the room are refused here, whatever they ask. Where the nodes
 * of the room are still being read from the database, the request waits, and is resolved again afterwards.
 * <li><em>Decided</em>: the {@link UseCase} of the request checks it, changes nodes, and records events in the {@link
 * Transaction}; it returns an {@link Answer}, or throws a {@link MepException}.
 * <li><em>Stored</em>: {@link NodePersistence} stores what has changed at the room's own nodes.
 * <li><em>Replied</em>: {@link Replies} sends the result or the error.
 * <li><em>Broadcast</em>: {@link Broadcaster} sends the events to those who are interested and still in the room.
 * </ol>
 * The reply precedes the events, so that a client gets the result of its subscription before the last item, and does
 * not wait for a broadcast to a large room.
 *
 * <h2>Several servers</h2>
 * One server of a cluster is <em>home</em>: it has all nodes, subscriptions and interests, and alone writes them. What
 * is described above happens there, as on a server by itself. On the others, {@link EventingEntrance} forwards:
 * <ul>
 * <li>{@link Forwarder} tells home who comes, goes, and announces what. Nobody is sent anything because of that alone:
 * recipients are those whom the room has at the moment of sending, on all servers. {@link RoomReconciliation} looks for
 * what was lost.
 * <li>{@link ForwardedRequests} sends requests to home, and the answers, which come back, to the requesters: so one
 * server alone decides whether a request was answered. Events go from home to their recipients by the server's router.
 * <li>{@link RemoteCalls} does so for other plugins and administrators.
 * <li>{@link NodeDirectory} knows which nodes there are, as {@link DirectorySender} tells it from home before requests
 * are answered: {@link RequestClaims} and {@link RoomDisco} have to decide on the server's threads.
 * <li>{@link RelayedCapabilities} has other servers ask their clients what these are interested in.
 * </ul>
 * All messages are {@link RelayMessage}s of one topic, which come to {@link EventingCluster}. When home moves,
 * {@link HomeRole} does what has to be done.
 *
 * <h2>What holds in many places</h2>
 * <ul>
 * <li>Everything runs on the feature's executor, one task after the other, so that state needs no lock. What is said
 * to be for all threads is an exception, and is in concurrent collections or immutable.
 * <li>Answers and last items wait for the sender as functions that build the stanza at the moment of sending: stored
 * payloads are text, which takes a tenth of the memory of elements.
 * <li>An event from an occupant JID is sent only while the same user has the nickname, which the server is asked at
 * the moment of sending.
 * <li>Real JIDs are in {@link Occupant}, {@link Item#publisher} and {@link VirtualService}, and never leave the
 * package in a stanza.
 * <li>Whatever clients make the plugin hold is charged to the user and to the room in {@link MemoryUse}; whatever
 * they make it do is limited by {@link Rates}, and whatever it sends by {@link StanzaSize} and {@link Page}.
 * <li>Records that are used as keys or compared write out {@code equals} and {@code hashCode}: on Java 17, the
 * methods that the compiler generates for records hold the plugin's class loader, which is then never unloaded.
 * </ul>
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>, §2 and §3 on events,
 *     §4 on nodes, §6 on service discovery
 * @see <a href="https://xmpp.org/extensions/xep-0060.html">XEP-0060: Publish-Subscribe</a>, §5 on discovery, §6 on
 *     subscribers, §7 on publishers, §8 on owners, §9.2 on filtered notifications
 * @see <a href="https://xmpp.org/extensions/xep-0059.html">XEP-0059: Result Set Management</a>
 */
package org.igniterealtime.openfire.plugin.mucpulse.mep;

