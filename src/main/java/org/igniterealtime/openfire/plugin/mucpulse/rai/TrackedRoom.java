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

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * A room's last activity, and its candidates: the subscribers who may have to be notified of its next message.
 * Its first part is for all threads, the second for the feature's executor alone.
 */
final class TrackedRoom {

    private final JID jid;
    private volatile Activity activity = Activity.NONE;
    private final MessageCounts messages = new MessageCounts();
    /** Not known before the first message since the server was started. */
    @Nullable
    private NewestMessage newest;
    /** Other servers do not know the latest yet, and are to be told. */
    private volatile boolean unsent;
    /** Something was said in the room that is not in its history. */
    private volatile boolean unkept;
    /** No longer the entry of its room: the room was destroyed, or its activity is too old. */
    private boolean forgotten;

    /** Made when first needed: most rooms have no subscribers. */
    @Nullable
    private volatile Evaluations evaluations;
    /** Written by the executor: the room has candidates. */
    private volatile boolean hasCandidates;
    /** Written by the executor: the newest subscription for which the room was evaluated. */
    private volatile long consideredUpTo;
    /** Written by the executor: when the affiliation lists were last walked, in nanoseconds of a monotonic source. */
    private volatile long lastAudit;
    /** Written by the executor, after {@link #lastAudit}: the affiliation lists were walked at least once. */
    private volatile boolean audited;
    /** The room lives only as long as somebody is in it, so that no table knows it. */
    private volatile boolean temporary;

    // Confined to the executor from here on.
    @Nullable
    private Set<Subscriber> waiting;
    private int accessFingerprint;
    private int affiliationsFingerprint;

    TrackedRoom(@Nonnull final JID jid) {
        this.jid = jid;
    }

    @Nonnull
    JID jid() {
        return jid;
    }

    @Nonnull
    String service() {
        return jid.getDomain();
    }

    @Nonnull
    Activity activity() {
        return activity;
    }

    /** Takes over what an earlier life of the server knew, unless something was said since. */
    synchronized void restore(@Nonnull final Activity earlier) {
        if (earlier.timestamp() > activity.timestamp()) {
            activity = earlier;
        }
    }

    /**
     * Notes one more message. Two can come at the same time where the server does not lock the room.
     *
     * @return what is known now; empty where this entry was forgotten meanwhile
     */
    @Nonnull
    synchronized Optional<Activity> recordMessage(@Nonnull final MonotonicTimestamps timestamps,
                                                  @Nonnull final JID author, @Nonnull final MessageIds.Pair ids) {
        if (forgotten) {
            return Optional.empty();
        }
        activity = activity.followedBy(timestamps.next(), author);
        // The timestamp of the activity can be another server's, whose clock is wrong.
        messages.add(timestamps.now());
        if (newest != null || !ids.equals(MessageIds.Pair.UNKNOWN)) {
            newest().said(ids, activity.timestamp());
        }
        return Optional.of(activity);
    }

    private NewestMessage newest() {
        if (newest == null) {
            newest = new NewestMessage();
        }
        return newest;
    }

    /** Notes a message that changed an earlier one: who has seen it has seen all. */
    synchronized void recordAmendment(@Nonnull final MessageIds.Pair ids) {
        if (newest != null) {
            newest.amended(ids);
        }
    }

    /**
     * Up to when somebody has seen what was said, who has had a message displayed.
     *
     * @param id the hash of the message's id
     * @param anyId whether it may be the one that the sender chose
     * @return the timestamp of the last activity; empty unless the id is known to be that of the newest message
     */
    @Nonnull
    synchronized OptionalLong displayed(final long id, final boolean anyId) {
        return newest == null ? OptionalLong.empty() : newest.displayed(id, anyId, activity.timestamp());
    }

    /** What a user said before a moment counts as said by nobody in particular. */
    synchronized void forgetAuthor(@Nonnull final JID user, final long before) {
        if (user.equals(activity.author()) && activity.timestamp() < before) {
            activity = new Activity(activity.timestamp(), null, activity.previousTimestamp());
        }
    }

    /** Whether something was said that the room does not keep for those who enter later. */
    boolean isUnkept() {
        return unkept;
    }

    /** Notes that something was said that the room does not keep. */
    void setUnkept() {
        unkept = true;
    }

    /** How many messages there were within about an hour before a moment. */
    synchronized long messagesWithinAnHour(final long timestamp) {
        return messages.lastHour(timestamp);
    }

    /** How many messages an hour there were of late; empty where they have not been counted for long enough. */
    @Nonnull
    synchronized OptionalDouble messagesPerHour(final long timestamp, final long since) {
        return messages.perHour(timestamp, since);
    }

    synchronized boolean hasMessageCounts() {
        return !messages.isEmpty();
    }

    /** Writes how many messages there were on this server, by the hour. */
    synchronized void writeMessageCounts(@Nonnull final DataOutput out) throws IOException {
        messages.write(out);
    }

    /** Adds what {@link #writeMessageCounts} wrote. */
    synchronized void restoreMessageCounts(@Nonnull final DataInput in) throws IOException {
        messages.restore(in);
    }

    /** Takes over what another server knows. */
    @Nonnull
    synchronized MergedActivity merge(@Nonnull final Activity other) {
        final Activity before = activity;
        final Activity after = before.merged(other);
        if (forgotten) {
            return MergedActivity.FORGOTTEN;
        }
        activity = after;
        return after.equals(before) ? MergedActivity.KNOWN
            : after.timestamp() > before.timestamp() ? MergedActivity.LATER : MergedActivity.SUPPLEMENTED;
    }

    /** Takes over how many messages a server has counted; see {@link MessageCounts#raise}. */
    synchronized void raiseMessageCount(@Nonnull final String server, @Nonnull final String self, final long hour,
                                        final int count) {
        messages.raise(server, self, hour, count);
    }

    /** Gives how many messages there were on each server, by the hour; see {@link MessageCounts#forEach}. */
    synchronized void forEachMessageCount(@Nonnull final String self,
                                          @Nonnull final BiConsumer<String, Map<Long, Integer>> visitor) {
        if (!messages.isEmptyEverywhere()) {
            messages.forEach(self, visitor);
        }
    }

    /** Notes that other servers are to be told of the latest; answers whether that was not noted already. */
    boolean markUnsent() {
        if (unsent) {
            return false;
        }
        synchronized (this) {
            final boolean first = !unsent;
            unsent = true;
            return first;
        }
    }

    /** What other servers are to be told now. */
    @Nonnull
    synchronized PeerMessage.Update takeUnsent() {
        unsent = false;
        final long hour = messages.newestHour();
        return new PeerMessage.Update(jid, activity, hour, messages.here(hour), messages.here(hour - 1));
    }

    synchronized void forget() {
        forgotten = true;
    }

    /** Forgets the entry where nothing is lost with it but activity from before a moment. */
    synchronized boolean forgetIfOlderThan(final long timestamp) {
        final Evaluations known = evaluations;
        forgotten |= activity.timestamp() < timestamp && !hasCandidates && (known == null || !known.arePlanned());
        return forgotten;
    }

    /** Whether a message just noted calls for an evaluation of this room on the executor, whatever its lists hold. */
    boolean isEvaluationDue(final long newestSubscription) {
        return !audited || hasCandidates || consideredUpTo < newestSubscription;
    }

    /** Whether the affiliation lists may be walked again. */
    boolean isAuditDue(final long now) {
        return !audited || now - lastAudit >= ActivityEvaluator.AUDIT_INTERVAL.toNanos();
    }

    /**
     * The planned evaluations of this room.
     *
     * @param factory makes them where there are none yet
     */
    @Nonnull
    Evaluations evaluations(@Nonnull final Supplier<Evaluations> factory) {
        final Evaluations known = evaluations;
        return known != null ? known : makeEvaluations(factory);
    }

    private synchronized Evaluations makeEvaluations(final Supplier<Evaluations> factory) {
        Evaluations made = evaluations;
        if (made == null) {
            made = factory.get();
            evaluations = made;
        }
        return made;
    }

    boolean isTemporary() {
        return temporary;
    }

    void setTemporary(final boolean temporary) {
        this.temporary = temporary;
    }

    /** Has a subscriber looked at again at the next message. */
    void addCandidate(@Nonnull final Subscriber subscriber) {
        if (waiting == null) {
            waiting = new HashSet<>(4);
        }
        waiting.add(subscriber);
        subscriber.addCandidacy(this);
        hasCandidates = true;
    }

    /** Hands over those who wait, and forgets them: who still has to wait is to be added again. */
    @Nonnull
    Set<Subscriber> takeCandidates() {
        final Set<Subscriber> taken = waiting == null ? new HashSet<>(4) : waiting;
        taken.forEach(subscriber -> subscriber.removeCandidacy(this));
        waiting = null;
        hasCandidates = false;
        return taken;
    }

    /** Forgets a subscriber who is gone. */
    void removeCandidate(@Nonnull final Subscriber subscriber) {
        if (waiting != null && waiting.remove(subscriber) && waiting.isEmpty()) {
            waiting = null;
            hasCandidates = false;
        }
    }

    long consideredUpTo() {
        return consideredUpTo;
    }

    void setConsideredUpTo(final long sequence) {
        consideredUpTo = sequence;
    }

    /** Whether the room's access or the length of a list differs from what it was at the last evaluation. */
    boolean accessChanged(final int fingerprint) {
        final boolean changed = fingerprint != accessFingerprint;
        accessFingerprint = fingerprint;
        return changed;
    }

    /** Whether an entry of a list differs from what it was at the last audit. */
    boolean affiliationsChanged(final int fingerprint, final long now) {
        final boolean changed = fingerprint != affiliationsFingerprint;
        affiliationsFingerprint = fingerprint;
        lastAudit = now;
        audited = true;
        return changed;
    }

    /** Has the next evaluation look at everybody, as this one did not come to its end. */
    void forgetFingerprints() {
        accessFingerprint = 0;
        affiliationsFingerprint = 0;
        audited = false;
    }
}
