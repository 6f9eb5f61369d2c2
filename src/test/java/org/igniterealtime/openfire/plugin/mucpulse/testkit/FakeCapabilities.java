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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement.Generation;
import org.xmpp.packet.JID;

/** Clients that answer what the test says, at once or when the test says so. */
public final class FakeCapabilities implements Capabilities {

    private final Map<CapsAnnouncement, Client> clients = new HashMap<>();
    private final Map<CapsAnnouncement, Client> answered = new HashMap<>();
    private final Map<JID, Set<String>> knownToServer = new HashMap<>();
    private final List<Runnable> unanswered = new ArrayList<>();
    private final List<Consumer<JID>> listeners = new ArrayList<>();
    private boolean slow;
    private int questions;

    private record Client(Set<String> interests, Set<String> features) {
    }

    /** The announcement of a client that wants to be told of some nodes. */
    public CapsAnnouncement interestedIn(final String... nodes) {
        final CapsAnnouncement announcement = new CapsAnnouncement(Generation.CAPS, "sha-1",
            "hash-of-" + String.join("-", nodes), "http://example.org#" + String.join("-", nodes));
        clients.put(announcement, new Client(Set.of(nodes), Set.of()));
        return announcement;
    }

    /** The announcement of a client that has some features. */
    public CapsAnnouncement having(final String... features) {
        final CapsAnnouncement announcement = new CapsAnnouncement(Generation.CAPS, "sha-1",
            "hash-with-" + String.join("-", features), "http://example.org#" + String.join("-", features));
        clients.put(announcement, new Client(Set.of(), Set.of(features)));
        return announcement;
    }

    /** The announcement of a client that never answers, or something else than it announced. */
    public static CapsAnnouncement unbelievable() {
        return new CapsAnnouncement(Generation.CAPS, "sha-1", "wrong", "http://example.org#wrong");
    }

    /** What the server itself knows of a session. */
    public void serverKnows(final JID session, final String... nodes) {
        knownToServer.put(session, Arrays.stream(nodes).map(node -> node + "+notify").collect(Collectors.toSet()));
    }

    /** From now on clients take their time. */
    public void slowly() {
        slow = true;
    }

    /** All questions so far are answered now. */
    public void answer() {
        final List<Runnable> answers = List.copyOf(unanswered);
        unanswered.clear();
        answers.forEach(Runnable::run);
    }

    /** The same, but nobody hears of it. */
    public void answerUnheard() {
        final List<Consumer<JID>> heard = List.copyOf(listeners);
        listeners.clear();
        answer();
        listeners.addAll(heard);
    }

    public int questions() {
        return questions;
    }

    @Override
    @Nonnull
    public Optional<Set<String>> interests(@Nonnull final CapsAnnouncement announcement) {
        return Optional.ofNullable(answered.get(announcement)).map(Client::interests);
    }

    @Override
    @Nonnull
    public Optional<Set<String>> features(@Nonnull final CapsAnnouncement announcement) {
        return Optional.ofNullable(answered.get(announcement)).map(Client::features);
    }

    @Override
    public void listen(@Nonnull final Consumer<JID> listener) {
        listeners.add(listener);
    }

    @Override
    public void ask(@Nonnull final JID session, @Nonnull final JID room,
                    @Nonnull final CapsAnnouncement announcement) {
        questions++;
        final Client found = clients.get(announcement);
        if (found != null) {
            final Runnable answer = () -> {
                answered.put(announcement, found);
                listeners.forEach(listener -> listener.accept(session));
            };
            if (slow) {
                unanswered.add(answer);
            } else {
                answer.run();
            }
        }
    }

    @Override
    public boolean announces(@Nonnull final JID session, @Nonnull final String feature) {
        return knownToServer.getOrDefault(session, Set.of()).contains(feature);
    }

    @Override
    @Nonnull
    public Set<String> knownInterests(@Nonnull final JID session) {
        return knownToServer.getOrDefault(session, Set.of()).stream().map(feature -> feature.replace("+notify", ""))
            .collect(Collectors.toSet());
    }

    @Override
    public boolean lacks(@Nonnull final JID session, @Nonnull final String feature) {
        return knownToServer.containsKey(session) && !announces(session, feature);
    }
}
