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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xmpp.packet.JID;

/**
 * What M3 to M10 say of interest and subscriptions, put down as naively as can be: one room, services that belong to
 * users rather than to nicknames, and everything looked up by walking lists.
 */
final class ReferenceModel {

    /** The name of the room's own service; those of occupants are called by the user's bare JID. */
    static final String ROOM = "room";

    /** A node of a service. */
    static final class ModelNode {
        boolean persist = true;
        int maxItems;
        String sendLast = "on_sub_and_presence";
        final List<String> items = new ArrayList<>();
        final Set<JID> subscribers = new HashSet<>();
    }

    /** A session's stay in the room. */
    private static final class Stay {
        private final JID session;
        /** Empty as long as the presence said nothing. */
        private Optional<Set<String>> announced = Optional.empty();
        private Set<String> believed = Set.of();
        private boolean resolved;
        /** The nodes of which it was told since it said something new, as long as that is not understood. */
        private final Set<ModelNode> noted = Collections.newSetFromMap(new IdentityHashMap<>());

        private Stay(final JID session) {
            this.session = session;
        }
    }

    private record Pending(Stay stay, Set<String> announced) {
    }

    /** What a client announces that lies. */
    static final Set<String> LIE = Set.of("a lie");

    final Map<String, Map<String, ModelNode>> services = new HashMap<>();
    final Map<String, String> nicknames = new TreeMap<>();
    private final Map<JID, Stay> present = new LinkedHashMap<>();
    private final Map<JID, Set<String>> heardBeforeEntering = new HashMap<>();
    private final Map<JID, Set<String>> knownToServer;
    private final List<Pending> unanswered = new ArrayList<>();
    private final Set<Set<String>> answered = new HashSet<>();
    private final String roomOwner;
    private boolean slow;

    /** What each session is to be told because of the last step. */
    private final Map<JID, List<String>> told = new HashMap<>();

    ReferenceModel(final String roomOwner, final Map<JID, Set<String>> knownToServer) {
        this.roomOwner = roomOwner;
        this.knownToServer = knownToServer;
        services.put(ROOM, new TreeMap<>());
    }

    Map<JID, List<String>> takeTold() {
        final Map<JID, List<String>> taken = new HashMap<>(told);
        told.clear();
        return taken;
    }

    private static String user(final JID session) {
        return session.toBareJID();
    }

    boolean isPresent(final JID session) {
        return present.containsKey(session);
    }

    List<JID> sessions() {
        return List.copyOf(present.keySet());
    }

    // Presence

    void enter(final JID session, final String nickname) {
        final Stay stay = new Stay(session);
        present.put(session, stay);
        nicknames.put(user(session), nickname);
        services.computeIfAbsent(user(session), key -> new TreeMap<>());
        final Set<String> heard = heardBeforeEntering.remove(session);
        if (heard != null) {
            announce(stay, heard);
        }
        if (!stay.resolved) {
            greet(stay, Set.of());
        }
    }

    void announce(final JID session, final Set<String> features) {
        final Stay stay = present.get(session);
        if (stay == null) {
            heardBeforeEntering.put(session, features);
        } else if (!stay.announced.equals(Optional.of(features))) {
            announce(stay, features);
        }
    }

    private void announce(final Stay stay, final Set<String> features) {
        stay.announced = Optional.of(features);
        stay.resolved = false;
        stay.noted.clear();
        if (answered.contains(features)) {
            resolve(stay);
        } else {
            unanswered.add(new Pending(stay, features));
            if (!slow) {
                answer();
            }
        }
    }

    void slowly() {
        slow = true;
    }

    void answer() {
        for (final Pending pending : unanswered) {
            final Stay stay = pending.stay();
            if (present.get(stay.session) == stay && stay.announced.equals(Optional.of(pending.announced()))
                && !pending.announced().equals(LIE)) {
                resolve(stay);
            }
            if (!pending.announced().equals(LIE)) {
                answered.add(pending.announced());
            }
        }
        unanswered.clear();
    }

    private void resolve(final Stay stay) {
        final Set<String> before = stay.believed;
        stay.believed = stay.announced.orElseThrow();
        stay.resolved = true;
        greet(stay, before);
    }

    private boolean isCapable(final Stay stay, final String node) {
        return stay.believed.contains(node) || !stay.resolved && knownToServer.get(stay.session).contains(node);
    }

    private void greet(final Stay stay, final Set<String> before) {
        services.forEach((service, nodes) -> nodes.forEach((id, node) -> {
            if ("on_sub_and_presence".equals(node.sendLast) && !before.contains(id) && !stay.noted.contains(node)
                && isCapable(stay, id)) {
                sendLast(stay.session, service, id, node);
            }
        }));
    }

    private void sendLast(final JID session, final String service, final String id, final ModelNode node) {
        if (present.containsKey(session)) {
            present.get(session).noted.add(node);
        }
        if (!node.items.isEmpty()) {
            tell(session, service, "late " + id + ' ' + node.items.get(node.items.size() - 1));
        }
    }

    private void tell(final JID session, final String service, final String what) {
        told.computeIfAbsent(session, key -> new ArrayList<>()).add(nameOf(service) + ' ' + what);
    }

    private String nameOf(final String service) {
        return ROOM.equals(service) ? ROOM : nicknames.get(service);
    }

    private void tellInterested(final String service, final String id, final ModelNode node, final String what) {
        for (final Stay stay : present.values()) {
            if (node.subscribers.contains(stay.session) || isCapable(stay, id)) {
                stay.noted.add(node);
                tell(stay.session, service, what);
            }
        }
    }

    void leave(final JID session) {
        present.remove(session);
        services.values().forEach(nodes -> nodes.values().forEach(node -> node.subscribers.remove(session)));
        if (present.keySet().stream().noneMatch(other -> user(other).equals(user(session)))) {
            services.remove(user(session));
            nicknames.remove(user(session));
        }
    }

    void rename(final String user, final String nickname) {
        nicknames.put(user, nickname);
    }

    void destroy() {
        present.clear();
        nicknames.clear();
        services.clear();
        services.put(ROOM, new TreeMap<>());
    }

    // Requests: each says how it is answered

    private boolean owns(final JID session, final String service) {
        return user(session).equals(ROOM.equals(service) ? roomOwner : service);
    }

    /** What is wrong before the request itself is looked at. */
    private Optional<String> stranger(final JID session, final String service) {
        if (!present.containsKey(session)) {
            return Optional.of("not-authorized");
        }
        return services.containsKey(service) ? Optional.empty() : Optional.of("item-not-found");
    }

    private Optional<String> notOwner(final JID session, final String service) {
        return stranger(session, service).or(() ->
            owns(session, service) ? Optional.empty() : Optional.of("forbidden"));
    }

    String create(final JID session, final String service, final String id, final boolean persist, final int maxItems,
                  final String sendLast) {
        final Optional<String> refusal = notOwner(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (services.get(service).containsKey(id)) {
            return "conflict";
        }
        final ModelNode node = new ModelNode();
        node.persist = persist;
        node.maxItems = maxItems;
        node.sendLast = sendLast;
        services.get(service).put(id, node);
        return "done";
    }

    String publish(final JID session, final String service, final String id, final String item) {
        final Optional<String> refusal = notOwner(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        publish(service, id, item);
        return "done";
    }

    void publish(final String service, final String id, final String item) {
        final ModelNode node = services.get(service).computeIfAbsent(id, key -> {
            final ModelNode made = new ModelNode();
            made.maxItems = ROOM.equals(service) ? 20 : 1;
            return made;
        });
        if (node.persist) {
            node.items.remove(item);
            node.items.add(item);
            while (node.items.size() > node.maxItems) {
                final String removed = node.items.remove(0);
                if (node.maxItems > 1) {
                    tellInterested(service, id, node, "retract " + id + ' ' + removed);
                }
            }
        }
        tellInterested(service, id, node, "publish " + id + ' ' + item);
    }

    String retract(final JID session, final String service, final String id, final String item) {
        final Optional<String> refusal = notOwner(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        final ModelNode node = services.get(service).get(id);
        if (node == null) {
            return "item-not-found";
        } else if (!node.persist) {
            return "feature-not-implemented";
        } else if (!node.items.remove(item)) {
            return "item-not-found";
        }
        tellInterested(service, id, node, "retract " + id + ' ' + item);
        return "done";
    }

    String purge(final JID session, final String service, final String id) {
        final Optional<String> refusal = notOwner(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        final ModelNode node = services.get(service).get(id);
        if (node == null) {
            return "item-not-found";
        } else if (!node.persist) {
            return "feature-not-implemented";
        }
        node.items.clear();
        tellInterested(service, id, node, "purge " + id);
        return "done";
    }

    String delete(final JID session, final String service, final String id) {
        final Optional<String> refusal = notOwner(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        final ModelNode node = services.get(service).remove(id);
        if (node == null) {
            return "item-not-found";
        }
        tellInterested(service, id, node, "delete " + id);
        return "done";
    }

    String subscribe(final JID session, final String service, final String id) {
        final Optional<String> refusal = stranger(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        final ModelNode node = services.get(service).get(id);
        if (node == null) {
            return "item-not-found";
        }
        if (node.subscribers.add(session) && !"never".equals(node.sendLast)) {
            sendLast(session, service, id, node);
        }
        return "done";
    }

    String unsubscribe(final JID session, final String service, final String id) {
        final Optional<String> refusal = stranger(session, service);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        final ModelNode node = services.get(service).get(id);
        if (node == null) {
            return "item-not-found";
        }
        return node.subscribers.remove(session) ? "done" : "unexpected-request";
    }
}
