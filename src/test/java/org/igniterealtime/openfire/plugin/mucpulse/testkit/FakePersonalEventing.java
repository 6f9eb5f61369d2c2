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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.xmpp.packet.JID;

/** One node of the personal eventing of all users, and what was told of it. Can be made to fail, early or late. */
public final class FakePersonalEventing implements PersonalEventing {

    /** An item was published, or the farewell of one, which is empty. */
    public record Event(JID user, String item, Element payload) {

        public boolean isFarewell() {
            return payload.elements().isEmpty();
        }
    }

    public final List<Event> events = new ArrayList<>();
    /** The most items that a user's node was asked to hold. */
    public final Map<JID, Integer> capacity = new HashMap<>();
    public boolean offered = true;
    public boolean failing;
    /** For this user, all fails in another way. */
    @Nullable
    public JID overflowing;
    /** Fails after all was told. */
    public boolean failingLate;
    public int calls;
    public int preparations;
    /** How often the server still says that it is not prepared. */
    public int preparing;
    private final String node;
    private final Map<JID, Map<String, Element>> items = new HashMap<>();
    private Consumer<Event> observer = event -> { };

    /** Knows the node with this id alone. */
    public FakePersonalEventing(@Nonnull final String node) {
        this.node = node;
    }

    /** Has every item seen at the moment when it is published. */
    public void observe(@Nonnull final Consumer<Event> newObserver) {
        observer = newObserver;
    }

    /** The items that a user's node holds, to be changed by the test. */
    public Map<String, Element> items(@Nonnull final JID user) {
        return items.computeIfAbsent(user, key -> new LinkedHashMap<>());
    }

    @Override
    public boolean isOffered() {
        return offered;
    }

    @Override
    public boolean prepare(@Nonnull final JID user, @Nonnull final String id) {
        preparations++;
        return preparing == 0 || --preparing == 0;
    }

    @Override
    public void publish(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item,
                        @Nonnull final Element payload, final int number) {
        work(id);
        if (user.equals(overflowing)) {
            throw new StackOverflowError("as the test wants it");
        }
        final Event event = new Event(user, item, payload);
        events.add(event);
        items(user).put(item, payload);
        capacity.merge(user, number, Math::max);
        observer.accept(event);
        workLate();
    }

    @Override
    public void retract(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item,
                        @Nonnull final Element farewell) {
        work(id);
        if (items.containsKey(user)) {
            events.add(new Event(user, item, farewell));
            items.get(user).remove(item);
        }
        workLate();
    }

    @Override
    public void forget(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item) {
        work(id);
        items.getOrDefault(user, new HashMap<>()).remove(item);
    }

    private void work(final String id) {
        calls++;
        if (!node.equals(id)) {
            throw new AssertionError("Not the node: " + id);
        }
        if (failing) {
            throw new IllegalStateException("as the test wants it");
        }
    }

    private void workLate() {
        if (failingLate) {
            throw new IllegalStateException("as the test wants it");
        }
    }
}
