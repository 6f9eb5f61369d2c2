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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.igniterealtime.smack.inttest.Configuration;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.caps.EntityCapsManager;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;

/**
 * The rooms and sessions of one test, which end with it. The first user owns the rooms. Not thread-safe.
 */
final class Scene implements AutoCloseable {

    /** The nickname of whoever owns the rooms. */
    static final String OWNER = "Owner";

    private static final AtomicInteger LAST = new AtomicInteger();

    private final Configuration configuration;
    private final String mucService;
    private final String run;
    private final Deque<Cleanup> cleanups = new ArrayDeque<>();
    private final Session owner;

    /** What is undone when the scene ends. */
    @FunctionalInterface
    private interface Cleanup {
        void run() throws SmackException, InterruptedException;
    }

    /**
     * Begins.
     *
     * @param configuration what the framework was told
     * @param owner the connection of the user who owns the rooms
     * @param mucService the domain of the MUC service
     * @param run tells the rooms of this run of the tests from others
     */
    Scene(final Configuration configuration, final AbstractXMPPConnection owner, final String mucService,
        final String run) {

        this.configuration = configuration;
        this.mucService = mucService;
        this.run = run;
        this.owner = session(owner);
    }

    /** The session of the user who owns the rooms, and is in them as {@link #OWNER}. */
    Session owner() {
        return owner;
    }

    /** Records what a session gets that was there before. */
    Session session(final AbstractXMPPConnection connection) {
        return keep(new Session(connection, configuration.replyTimeout, false));
    }

    /**
     * Logs a user in once more.
     *
     * @param account a connection of the user
     * @param features what the client says that it has, beside what Smack has
     */
    Session login(final AbstractXMPPConnection account, final String... features)
        throws SmackException, XMPPException, IOException, InterruptedException {

        final XMPPTCPConnectionConfiguration.Builder builder = XMPPTCPConnectionConfiguration.builder();
        configuration.configurationApplier.applyConfigurationTo(builder);
        ConnectionOptions.apply(builder);
        builder.setUsernameAndPassword(account.getConfiguration().getUsername(),
            account.getConfiguration().getPassword());
        builder.setResource("interop-" + LAST.incrementAndGet());
        final XMPPTCPConnection connection = new XMPPTCPConnection(builder.build());
        // Else the server would keep each session for minutes after its connection has ended, for it to be resumed.
        connection.setUseStreamManagement(false);
        final ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(connection);
        Arrays.stream(features).forEach(disco::addFeature);
        connection.connect();
        final Session session = keep(new Session(connection, configuration.replyTimeout, true));
        awaitCapabilities(EntityCapsManager.getInstanceFor(connection), features);
        connection.login();
        return session;
    }

    /** Smack computes in the background, a moment later, what it announces in presence (XEP-0115). */
    private void awaitCapabilities(final EntityCapsManager capabilities, final String... features)
        throws InterruptedException {

        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.replyTimeout);
        while (!areAnnounced(capabilities.getLocalNodeVer(), features)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Smack has not computed the capabilities of its client");
            }
            Thread.sleep(5);
        }
    }

    private static boolean areAnnounced(final String version, final String... features) {
        final DiscoverInfo info = version == null ? null : EntityCapsManager.getDiscoveryInfoByNodeVer(version);
        return info != null && Arrays.stream(features).allMatch(info::containsFeature);
    }

    /** A public, persistent room that all may enter and speak in, with its owner in it. Returns its JID. */
    String room() throws SmackException, InterruptedException {
        return room(Map.of());
    }

    /**
     * A room with its owner in it.
     *
     * @param fields what its configuration has other than {@link #room()}, by field, without
     *     {@code muc#roomconfig_}
     * @return its JID
     */
    String room(final Map<String, String> fields) throws SmackException, InterruptedException {
        final String room = "interop-" + run + "-" + LAST.incrementAndGet() + "@" + mucService;
        enter(owner, room, OWNER, "");
        cleanups.push(() -> owner.request(room, "set", "query", Namespaces.MUC_OWNER, "<destroy/>"));
        final Map<String, String> configuration = new LinkedHashMap<>(Map.of("persistentroom", "1", "publicroom", "1",
            "membersonly", "0", "moderatedroom", "0", "passwordprotectedroom", "0"));
        configuration.putAll(fields);
        configure(room, configuration);
        return room;
    }

    /**
     * Changes the configuration of a room: all of its form is sent, as it is but for some fields. What the form does not
     * have is left out.
     *
     * @param fields the values by field, without {@code muc#roomconfig_}
     */
    void configure(final String room, final Map<String, String> fields) throws SmackException, InterruptedException {
        final StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        configurationForm(room).get("x", Namespaces.FORM).children("field", Namespaces.FORM)
            .filter(field -> !field.attribute("var").isEmpty()).forEach(field -> {
                final String name = field.attribute("var");
                form.append("<field var='").append(Xml.escape(name)).append("'>");
                final String ours = fields.get(name.replace("muc#roomconfig_", ""));
                if (ours != null) {
                    form.append("<value>").append(Xml.escape(ours)).append("</value>");
                } else {
                    field.children("value", Namespaces.FORM).forEach(value ->
                        form.append("<value>").append(Xml.escape(value.element().getTextContent())).append("</value>"));
                }
                form.append("</field>");
            });
        succeed(owner.request(room, "set", "query", Namespaces.MUC_OWNER, form.append("</x>").toString()));
    }

    /** The form by which the owner configures a room: the element that it is in. */
    Xml configurationForm(final String room) throws SmackException, InterruptedException {
        return succeed(owner.request(room, "get", "query", Namespaces.MUC_OWNER, ""))
            .get("query", Namespaces.MUC_OWNER);
    }

    /** Gives somebody an affiliation with a room. */
    void affiliate(final String room, final String account, final String affiliation)
        throws SmackException, InterruptedException {

        succeed(owner.request(room, "set", "query", Namespaces.MUC_ADMIN,
            "<item affiliation='" + affiliation + "' jid='" + Xml.escape(account) + "'/>"));
    }

    /** Enters a room, without its history, and waits until that is done. */
    void enter(final Session session, final String room, final String nickname)
        throws SmackException, InterruptedException {

        enter(session, room, nickname, "<history maxstanzas='0'/>");
        cleanups.push(() -> session.presence(room + "/" + nickname, "unavailable", ""));
    }

    /** Enters a room with a history as asked for, and waits until that is done. */
    void enter(final Session session, final String room, final String nickname, final String history)
        throws SmackException, InterruptedException {

        final String occupant = room + "/" + nickname;
        session.presence(occupant, "", "<x xmlns='" + Namespaces.MUC + "'>" + history + "</x>");
        final Xml answer = session.await("its own presence in " + room, stanza -> "presence".equals(stanza.name())
            && (stanza.isError() && stanza.from().startsWith(room)
                || stanza.from().equals(occupant) && stanza.type().isEmpty()));
        if (answer.isError()) {
            throw new AssertionError("Not admitted to the room: " + answer);
        }
    }

    /** Leaves a room, and waits until that is done. */
    void leave(final Session session, final String room, final String nickname)
        throws SmackException, InterruptedException {

        session.presence(room + "/" + nickname, "unavailable", "");
        session.await("that it has left " + room, stanza -> "presence".equals(stanza.name())
            && stanza.from().equals(room + "/" + nickname) && "unavailable".equals(stanza.type()));
        session.forget();
    }

    /** Says something in a room, and waits until the room has said it to the one who did. Returns what the room said. */
    Xml say(final Session session, final String room, final String body) throws SmackException, InterruptedException {
        return say(session, room, body, "");
    }

    /** Like {@link #say(Session, String, String)} with more elements in the message. */
    Xml say(final Session session, final String room, final String body, final String elements)
        throws SmackException, InterruptedException {

        session.message(room, "groupchat", "<body>" + Xml.escape(body) + "</body>" + elements);
        final Xml answer = session.await("its own message in " + room, stanza -> "message".equals(stanza.name())
            && stanza.from().startsWith(room) && (stanza.isError() || stanza.body().equals(body)));
        if (answer.isError()) {
            throw new AssertionError("The room does not take the message: " + answer);
        }
        return answer;
    }

    /**
     * Tells a room that somebody in it has seen a message (XEP-0333), as servers may go by that rather than by who was
     * in the room. Does nothing where the room gives messages no ids.
     *
     * @param message as it came from the room
     */
    void markDisplayed(final Session session, final String room, final Xml message)
        throws NotConnectedException, InterruptedException {

        final String id = message.children("stanza-id", Namespaces.STANZA_ID)
            .filter(element -> element.attribute("by").equals(room)).map(element -> element.attribute("id"))
            .findFirst().orElse("");
        if (!id.isEmpty()) {
            session.message(room, "groupchat",
                "<displayed xmlns='" + Namespaces.MARKERS + "' id='" + Xml.escape(id) + "'/>");
        }
    }

    /** What an entity answers to a disco#info request of the owner. */
    Xml info(final String entity) throws SmackException, InterruptedException {
        return succeed(owner.request(entity, "get", "query", Namespaces.DISCO_INFO, ""))
            .get("query", Namespaces.DISCO_INFO);
    }

    /** Whether an entity says that it has a feature. */
    boolean announces(final String entity, final String feature) throws SmackException, InterruptedException {
        return info(entity).children("feature", Namespaces.DISCO_INFO)
            .anyMatch(element -> element.attribute("var").equals(feature));
    }

    /** Waits for what may still be on its way, although nothing after it is. */
    void settle() throws InterruptedException {
        Thread.sleep(Math.min(500, configuration.replyTimeout / 4));
    }

    /** Expects a result. */
    static Xml succeed(final Xml answer) {
        if (!answer.isResult()) {
            throw new AssertionError("Not a result: " + answer);
        }
        return answer;
    }

    /** Undoes everything. What cannot be undone is left as it is: it has nothing to do with what is tested. */
    @Override
    public void close() {
        while (!cleanups.isEmpty()) {
            try {
                cleanups.pop().run();
            } catch (SmackException | AssertionError e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Session keep(final Session session) {
        cleanups.push(session::close);
        return session;
    }
}
