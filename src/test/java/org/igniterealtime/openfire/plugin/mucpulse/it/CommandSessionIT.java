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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.ADMIN_COMMAND;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.COMMAND;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.COMMANDS;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.DATA;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.execute;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.field;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.form;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.note;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.proceed;

import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a session of one of the plugin's commands is good for: only that command, and only who opened it. S5. */
class CommandSessionIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final List<String> ACTIONS = List.of("execute", "next", "prev", "complete", "cancel");
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PASSWORD_COMMAND = "http://jabber.org/protocol/admin#change-user-password";
    private static final String ROOM_COMMAND = "mucpulse#room";
    private static final String STATUS_COMMAND = "mucpulse#status";

    private final ChattingParty party = new ChattingParty(openfire);

    private static List<String> commands(final TestClient client) {
        return client.query("get", openfire.server().domain(), "<query xmlns='" + ITEMS + "' node='" + COMMANDS + "'/>")
            .descendants(ITEMS, "item").stream().map(item -> item.getAttribute("node")).toList();
    }

    private TestClient administrator() {
        final TestClient admin = openfire.login("admin");
        openfire.control().setProperty("admin.authorizedJIDs", admin.bareJid());
        Awaitility.await().untilAsserted(() -> assertThat(commands(admin)).contains(ADMIN_COMMAND));
        return admin;
    }

    private static String session(final Stanza answer) {
        return answer.child(COMMANDS, "command").orElseThrow(() -> new AssertionError(answer.xml()))
            .getAttribute("sessionid");
    }

    private static String status(final Stanza answer) {
        return answer.child(COMMANDS, "command").map(command -> command.getAttribute("status")).orElse("none");
    }

    private static Stanza ask(final TestClient client, final String namespace, final String node, final String session,
                              final String action, final String form) {
        return client.query("set", openfire.server().domain(), "<command xmlns='" + namespace + "' node='" + node
            + "' sessionid='" + session + "' action='" + action + "'>" + form + "</command>");
    }

    private static Stanza ask(final TestClient client, final String node, final String session, final String action,
                              final String form) {
        return ask(client, COMMANDS, node, session, action, form);
    }

    private static void assertBadSession(final Stanza answer) {
        assertThat(answer.errorCondition()).as(answer.xml()).contains("bad-request");
        assertThat(answer.descendants(COMMANDS, "bad-sessionid")).as(answer.xml()).hasSize(1);
    }

    /** A form that any of the server's commands would find something in. */
    private static String hostile(final TestClient admin) {
        return "<x xmlns='" + DATA + "' type='submit'>" + field("FORM_TYPE", "http://jabber.org/protocol/admin")
            + field("accountjid", admin.bareJid()) + field("accountjids", admin.bareJid())
            + field("password", "changed") + field("password-verify", "changed") + field("group", "made-up")
            + field("adminjids", "mallory@" + openfire.server().domain()) + field("admins", "mallory")
            + field("announcement", "hello") + "</x>";
    }

    @Test
    void s5_sessionOpensNoOtherCommandOfTheServer() {
        final TestClient admin = administrator();
        final String admins = openfire.control().property("admin.authorizedJIDs");
        final List<String> all = commands(admin);
        assertThat(all).contains(PASSWORD_COMMAND, COMMAND, ADMIN_COMMAND, ROOM_COMMAND, STATUS_COMMAND);
        for (final String node : all) {
            // Each of them once, so that none sends too many requests.
            final TestClient mallory = openfire.login("mallory");
            assertThat(commands(mallory)).contains(COMMAND).doesNotContain(ADMIN_COMMAND, PASSWORD_COMMAND);
            for (final String action : ACTIONS) {
                if (!COMMAND.equals(node)) {
                    final Stanza begun = execute(mallory, COMMAND);
                    final Stanza answer = ask(mallory, node, session(begun), action, hostile(admin));
                    assertThat(answer.isError()).as("%s %s: %s", node, action, answer.xml()).isTrue();
                    // The session is what it was, and still where it was.
                    assertThat(status(proceed(mallory, begun, "next", form(false, false)))).isEqualTo("executing");
                }
            }
        }

        assertThat(openfire.control().property("admin.authorizedJIDs")).isEqualTo(admins);
        try (TestClient again = TestClient.login(openfire.server(), admin.user(), admin.user(), "again")) {
            assertThat(again.bareJid()).isEqualTo(admin.bareJid());
        }
    }

    @Test
    void s5_requestThatPassesByThePluginFindsNothingThere() {
        final TestClient admin = administrator();
        final TestClient mallory = openfire.login("mallory");
        final String otherSpelling = COMMANDS.replace("http:", "HTTP:");
        for (final String node : List.of(COMMAND, ADMIN_COMMAND, ROOM_COMMAND, STATUS_COMMAND)) {
            final Stanza answer = mallory.query("set", openfire.server().domain(),
                "<command xmlns='" + otherSpelling + "' node='" + node + "' action='execute'/>");
            assertThat(answer.descendants(DATA, "x")).as(answer.xml()).isEmpty();
            answer.descendants(COMMANDS, "command").forEach(command -> {
                assertThat(command.getAttribute("status")).isNotEqualTo("executing");
                final Stanza next =
                    ask(mallory, otherSpelling, PASSWORD_COMMAND, command.getAttribute("sessionid"), "complete",
                        hostile(admin));
                assertThat(next.isError()).as(next.xml()).isTrue();
            });
        }
        final String session = session(execute(mallory, COMMAND));
        assertThat(ask(mallory, otherSpelling, PASSWORD_COMMAND, session, "complete", hostile(admin)).isError()).isTrue();

        TestClient.login(openfire.server(), admin.user(), admin.user(), "again").close();
    }

    @Test
    void s5_anotherUserCanNeitherUseNorEndASession() {
        final TestClient alice = openfire.login("alice");
        final TestClient mallory = openfire.login("mallory");
        final Stanza first = execute(alice, COMMAND);
        proceed(alice, first, "next", form(true, false, "attic@c.example"));

        for (final String action : ACTIONS) {
            assertBadSession(ask(mallory, COMMAND, session(first), action, form(false, false)));
        }

        assertThat(status(proceed(alice, first, "complete", ""))).isEqualTo("completed");
        assertThat(execute(alice, COMMAND).descendants(DATA, "value"))
            .anyMatch(value -> "attic@c.example".equals(value.getTextContent()));
        assertThat(execute(mallory, COMMAND).descendants(DATA, "value"))
            .noneMatch(value -> "attic@c.example".equals(value.getTextContent()));
    }

    @Test
    void s5_anotherResourceOfTheUserHasSessionsOfItsOwn() {
        final String user = openfire.newUser("alice");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient desk = openfire.login(user, "desk");
        final Stanza first = execute(phone, COMMAND);

        assertBadSession(ask(desk, COMMAND, session(first), "complete", form(true, true)));

        assertThat(status(proceed(phone, first, "cancel", ""))).isEqualTo("canceled");
    }

    @Test
    void s5_sessionOfAnotherCommandOfThePluginIsRefused() {
        final TestClient alice = party.user("alice");
        for (final String action : ACTIONS) {
            final TestClient admin = administrator();
            final Stanza choice = execute(admin, COMMAND);
            for (final String node : List.of(ADMIN_COMMAND, ROOM_COMMAND, STATUS_COMMAND)) {
                final Stanza answer = ask(admin, node, session(choice), action, hostile(alice));
                assertBadSession(answer);
            }
            assertThat(status(proceed(admin, choice, "cancel", ""))).isEqualTo("canceled");
        }
    }

    @Test
    void s5_administratorWhoLostTheRightCannotGoOn() {
        final TestClient alice = party.user("alice");
        final String who = "<x xmlns='" + DATA + "' type='submit'>" + field("accountjid", alice.bareJid()) + "</x>";
        final String set = "<x xmlns='" + DATA + "' type='submit'>" + field("action", "set") + field("publish", "1")
            + "</x>";
        for (final String action : List.of("complete", "execute", "prev", "cancel")) {
            final TestClient admin = administrator();
            final Stanza second = proceed(admin, execute(admin, ADMIN_COMMAND), "next", who);
            assertThat(status(second)).isEqualTo("executing");
            openfire.control().setProperty("admin.authorizedJIDs", "nobody@" + openfire.server().domain());
            Awaitility.await().untilAsserted(() -> assertThat(commands(admin)).doesNotContain(ADMIN_COMMAND));

            assertThat(proceed(admin, second, action, set).errorCondition()).contains("forbidden");
        }

        assertThat(execute(alice, COMMAND).descendants(DATA, "value"))
            .noneMatch(value -> "1".equals(value.getTextContent()));
    }

    @Test
    void s5_aUserHasFewSessionsAtATime() {
        final TestClient alice = openfire.login("alice");
        final Stanza oldest = execute(alice, COMMAND);
        for (int session = 0; session < 5; session++) {
            execute(alice, COMMAND);
        }

        assertBadSession(proceed(alice, oldest, "next", form(true, false)));
    }

    @Test
    void s3_whoSendsTooManyRequestsIsToldToWait() {
        final TestClient alice = openfire.login("alice");
        final TestClient bob = openfire.login("bob");
        Stanza answer = execute(alice, COMMAND);
        for (int i = 0; i < 1_000 && !answer.isError(); i++) {
            answer = execute(alice, COMMAND);
        }

        assertThat(answer.errorCondition()).as(answer.xml()).contains("policy-violation");
        assertThat(answer.errorType()).contains("wait");
        assertThat(status(execute(bob, COMMAND))).isEqualTo("executing");
        Awaitility.await().untilAsserted(() -> assertThat(status(execute(alice, COMMAND))).isEqualTo("executing"));
    }

    @Test
    void s5_theServersOwnCommandsWorkAsBefore() {
        final TestClient admin = administrator();
        final String user = openfire.newUser("carol");
        final Stanza first = execute(admin, PASSWORD_COMMAND);
        assertThat(status(first)).isEqualTo("executing");

        final Stanza done = proceed(admin, first, "complete", "<x xmlns='" + DATA + "' type='submit'>"
            + field("accountjid", user + "@" + openfire.server().domain()) + field("password", "new") + "</x>");

        assertThat(status(done)).isEqualTo("completed");
        TestClient.login(openfire.server(), user, "new", "test").close();
        final TestClient alice = openfire.login("alice");
        assertThat(execute(alice, PASSWORD_COMMAND).errorCondition()).contains("forbidden");
        assertThat(execute(alice, "no-such-command").errorCondition()).contains("item-not-found");
    }

    @Test
    void s5_sessionsEndWithThePluginAndTheServersHandlerIsBack() {
        final TestClient admin = administrator();
        final TestClient alice = openfire.login("alice");
        final Stanza before = execute(alice, COMMAND);

        openfire.control().unloadPlugin();
        assertThat(execute(alice, COMMAND).errorCondition()).contains("item-not-found");
        assertThat(status(execute(admin, PASSWORD_COMMAND))).isEqualTo("executing");
        openfire.control().loadPlugin();

        assertBadSession(proceed(alice, before, "complete", form(true, true)));
        assertThat(status(execute(alice, COMMAND))).isEqualTo("executing");
        assertThat(note(proceed(alice, execute(alice, COMMAND), "complete", form(false, false)))).hasSize(1);
    }
}
