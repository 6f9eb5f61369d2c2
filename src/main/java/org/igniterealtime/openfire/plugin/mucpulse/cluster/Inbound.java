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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * What has arrived from each peer: which frame is the last, so that each is taken once and a missing one is noticed.
 * Not safe for use by several threads.
 */
final class Inbound {

    /** How many links of a server that have ended are remembered. */
    private static final int ENDED = 16;
    /** How many servers that are no peers are remembered, with the links that they had. */
    private static final int SERVERS = 1_000;

    /** What a frame is. */
    enum Verdict {
        /** Its sender is no peer. */
        STRANGER,
        /** It was taken before. */
        OUTDATED,
        /**
         * Its link has ended. If the sender still uses it, this server regarded the sender as gone for a while, of
         * which the sender knows nothing.
         */
        ENDED,
        /** It is the one after the last, or the first of the first link since the sender became a peer. */
        NEXT,
        /** It is not the one after the last: frames are missing. */
        AFTER_LOSS,
        /** It belongs to a link that has taken the place of another. */
        NEW_LINK
    }

    private static final class Source {
        private boolean peer;
        /** The link from which frames are taken, {@code null} before the first. */
        @Nullable
        private Long link;
        private long last;
        private final Deque<Long> ended = new ArrayDeque<>();

        void end() {
            if (link != null) {
                ended.add(link);
                if (ended.size() > ENDED) {
                    ended.remove();
                }
                link = null;
            }
            last = 0;
        }
    }

    private final Map<String, Source> sources = new HashMap<>();

    /** Takes frames of a server from now on. */
    void open(@Nonnull final String peer) {
        source(peer).peer = true;
    }

    /** Takes no more frames of a server, and none of its present link any more. */
    void close(@Nonnull final String peer) {
        final Source source = source(peer);
        source.peer = false;
        source.end();
    }

    private Source source(final String peer) {
        if (sources.size() >= SERVERS && !sources.containsKey(peer)) {
            sources.values().removeIf(source -> !source.peer);
        }
        return sources.computeIfAbsent(peer, unused -> new Source());
    }

    /** Says what a frame is; changes nothing. */
    @Nonnull
    Verdict judge(@Nonnull final Frame frame) {
        final Source source = sources.get(frame.sender());
        if (source == null || !source.peer) {
            return Verdict.STRANGER;
        }
        if (source.ended.contains(frame.link())) {
            return Verdict.ENDED;
        }
        if (source.link != null && source.link != frame.link()) {
            return Verdict.NEW_LINK;
        }
        if (frame.sequence() <= source.last) {
            return Verdict.OUTDATED;
        }
        return frame.sequence() == source.last + 1 ? Verdict.NEXT : Verdict.AFTER_LOSS;
    }

    /**
     * Takes a frame. Once the last one of a link was taken, all others of that link are outdated.
     *
     * @param frame a frame of a peer that is not outdated, and whose link has not ended
     */
    void take(@Nonnull final Frame frame) {
        final Source source = source(frame.sender());
        if (source.link != null && source.link != frame.link()) {
            source.end();
        }
        source.link = frame.link();
        source.last = frame.sequence();
    }

    /** Ends a link of a server that is no peer, of which this was the last frame. */
    void end(@Nonnull final Frame goodbye) {
        final Source source = source(goodbye.sender());
        if (source.link == null) {
            source.link = goodbye.link();
        }
        if (source.link == goodbye.link()) {
            source.end();
        }
    }

    /** Whether the link is the one from which frames of a peer are taken. */
    boolean isCurrent(@Nonnull final Frame frame) {
        final Source source = sources.get(frame.sender());
        return source != null && source.peer && source.link != null && source.link == frame.link();
    }
}
