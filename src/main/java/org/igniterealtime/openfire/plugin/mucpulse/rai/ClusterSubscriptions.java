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
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * The subscriptions of a user's sessions on all servers of the cluster, each of which has those of its own sessions
 * (K1). The other servers are asked. Safe for use by several threads; nothing blocks.
 */
public final class ClusterSubscriptions {

    /** The topic of all messages. */
    static final String TOPIC = "rai-subscriptions";
    /** How many sessions each other server names. */
    static final int MOST = 200;

    private static final int LIST = 1;
    private static final int END = 2;

    private final RoomActivityIndicators rai;
    private final PeerQuestions<OfServer> questions;

    /**
     * The subscribed sessions of a user on one server. Immutable.
     *
     * @param sessions the sessions, perhaps not all
     * @param more how many there are besides
     */
    public record OfServer(@Nonnull List<SubscribedSession> sessions, int more) {

        /** Takes a copy. */
        public OfServer {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * The subscribed sessions of a user. Immutable.
     *
     * @param here those of this server
     * @param elsewhere those of the other servers, by their ids
     * @param silent the ids of the servers that did not answer
     */
    public record Found(@Nonnull List<SubscribedSession> here, @Nonnull Map<String, OfServer> elsewhere,
                        @Nonnull Set<String> silent) {

        /** Takes copies. */
        public Found {
            here = List.copyOf(here);
            elsewhere = Collections.unmodifiableMap(new TreeMap<>(elsewhere));
            silent = Collections.unmodifiableSet(new TreeSet<>(silent));
        }
    }

    /**
     * Creates it.
     *
     * @param rai the feature
     * @param relay carries questions to the other servers
     * @param executor the feature's executor
     * @param ticker a monotonic source of time
     */
    public ClusterSubscriptions(@Nonnull final RoomActivityIndicators rai, @Nonnull final Relay relay,
                                @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker) {
        this.rai = rai;
        this.questions = new PeerQuestions<>(TOPIC, relay, executor, ticker, this::answer, ClusterSubscriptions::read);
    }

    /** Hears the questions of other servers, and their answers. */
    @Nonnull
    RelayListener relayListener() {
        return questions;
    }

    /**
     * Looks for the subscriptions of a user on all servers.
     *
     * @param user the user's bare JID
     * @return the subscriptions, after about a second at the latest
     */
    @Nonnull
    CompletionStage<Found> of(@Nonnull final JID user) {
        return questions.ask(out -> {
            out.writeByte(LIST);
            BinaryRecord.writeText(out, user.toString());
        }).thenCombine(rai.subscriptionsOf(user), (others, here) ->
            new Found(here, others.answers(), others.silent()));
    }

    /**
     * Ends the subscriptions of a user on all servers.
     *
     * @param user the user's bare JID
     */
    void end(@Nonnull final JID user) {
        rai.endSubscriptions(user);
        questions.ask(out -> {
            out.writeByte(END);
            BinaryRecord.writeText(out, user.toString());
        });
    }

    private CompletionStage<byte[]> answer(final DataInputStream question) throws IOException {
        final int kind = question.readByte();
        final JID user = new JID(BinaryRecord.readText(question), true);
        return switch (kind) {
            case LIST -> rai.subscriptionsOf(user).thenApply(ClusterSubscriptions::write);
            case END -> {
                rai.endSubscriptions(user);
                yield CompletableFuture.completedFuture(write(List.of()));
            }
            default -> throw new IOException("Unknown question: " + kind);
        };
    }

    private static byte[] write(final List<SubscribedSession> sessions) {
        final List<SubscribedSession> some = sessions.subList(0, Math.min(MOST, sessions.size()));
        return BinaryRecord.of(out -> {
            out.writeInt(sessions.size() - some.size());
            out.writeInt(some.size());
            for (final SubscribedSession one : some) {
                BinaryRecord.writeText(out, one.service());
                BinaryRecord.writeText(out, one.session().toString());
            }
        });
    }

    private static OfServer read(final DataInputStream in) throws IOException {
        final int more = in.readInt();
        final List<SubscribedSession> sessions = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            sessions.add(new SubscribedSession(BinaryRecord.readText(in), new JID(BinaryRecord.readText(in), true)));
        }
        return new OfServer(sessions, more);
    }
}
