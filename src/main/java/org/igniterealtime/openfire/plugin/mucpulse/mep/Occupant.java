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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.server.CapsAnnouncement;
import org.xmpp.packet.JID;

/**
 * A session in a room, and what it wants to be told of. For the feature's strand alone.
 */
final class Occupant {

    private final JID session;
    private String nickname;
    /** The nodes that the client's capabilities show interest in, everywhere in the room. */
    private Set<String> interests = Set.of();
    /** What the presence in the room said of the client's capabilities, {@code null} as long as it said nothing. */
    @Nullable
    private CapsAnnouncement announcement;
    private final TokenBucket publishes = new TokenBucket();

    Occupant(@Nonnull final JID session, @Nonnull final String nickname) {
        this.session = session;
        this.nickname = nickname;
    }

    @Nonnull
    JID session() {
        return session;
    }

    @Nonnull
    String nickname() {
        return nickname;
    }

    void rename(@Nonnull final String newNickname) {
        nickname = newNickname;
    }

    @Nonnull
    Set<String> interests() {
        return interests;
    }

    void setInterests(@Nonnull final Set<String> nodes) {
        interests = Set.copyOf(nodes);
    }

    @Nullable
    CapsAnnouncement announcement() {
        return announcement;
    }

    boolean hasAnnounced() {
        return announcement != null;
    }

    /** Notes what the presence says; returns whether that is news. */
    boolean announces(@Nonnull final CapsAnnouncement news) {
        final boolean changed = !news.equals(announcement);
        announcement = news;
        return changed;
    }

    boolean isStill(@Nonnull final CapsAnnouncement said) {
        return said.equals(announcement);
    }

    @Nonnull
    TokenBucket publishes() {
        return publishes;
    }
}
