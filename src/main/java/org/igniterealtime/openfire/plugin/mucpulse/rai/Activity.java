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

import java.util.Objects;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * The last activity in a room: for each user it gives the time of the last message by somebody <em>else</em>, for which
 * two timestamps are enough. Immutable.
 *
 * @param timestamp when something was last said
 * @param author the bare JID of who said it; {@code null} where that is not known, and then it was nobody in particular
 * @param previousTimestamp when somebody other than that author last said something,
 *     {@link MonotonicTimestamps#NEVER} if nobody did
 */
public record Activity(long timestamp, @Nullable JID author, long previousTimestamp) {

    /** Nothing was ever said. */
    static final Activity NONE = new Activity(MonotonicTimestamps.NEVER, null, MonotonicTimestamps.NEVER);

    /**
     * What is known after one more message.
     *
     * @param newTimestamp its timestamp, greater than the last one
     * @param newAuthor the bare JID of its author
     * @return the new state
     */
    @Nonnull
    Activity followedBy(final long newTimestamp, @Nonnull final JID newAuthor) {
        return new Activity(newTimestamp, newAuthor, newAuthor.equals(author) ? previousTimestamp : timestamp);
    }

    /**
     * When somebody other than a given user last said something.
     *
     * @param user the user's bare JID
     * @return the timestamp, {@link MonotonicTimestamps#NEVER} if nobody else ever did
     */
    long notBy(@Nonnull final JID user) {
        return user.equals(author) ? previousTimestamp : timestamp;
    }

    /**
     * What is known where two servers know different things: for each user the later of what the two say.
     *
     * @param other what the other server knows
     * @return what is known by both together
     */
    @Nonnull
    Activity merged(@Nonnull final Activity other) {
        final Activity later = other.timestamp > timestamp ? other : this;
        final Activity earlier = later == this ? other : this;
        final long byOthers = later.author == null ? earlier.timestamp : earlier.notBy(later.author);
        return new Activity(later.timestamp, later.author, Math.max(later.previousTimestamp, byOthers));
    }

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof Activity that && timestamp == that.timestamp && Objects.equals(author, that.author)
            && previousTimestamp == that.previousTimestamp;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timestamp, author, previousTimestamp);
    }
}
