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

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.xmpp.packet.JID;

/** What the tables hold; can be made to fail as a database does. */
final class InMemoryChattingStore implements ChattingStore {

    final Map<JID, Consent> consents = new HashMap<>();
    final Set<Publication> publications = new HashSet<>();
    final Set<Publication> retractions = new HashSet<>();
    /** Those that the database does not take. */
    final Set<Publication> refused = new HashSet<>();
    boolean failing;
    boolean overflowing;

    /** What a user of an account that is as old as the world chose in an earlier run. */
    void remember(final JID user, final ChattingPreferences choice) {
        consents.put(user, new Consent(choice, FakeUsers.BEGINNING));
    }

    @Nullable
    ChattingPreferences choice(final JID user) {
        return consents.containsKey(user) ? consents.get(user).preferences() : null;
    }

    private void work() throws IOException {
        if (overflowing) {
            throw new StackOverflowError("as the test wants it");
        }
        if (failing) {
            throw new IOException("as the test wants it");
        }
    }

    void expectNoted(final JID user, final String item) {
        if (!publications.contains(new Publication(user, item))) {
            throw new AssertionError("Published before it was written down");
        }
    }

    @Override
    @Nonnull
    public Map<JID, Consent> consents() throws IOException {
        work();
        return Map.copyOf(consents);
    }

    @Override
    public void keep(@Nonnull final JID user, @Nonnull final Consent consent) throws IOException {
        work();
        consents.put(user, consent);
    }

    @Override
    public void forget(@Nonnull final JID user) throws IOException {
        work();
        consents.remove(user);
    }

    @Override
    @Nonnull
    public Set<Publication> publications() throws IOException {
        work();
        return Set.copyOf(publications);
    }

    @Override
    @Nonnull
    public Set<Publication> add(@Nonnull final Collection<Publication> added) throws IOException {
        work();
        final Set<Publication> taken = new HashSet<>(added);
        taken.removeAll(refused);
        publications.addAll(taken);
        retractions.removeAll(taken);
        final Set<Publication> left = new HashSet<>(added);
        left.retainAll(refused);
        return left;
    }

    @Override
    @Nonnull
    public Set<Publication> retractions() throws IOException {
        work();
        return Set.copyOf(retractions);
    }

    @Override
    public void retract(@Nonnull final Collection<Publication> retracted) throws IOException {
        work();
        for (final Publication publication : retracted) {
            if (publications.remove(publication)) {
                retractions.add(publication);
            }
        }
    }

    @Override
    public void remove(@Nonnull final Collection<Publication> removed) throws IOException {
        work();
        publications.removeAll(removed);
        retractions.removeAll(removed);
    }
}
