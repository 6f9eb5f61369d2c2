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
package org.igniterealtime.openfire.plugin.mucpulse.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;

/**
 * Where scenes are played: a server with users, their clients and rooms, and somebody who tells the audience what
 * happens.
 */
final class Stage implements AutoCloseable {

    /** Who plays; their passwords are their names. */
    static final List<String> USERS = List.of("alice", "bob", "carol", "dave");

    /** What opens the vault. */
    static final String VAULT_PASSWORD = "sesame";

    private static final String INDENT = "      ";

    private final OpenfireServer server;
    private final PrintStream out;
    private final Map<String, TestClient> clients = new LinkedHashMap<>();
    private int step;
    private String current = "";

    Stage(final OpenfireServer server, final PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /** Creates the accounts and rooms, and brings everybody online. Owners stay in their rooms. */
    void furnish() {
        for (final String user : USERS) {
            server.control().createUser(user, user);
            clients.put(user, TestClient.login(server, user, user, "demo"));
        }
        Rooms.create(client("alice"), room("lobby"), "Alice", RoomConfig.open().name("The lobby"));
        Rooms.create(client("carol"), room("council"), "Carol",
                RoomConfig.open().name("The council").membersOnly());
        Rooms.affiliate(client("carol"), room("council"), jid("bob"), "member");
        Rooms.create(client("dave"), room("vault"), "Dave",
                RoomConfig.open().name("The vault").hidden().password(VAULT_PASSWORD));
    }

    /** Plays a scene from its title to its end. */
    void play(final Scene scene) {
        out.println();
        out.println("== " + scene.title() + " ==");
        step = 0;
        scene.play(this);
    }

    TestClient client(final String user) {
        return clients.get(user);
    }

    String jid(final String user) {
        return user + "@" + server.domain();
    }

    String room(final String name) {
        return name + "@" + service();
    }

    String service() {
        return server.mucDomain();
    }

    /** Says what happens next. */
    void step(final String text) {
        step++;
        current = text;
        out.println();
        out.printf("%2d. %s%n", step, text);
    }

    /** Lets somebody send a stanza that the audience is to see. */
    void sends(final String user, final String xml) {
        out.println("    " + user + " sends:");
        show(xml);
        client(user).send(xml);
    }

    /** Lets somebody speak in a room that they are in. */
    void says(final String user, final String room, final String text) {
        out.println("    " + user + " says in the " + room + ": " + text);
        client(user).say(room(room), text);
    }

    /** Lets somebody look into a room and leave it again. */
    void visits(final String user, final String room) {
        final String nick = user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1);
        client(user).joinRoom(room(room), nick);
        client(user).leaveRoom(room(room), nick);
        out.println("    " + user + " joins the " + room + ", and leaves it");
    }

    /** Sets a property of the server, as its administrator does. */
    void setProperty(final String name, final String value) {
        server.control().setProperty(name, value);
        out.println("    the administrator sets " + name + " to " + value);
    }

    /** Deletes a property of the server again. */
    void deleteProperty(final String name) {
        server.control().deleteProperty(name);
    }

    /** Says something in passing. */
    void remarks(final String text) {
        out.println("    " + text);
    }

    /** Waits for a stanza that must come to somebody, and shows it. */
    Stanza receives(final String user, final Predicate<Stanza> wanted) {
        try {
            final Stanza stanza = client(user).await(wanted, Duration.ofSeconds(5));
            out.println("    " + user + " receives:");
            show(stanza.xml());
            return stanza;
        } catch (AssertionError e) {
            throw new SceneFailure("Step " + step + " (" + current + ") failed: " + e.getMessage());
        }
    }

    /** Makes sure that somebody was sent nothing of a kind but what the audience saw. */
    void receivesNoMore(final String user, final Predicate<Stanza> unwanted) {
        client(user).sync();
        final List<Stanza> more = client(user).untaken(unwanted);
        if (!more.isEmpty()) {
            throw new SceneFailure("Step " + step + " (" + current + ") failed: " + user
                    + " received what should not have come: " + more.get(0).xml());
        }
        out.println("    " + user + " receives nothing else");
    }

    /** Makes sure of something that the audience cannot see. */
    void check(final boolean holds, final String claim) {
        if (!holds) {
            throw new SceneFailure("Step " + step + " (" + current + ") failed: not so: " + claim);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(TestClient::close);
    }

    private void show(final String xml) {
        Xml.pretty(xml).lines().forEach(line -> out.println(INDENT + line));
    }
}
