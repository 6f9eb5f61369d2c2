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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * When the other servers of the cluster were last heard, by this server's timestamps. What was said after a server died
 * has not reached the sessions that were connected to it, although another server hears some time later that they left
 * (R10). How long ago that was is measured by the ticker, as timestamps stand still while a clock that was set back, or
 * another server's timestamps, have to be caught up with. Safe for use by several threads.
 */
final class PeersHeard {

    /** How long a server can be silent that is alive. */
    static final Duration SILENCE = Duration.ofSeconds(15);
    /** How long after a server has left it is heard that its sessions left rooms. */
    static final Duration MEMORY = Duration.ofMinutes(5);
    /** After which time a server that has left is forgotten. */
    private static final Duration LONG_AGO = Duration.ofDays(1);

    private final Ticker ticker;
    private final Map<String, Heard> servers = new ConcurrentHashMap<>();

    /**
     * What is known of a server.
     *
     * @param identity its identity
     * @param last the timestamp of when it was last heard
     * @param heard the same in nanoseconds of the ticker
     * @param gone when it left, in nanoseconds of the ticker; {@code null} while it is there
     */
    private record Heard(String identity, long last, long heard, @Nullable Long gone) {
    }

    PeersHeard(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    /** A server was heard; its identity is empty where that is not known. */
    void heard(@Nonnull final String peer, @Nonnull final String identity, final long now) {
        servers.compute(peer, (key, known) ->
            new Heard(identity.isEmpty() && known != null ? known.identity : identity, now, ticker.read(), null));
    }

    /** A server cannot be reached any more. */
    void left(@Nonnull final String peer) {
        final long moment = ticker.read();
        servers.computeIfPresent(peer, (key, known) -> new Heard(known.identity, known.last, known.heard, moment));
        servers.values().removeIf(known -> known.gone != null && moment - known.gone > LONG_AGO.toNanos());
    }

    /** When a server was last heard, empty where it never was. */
    @Nonnull
    Optional<Long> last(@Nonnull final String peer) {
        return Optional.ofNullable(servers.get(peer)).map(Heard::last);
    }

    /** The identity of a server, empty where it is not known. */
    @Nonnull
    Optional<String> identity(@Nonnull final String peer) {
        return Optional.ofNullable(servers.get(peer)).map(Heard::identity).filter(identity -> !identity.isEmpty());
    }

    /** The identities of the servers that are there. */
    @Nonnull
    Set<String> identities() {
        return servers.values().stream().filter(known -> known.gone == null).map(Heard::identity)
            .collect(Collectors.toSet());
    }

    /**
     * Up to when the sessions of other servers have got what was said, as far as that is known.
     *
     * @param now the timestamp of this moment
     * @return this moment, or an earlier one where a server is gone, or silent
     */
    long reachedUpTo(final long now) {
        final long moment = ticker.read();
        long up = now;
        for (final Heard known : servers.values()) {
            final boolean gone = known.gone != null && moment - known.gone <= MEMORY.toNanos();
            if (gone || known.gone == null && moment - known.heard > SILENCE.toNanos()) {
                up = Math.min(up, known.last);
            }
        }
        return up;
    }
}
