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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sends stanzas on threads of its own, which nothing that the server throws can end. Those for one recipient keep their
 * order. Stanzas for users of this server go through a few workers, those for one recipient always through the same.
 * Stanzas for any other domain, that of another server or of a component, wait in a queue of that domain: to route
 * them can take many seconds, and nobody else waits for that. So do messages for the bare JIDs of users of this server,
 * which the server may have to store in its database. What is too much is dropped, and counted. Safe for use by several
 * threads.
 */
public final class RouterStanzaSender implements StanzaSender, AutoCloseable {

    private static final QName PRIVATE = QName.get("private", Namespaces.CARBONS);
    private static final String SENDING = "sending a stanza";
    /** What a stanza that waits takes beside its content. */
    private static final int BYTES_PER_STANZA = 200;

    private final PacketRouter router;
    private final Users users;
    private final Function<JID, ClientSession> sessions;
    private final List<BoundedWorker> workers;
    private final KeyedExecutor<String> domains;
    private final ErrorHandler errors;
    private final LongAdder dropped = new LongAdder();

    /**
     * Creates a sender; closing it closes the workers.
     *
     * @param router the server's router
     * @param users tells who is of this server, and which sessions can be reached
     * @param sessions finds a session of this server by its full JID; answers {@code null} where there is none
     * @param workers send to users of this server
     * @param domains sends to other domains
     * @param errors takes what the server throws
     */
    public RouterStanzaSender(@Nonnull final PacketRouter router, @Nonnull final Users users,
                              @Nonnull final Function<JID, ClientSession> sessions,
                              @Nonnull final Collection<BoundedWorker> workers,
                              @Nonnull final KeyedExecutor<String> domains, @Nonnull final ErrorHandler errors) {
        this.router = router;
        this.users = users;
        this.sessions = sessions;
        this.workers = List.copyOf(workers);
        this.domains = domains;
        this.errors = errors;
    }

    private BoundedWorker worker(final JID recipient) {
        return workers.get(Math.floorMod(recipient.hashCode(), workers.size()));
    }

    /** Newer servers forget that a message is not to be copied to other sessions before they look for that. */
    private static boolean isForNobodyElse(final Message message) {
        return message.getTo().getResource() != null && message.getElement().element(PRIVATE) != null;
    }

    /** Whether to route a stanza can take long: where another server is reached, or the database has to store it. */
    private boolean isSlow(final JID recipient) {
        return !users.isLocal(recipient) || isAccount(recipient);
    }

    private static long weigh(final Element stanza) {
        return BYTES_PER_STANZA + StanzaBounds.weigh(stanza);
    }

    @Override
    public void send(@Nonnull final Packet stanza) {
        final JID to = stanza.getTo();
        if (isSlow(to)) {
            domains.offer(to.getDomain(), weigh(stanza.getElement()), () -> route(stanza));
        } else if (!worker(to).put(weigh(stanza.getElement()), () -> route(stanza))) {
            dropped.increment();
        }
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
        sendLate(recipient, 0, stanza);
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, final long bytes,
                         @Nonnull final Supplier<? extends Packet> stanza) {
        final Runnable sending = () -> {
            final Packet made = stanza.get();
            if (made instanceof Message message
                && (message.getType() == Message.Type.headline || isForNobodyElse(message))) {
                deliver(message, recipient);
            } else if (made != null) {
                route(made);
            }
        };
        if (isSlow(recipient)) {
            domains.offer(recipient.getDomain(), BYTES_PER_STANZA + bytes, sending);
        } else if (!worker(recipient).put(BYTES_PER_STANZA + bytes, sending)) {
            dropped.increment();
        }
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        final JID to = stanza.getTo();
        if (isSlow(to)) {
            return domains.offer(to.getDomain(), weigh(stanza.getElement()), () -> route(stanza));
        }
        final boolean taken = worker(to).offer(weigh(stanza.getElement()), () -> route(stanza));
        if (!taken) {
            dropped.increment();
        }
        return taken;
    }

    @Override
    public void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients,
                          @Nonnull final BooleanSupplier holds) {
        final Map<BoundedWorker, List<JID>> local = new HashMap<>();
        final Map<String, List<JID>> remote = new HashMap<>();
        for (final JID recipient : recipients) {
            if (users.isLocal(recipient)) {
                local.computeIfAbsent(worker(recipient), unused -> new ArrayList<>()).add(recipient);
            } else {
                remote.computeIfAbsent(recipient.getDomain(), unused -> new ArrayList<>()).add(recipient);
            }
        }
        final long weight = StanzaBounds.weigh(template.getElement());
        local.forEach((worker, some) -> {
            if (!worker.put(weight + (long) BYTES_PER_STANZA * some.size(), () -> {
                if (holds.getAsBoolean()) {
                    deliver(template, some);
                }
            })) {
                dropped.add(some.size());
            }
        });
        // Each recipient by itself, as each can take long. They share the content.
        remote.forEach((domain, some) -> some.forEach(recipient ->
            domains.offer(domain, BYTES_PER_STANZA + weight / some.size(), () -> {
                if (holds.getAsBoolean()) {
                    routeCopy(template, recipient);
                }
            })));
    }

    /**
     * Gives a message to the session that it is for. What the router does besides is for what a client sent. What is
     * for nobody else goes around it for a session of another server of the cluster, too: that server gives it to it.
     */
    private void deliver(final Message message, final JID recipient) {
        final ClientSession session = users.isLocal(recipient) ? sessions.apply(recipient) : null;
        if (session instanceof LocalClientSession || session != null && isForNobodyElse(message)) {
            session.process(message);
        } else {
            route(message);
        }
    }

    /** As {@link #deliver(Message, JID)}, a copy for each. */
    private void deliver(final Message template, final List<JID> recipients) {
        for (final JID recipient : recipients) {
            try {
                if (sessions.apply(recipient) instanceof LocalClientSession session) {
                    session.process(copy(template, recipient));
                } else {
                    routeCopy(template, recipient);
                }
            } catch (final Throwable thrown) {
                errors.handle(SENDING, thrown);
            }
        }
    }

    /** A stanza of the recipient's own, which interceptors may change. What is text in the template is not copied. */
    private static Message copy(final Message template, final JID recipient) {
        final Message copy = template.createCopy();
        copy.setTo(recipient);
        return copy;
    }

    private void routeCopy(final Message template, final JID recipient) {
        if (users.isReachable(recipient)) {
            router.route(copy(template, recipient));
        }
    }

    private void route(final Packet stanza) {
        // What becomes of a message for a user who has no session is the server's to say.
        if (stanza instanceof Message && isAccount(stanza.getTo()) || users.isReachable(stanza.getTo())) {
            router.route(stanza);
        }
    }

    private boolean isAccount(final JID recipient) {
        return recipient.getResource() == null && recipient.getNode() != null && users.isLocal(recipient);
    }

    /**
     * How many stanzas wait.
     *
     * @return the number
     */
    public int waiting() {
        return local().waiting() + remote().waiting();
    }

    /**
     * How the workers are that send to users of this server.
     *
     * @return their state at the moment
     */
    @Nonnull
    public WorkerStatus local() {
        final WorkerStatus together = WorkerStatus.of(workers);
        return new WorkerStatus(together.alive(), together.busy(), together.waiting(), dropped.sum());
    }

    /**
     * How the workers are that send to other domains.
     *
     * @return their state at the moment
     */
    @Nonnull
    public WorkerStatus remote() {
        return domains.status();
    }

    /** Sends what waits already, and ends the threads. Waits for that, for a bounded time. */
    @Override
    public void close() {
        domains.close();
        workers.forEach(BoundedWorker::close);
    }
}
