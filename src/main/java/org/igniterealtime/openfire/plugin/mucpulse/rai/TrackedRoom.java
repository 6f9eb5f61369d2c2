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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * What is remembered of a room: when something was last said there, and who may have to be told of the next message.
 * Its first part is for all threads, the second for the feature's strand alone.
 */
final class TrackedRoom {

    private final JID jid;
    private volatile Activity activity = Activity.NONE;
    private final HourlyCount messages = new HourlyCount();
    /** No longer the entry of its room: the room was destroyed, or its activity is too old to be told of. */
    private boolean forgotten;

    /** An evaluation of this room is under way or waits for the strand. */
    private final AtomicBoolean queued = new AtomicBoolean();
    /** A look at the room's affiliation lists is planned. */
    private final AtomicBoolean auditPlanned = new AtomicBoolean();
    /** Written by the strand: somebody may have to be told of the next message. */
    private volatile boolean awaited;
    /** Written by the strand: the newest subscription for which the room was evaluated. */
    private volatile long consideredUpTo;
    /** Written by the strand: when the affiliation lists were last walked, in nanoseconds of a monotonic source. */
    private volatile long lastAudit;
    /** Written by the strand, after {@link #lastAudit}: the affiliation lists were walked at least once. */
    private volatile boolean audited;
    /** Written by the strand: the room lives only as long as somebody is in it, so that no table knows it. */
    private volatile boolean temporary;

    // For the strand alone from here on.
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
        if (earlier.stamp() > activity.stamp()) {
            activity = earlier;
        }
    }

    /**
     * Notes one more message. Two can come at the same time where the server does not lock the room.
     *
     * @return what is known now; empty where this entry was forgotten meanwhile
     */
    @Nonnull
    synchronized Optional<Activity> spoken(@Nonnull final MonotonicTimestamps stamps, @Nonnull final JID author) {
        if (forgotten) {
            return Optional.empty();
        }
        activity = activity.followedBy(stamps.next(), author);
        messages.add(activity.stamp());
        return Optional.of(activity);
    }

    /** What a user said before a moment counts as said by nobody in particular. */
    synchronized void forgetAuthor(@Nonnull final JID user, final long before) {
        if (user.equals(activity.author()) && activity.stamp() < before) {
            activity = new Activity(activity.stamp(), null, activity.priorStamp());
        }
    }

    /** Counts as spoken in by nobody in particular: nobody knows what was said while the plugin was not there. */
    synchronized void assumeSpoken(final long stamp) {
        activity = new Activity(stamp, null, activity.stamp());
    }

    /** How many messages there were within about an hour before a moment. */
    synchronized long messagesWithinAnHour(final long stamp) {
        return messages.lastHour(stamp);
    }

    synchronized void forget() {
        forgotten = true;
    }

    /** Forgets the entry where nothing is lost with it but activity from before a moment. */
    synchronized boolean forgetIfOlderThan(final long stamp) {
        forgotten |= activity.stamp() < stamp && !awaited && !queued.get() && !auditPlanned.get();
        return forgotten;
    }

    /** Whether a message just noted calls for an evaluation of this room on the strand. */
    boolean isEvaluationDue(final long newestSubscription, final long now) {
        return awaited || consideredUpTo < newestSubscription || isAuditDue(now);
    }

    /** Whether the affiliation lists may be walked again. */
    boolean isAuditDue(final long now) {
        return !audited || now - lastAudit >= Notifier.AUDIT_INTERVAL.toNanos();
    }

    /** Claims the right to put an evaluation on the strand: only one waits there at a time. */
    boolean claimEvaluation() {
        return queued.compareAndSet(false, true);
    }

    /** To be called before the evaluation reads anything, so that what happens from then on leads to another one. */
    void evaluationBegins() {
        queued.set(false);
    }

    /** Claims the right to plan a later look at the affiliation lists. */
    boolean claimAudit() {
        return auditPlanned.compareAndSet(false, true);
    }

    void auditBegins() {
        auditPlanned.set(false);
    }

    boolean isTemporary() {
        return temporary;
    }

    void setTemporary(final boolean temporary) {
        this.temporary = temporary;
    }

    /** Has a subscriber looked at again at the next message. */
    void await(@Nonnull final Subscriber subscriber) {
        if (waiting == null) {
            waiting = new HashSet<>(4);
        }
        waiting.add(subscriber);
        subscriber.waitsAt(this);
        awaited = true;
    }

    /** Hands over those who wait, and forgets them: who still has to wait is to be added again. */
    @Nonnull
    Set<Subscriber> takeWaiting() {
        final Set<Subscriber> taken = waiting == null ? new HashSet<>(4) : waiting;
        taken.forEach(subscriber -> subscriber.waitsNoLongerAt(this));
        waiting = null;
        awaited = false;
        return taken;
    }

    /** Forgets a subscriber who is gone. */
    void stopWaiting(@Nonnull final Subscriber subscriber) {
        if (waiting != null && waiting.remove(subscriber) && waiting.isEmpty()) {
            waiting = null;
            awaited = false;
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
