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
 * Room Activity Indicators (<a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>): a session that is not in
 * a room is notified that there is activity, without its user having to join. Protocol logic in plain Java on stanza
 * types, without Openfire, statics or threads of its own.
 *
 * <h2>Main types</h2>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators} is the entry; it creates the other
 * parts. {@code Rai} holds the namespace and builds the stanzas. A {@code Subscription} is one session's subscription
 * to one service; a {@code Subscriber} is a user with subscriptions, and when that user last visited which room. A
 * {@code TrackedRoom} holds a room's last {@code Activity}, and its <em>candidates</em>: the subscribers who may have
 * to be notified of its next message.
 *
 * <h2>How data flows</h2>
 * <ul>
 * <li>Subscribing (sections 3.1 and 3.2 of the XEP): {@code SubscriptionRequests} reads presence that is sent to a
 * service; {@code SubscriptionManager} begins, renews and ends subscriptions, as {@code SubscriptionPolicy} admits
 * them; {@code InitialLists} answers with the rooms that have news (sections 4 and 5.1). {@code InterestFinder} finds
 * these in the database, for all users at a time whom {@code InterestBatches} gives it: those who came while it was
 * busy with others.</li>
 * <li>Activity (section 4): {@code ActivityRecorder} records a message that a room broadcast, if {@code
 * ActivityFilter} counts it as activity; {@code ActivityEvaluator} finds who is to be notified, by {@code
 * NotificationPolicy}; {@code NotificationQueue} has it sent at once, or collects what belongs together, and {@code
 * NotificationSender} sends it, each room being checked once more at that moment. A {@code FanOut} has rooms looked at
 * once for all who are notified for the same reason.</li>
 * <li>Visits: {@code VisitTracker} follows who enters and leaves rooms. A visit re-arms: a subscription is notified of
 * a room once, and again only after the user has visited the room or renewed the subscription. {@code Occupancies}
 * knows who is in which room, and up to when what was said reached them: errors that come back name the stanza, of
 * which {@code RecentStanzas} knows when it was sent.</li>
 * <li>How much is said (XEP-0502): a {@code TrackedRoom} counts its messages in {@code HourlyCounts}; {@code
 * ActivityLevels} adds the average to what a public room says of itself, and {@code ActivityLevelSaver} keeps the
 * counts over a restart.</li>
 * <li>Sessions of other servers, of whose end the server hears nothing, are in {@code RemoteSubscriptions}, and are
 * checked by {@code DomainChecks} when something could not be delivered, or {@code ConnectionWatch} has noticed that a
 * connection was lost.</li>
 * <li>Other servers of the cluster: {@code PeerUpdates} gathers what happened here, and sends it as {@code
 * PeerMessage}s. {@code PeerListener} hears those of others: activity and visits are merged by maximum, as if they had
 * been here, but not written. {@code PeerClocks} has timestamps keep up with the clocks of others. {@code PeerAnswers}
 * and {@code StoredUpdates} make up for what was not heard, and {@code CrashedServers} for what a server took with
 * it.</li>
 * <li>A reload of the plugin: {@code SubscriptionHandover} turns subscriptions into records and back; {@code
 * SubscriptionSaver} has them written. {@code MissedActivity} finds out what was said meanwhile.</li>
 * </ul>
 *
 * <h2>What holds in all of the package</h2>
 * <ul>
 * <li>"Confined to the feature's executor" means that a class is used only by tasks of the feature's
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor}, and needs no locks. The server's
 * threads only record what happened, with a timestamp, and leave the rest to that executor.</li>
 * <li>Timestamps are those of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps}: microseconds since 1970, each
 * greater than all before. Durations are measured by a monotonic ticker, in nanoseconds.</li>
 * <li>Users are bare JIDs, sessions full JIDs, and a service is the domain of a group chat service.</li>
 * <li>Records that are keys write out {@code equals} and {@code hashCode}: on Java 17 what the compiler generates would
 * hold the plugin's class loader after a reload.</li>
 * </ul>
 */
package org.igniterealtime.openfire.plugin.mucpulse.rai;

