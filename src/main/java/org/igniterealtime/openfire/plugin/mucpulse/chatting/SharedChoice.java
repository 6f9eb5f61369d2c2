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

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;

/**
 * A choice as the servers of a cluster tell it each other. Immutable.
 *
 * @param choice the choice, and when it was made
 * @param basis when the choice was made that was known where this one was made, {@link MonotonicTimestamps#NEVER} where
 *     none was
 * @param deleted whether it ends because the account was deleted
 */
record SharedChoice(@Nonnull ConsentJournal.Choice choice, long basis, boolean deleted) {

    /** How far apart the clocks of servers can be. */
    static final Duration SKEW = Duration.ofMinutes(1);

    /**
     * What applies where two servers say different things. The later choice does, if whoever made it can have known of
     * the other. Where that is in doubt, only what both permit is published.
     *
     * @param other the other choice of the same user
     * @param mode the server's mode
     * @return one of the two; or another one that is to be told to all servers, as they may have heard these two in
     *     another order
     */
    @Nonnull
    SharedChoice resolved(@Nonnull final SharedChoice other, @Nonnull final Mode mode) {
        if (basis >= other.choice.made()) {
            return this;
        }
        if (other.basis >= choice.made()) {
            return other;
        }
        final SharedChoice later = other.choice.made() > choice.made() ? other : this;
        final SharedChoice earlier = later == this ? other : this;
        if (later.choice.made() - earlier.choice.made() > TimeUnit.SECONDS.toMicros(SKEW.toSeconds())) {
            return later;
        }
        final Optional<Consent> both = stricter(later.choice.consent(), earlier.choice.consent(), mode);
        // As it knows of no more than these two do, it is no later than the next choice, of which neither knows.
        return both.equals(later.choice.consent()) ? later
            : new SharedChoice(new ConsentJournal.Choice(choice.user(), both, later.choice.made() + 1),
                Math.max(basis, other.basis), false);
    }

    /**
     * What two choices both permit, of which either may be none.
     *
     * @param one a choice, whose account counts
     * @param other another one
     * @param mode the server's mode, which says what no choice permits
     * @return one of the two, where it permits no more than the other
     */
    @Nonnull
    static Optional<Consent> stricter(@Nonnull final Optional<Consent> one, @Nonnull final Optional<Consent> other,
                                      @Nonnull final Mode mode) {
        final ChattingPreferences first = preferences(one, mode);
        final ChattingPreferences second = preferences(other, mode);
        final ChattingPreferences both = first.and(second);
        if (both.equals(first)) {
            return one;
        }
        if (both.equals(second)) {
            return other;
        }
        return Optional.of(new Consent(both,
            one.or(() -> other).map(Consent::accountCreated).orElse(null)));
    }

    private static ChattingPreferences preferences(final Optional<Consent> consent, final Mode mode) {
        return consent.map(Consent::preferences).orElseGet(() -> ChattingPreferences.defaults(mode));
    }

    @Nonnull
    byte[] toBytes() {
        final byte[] record = ConsentJournal.record(choice);
        return BinaryRecord.of(out -> {
            out.writeLong(basis);
            out.writeBoolean(deleted);
            out.write(record);
        });
    }

    /**
     * Reads a choice.
     *
     * @throws IOException where it is damaged, or of another format
     */
    @Nonnull
    static SharedChoice of(@Nonnull final byte[] bytes) throws IOException {
        final DataInputStream in = BinaryRecord.read(bytes);
        final long basis = in.readLong();
        final boolean deleted = in.readBoolean();
        return new SharedChoice(ConsentJournal.read(in.readAllBytes()), basis, deleted);
    }
}
