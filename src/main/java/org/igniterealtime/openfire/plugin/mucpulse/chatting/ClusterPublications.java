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

import com.google.common.base.Ticker;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.PeerQuestions;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.xmpp.packet.JID;

/**
 * The rooms that are published of a user by any server of the cluster, each of which publishes those of its own
 * sessions. The other servers are asked. Safe for use by several threads; nothing blocks.
 */
public final class ClusterPublications {

    /** The topic of all messages. */
    static final String TOPIC = "chatting-published";
    /** How many rooms each other server names. */
    static final int MOST = 500;

    private final UserChatting chatting;
    private final PeerQuestions<Set<String>> questions;

    /**
     * What is published of a user. Immutable.
     *
     * @param rooms the rooms, sorted
     * @param silent the ids of the servers that did not answer
     */
    record Found(@Nonnull Set<String> rooms, @Nonnull Set<String> silent) {

        Found {
            rooms = Collections.unmodifiableSet(new TreeSet<>(rooms));
            silent = Collections.unmodifiableSet(new TreeSet<>(silent));
        }
    }

    /**
     * Creates it.
     *
     * @param chatting the feature
     * @param relay carries questions to the other servers
     * @param executor the feature's executor
     * @param ticker a monotonic source of time
     */
    public ClusterPublications(@Nonnull final UserChatting chatting, @Nonnull final Relay relay,
                               @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker) {
        this.chatting = chatting;
        this.questions = new PeerQuestions<>(TOPIC, relay, executor, ticker, this::answer, ClusterPublications::read);
    }

    /** Hears the questions of other servers, and their answers. */
    @Nonnull
    RelayListener relayListener() {
        return questions;
    }

    /**
     * Looks for the rooms of a user that are published.
     *
     * @param user the user's bare JID
     * @return the rooms, after about a second at the latest
     */
    @Nonnull
    CompletionStage<Found> of(@Nonnull final JID user) {
        return questions.ask(out -> BinaryRecord.writeText(out, user.toString())).thenApply(others -> {
            final Set<String> rooms = new TreeSet<>(publishedHere(user));
            others.answers().values().forEach(rooms::addAll);
            return new Found(rooms, others.silent());
        });
    }

    private List<String> publishedHere(final JID user) {
        return chatting.publishedRooms(user).stream().map(JID::toString).toList();
    }

    private CompletionStage<byte[]> answer(final DataInputStream question) throws IOException {
        final List<String> rooms =
            publishedHere(new JID(BinaryRecord.readText(question), true)).stream().limit(MOST).toList();
        return CompletableFuture.completedFuture(BinaryRecord.of(out -> {
            out.writeInt(rooms.size());
            for (final String room : rooms) {
                BinaryRecord.writeText(out, room);
            }
        }));
    }

    private static Set<String> read(final DataInputStream in) throws IOException {
        final Set<String> rooms = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            rooms.add(BinaryRecord.readText(in));
        }
        return rooms;
    }
}
