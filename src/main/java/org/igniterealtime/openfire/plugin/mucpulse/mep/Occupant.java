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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.xmpp.packet.JID;

/**
 * A session in a room, with its nickname and its interests. For the feature's executor alone, except {@link #service}.
 */
final class Occupant {

    private static final String NOTIFY = "+notify";

    private final JID session;
    private String nickname;
    /** Shared with the other sessions of the occupant. Read by all threads. */
    private volatile VirtualService service;
    /** The nodes that the client's capabilities show interest in, everywhere in the room. */
    private Set<String> interests = Set.of();
    /** The capabilities that the presence in the room announced, {@code null} as long as it announced none. */
    @Nullable
    private CapsAnnouncement announcement;
    /** Whether the presence that the server keeps has been looked at. */
    private boolean lookedAt;
    /** Whether the interests are what the announcement stands for. */
    private boolean resolved;
    /** The nodes whose events the occupant was sent, as long as it may turn out to be interested in more. */
    @Nullable
    private Set<Node> notified;

    Occupant(@Nonnull final JID session, @Nonnull final String nickname, @Nonnull final VirtualService service) {
        this.session = session;
        this.nickname = nickname;
        this.service = service;
    }

    /** What the occupant publishes, with all its sessions. For all threads. */
    @Nonnull
    VirtualService service() {
        return service;
    }

    void joinService(@Nonnull final VirtualService other) {
        service = other;
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
        // Not copied: occupants share it.
        interests = nodes;
        resolved = true;
    }

    @Nullable
    CapsAnnouncement announcement() {
        return announcement;
    }

    /** Records what the presence announces; returns whether that has changed. */
    boolean announces(@Nonnull final CapsAnnouncement news) {
        final boolean changed = !news.equals(announcement);
        announcement = news;
        if (changed) {
            resolved = false;
        }
        return changed;
    }

    /** Whether nothing was announced so far, and the presence that the server keeps has not been looked at. */
    boolean isUnheard() {
        return announcement == null && !lookedAt;
    }

    /** The presence that the server keeps has been looked at: it need not be again. */
    void lookedAt() {
        lookedAt = true;
    }

    /** Whether the interests of the last announcement are known. */
    boolean isResolved() {
        return resolved;
    }

    /** Whether capabilities show interest: those announced and, as long as they are unclear, those the server knows. */
    boolean isCapable(@Nonnull final Node node, @Nonnull final Capabilities capabilities) {
        return interests.contains(node.id()) || !resolved && capabilities.announces(session, node.id() + NOTIFY);
    }

    /** Assumes that the client is interested in nothing, as it has not answered. */
    void assumeNoInterests() {
        interests = Set.of();
    }

    /** Begins to record the nodes whose events the occupant is sent. */
    void startRecording() {
        notified = Collections.newSetFromMap(new IdentityHashMap<>());
    }

    void stopRecording() {
        notified = null;
    }

    void recordNotified(@Nonnull final Node node) {
        if (notified != null) {
            notified.add(node);
        }
    }

    boolean wasNotifiedOf(@Nonnull final Node node) {
        return notified != null && notified.contains(node);
    }
}
