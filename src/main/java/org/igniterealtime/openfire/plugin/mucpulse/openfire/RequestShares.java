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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * How much of what is kept of requests each user has, each other domain with its subdomains, all other domains
 * together, and everybody together: in number and in bytes (S3). Not safe for use by several threads.
 */
final class RequestShares {

    /** The number of requests that can be kept for one user (bare JID). */
    static final int PER_USER = 500;
    /** The number of requests that can be kept for one domain other than this server's. */
    static final int PER_DOMAIN = 5_000;
    /** The number of requests that can be kept for other domains together. */
    static final int REMOTE = 25_000;
    /** The number of requests that can be kept. */
    static final int IN_ALL = 50_000;
    /** How many bytes there are for each request that can be kept: more than one usually takes. */
    static final int BYTES = 1_200;

    /** What a request takes besides its addresses and its id, by and large. */
    private static final int BYTES_PER_REQUEST = 400;
    private static final int BYTES_PER_CHARACTER = 2;
    /** No address is equal to these. */
    private static final String ALL_REMOTE = "@";
    private static final String ALL = "";

    private final Multiset<String> numbers = HashMultiset.create();
    private final Multiset<String> bytes = HashMultiset.create();

    /**
     * What a request takes, and of whose share.
     *
     * @param user the sender's bare JID
     * @param domain the sender's domain, {@code null} where that is this server's
     * @param bytes how much memory is taken
     */
    record Share(@Nonnull String user, @Nullable String domain, int bytes) {
    }

    /**
     * What a request takes.
     *
     * @param from the sender
     * @param local whether the sender is a user of this server
     * @param characters the length of all that is kept of the request
     * @return the share, which is not taken yet
     */
    @Nonnull
    static Share of(@Nonnull final JID from, final boolean local, final int characters) {
        final String domain = local ? null : ALL_REMOTE + RegisteredDomain.of(from.getDomain());
        return new Share(CanonicalAddress.of(from).toBareJID(), domain,
            BYTES_PER_REQUEST + BYTES_PER_CHARACTER * characters);
    }

    /**
     * Takes a share, if that passes no limit.
     *
     * @param share what is to be taken
     * @return {@code false} where nothing was taken
     */
    boolean take(@Nonnull final Share share) {
        if (!fits(ALL, IN_ALL, share) || !fits(share.user(), PER_USER, share) || share.domain() != null
            && (!fits(ALL_REMOTE, REMOTE, share) || !fits(share.domain(), PER_DOMAIN, share))) {
            return false;
        }
        change(share, 1);
        return true;
    }

    private boolean fits(final String key, final int most, final Share share) {
        return numbers.count(key) < most && bytes.count(key) + share.bytes() <= most * BYTES;
    }

    /** Gives back a share that was taken. */
    void giveBack(@Nonnull final Share share) {
        change(share, -1);
    }

    private void change(final Share share, final int by) {
        change(ALL, share, by);
        change(share.user(), share, by);
        if (share.domain() != null) {
            change(ALL_REMOTE, share, by);
            change(share.domain(), share, by);
        }
    }

    private void change(final String key, final Share share, final int by) {
        numbers.setCount(key, numbers.count(key) + by);
        bytes.setCount(key, bytes.count(key) + by * share.bytes());
    }
}
