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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitItems;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.execute;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.field;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.form;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.note;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.proceed;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.jivesoftware.smackx.commands.AdHocCommandManager;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.xdata.form.FillableForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxmpp.jid.impl.JidCreate;
import org.w3c.dom.Element;

/**
 * The commands by which users, and administrators for them, say what is published: U5.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050</a>
 */
class ChattingCommandIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private final ChattingParty party = new ChattingParty(openfire);

    private static List<String> commands(final TestClient client, final String domain) {
        return client.query("get", domain, "<query xmlns='" + ITEMS + "' node='" + COMMANDS + "'/>")
            .descendants(ITEMS, "item").stream().map(item -> item.getAttribute("node")).toList();
    }

    private String domain() {
        return openfire.server().domain();
    }

    private static String status(final Stanza answer) {
        return answer.child(COMMANDS, "command").map(command -> command.getAttribute("status")).orElse("none");
    }

    private static List<String> actions(final Stanza answer) {
        return answer.descendants(COMMANDS, "actions").stream().flatMap(actions -> Stanza.children(actions).stream())
            .map(Element::getLocalName).toList();
    }

    private static Element fieldOf(final Stanza answer, final String name) {
        return answer.descendants(DATA, "field").stream().filter(field -> name.equals(field.getAttribute("var")))
            .findFirst().orElseThrow(() -> new AssertionError(answer.xml()));
    }

    private static List<String> values(final Stanza answer, final String name) {
        return children(fieldOf(answer, name), "value").map(Element::getTextContent).toList();
    }

    private static Stream<Element> children(final Element parent, final String name) {
        return Stanza.children(parent).stream().filter(child -> name.equals(child.getLocalName()));
    }

    private static String description(final Stanza answer, final String name) {
        return children(fieldOf(answer, name), "desc").map(Element::getTextContent).findFirst().orElse("");
    }

    @Test
    void u5_theCommandIsListedForEveryLocalUserAndNobodyElse() {
        final TestClient alice = openfire.login("alice");
        final TestClient nobody = openfire.anonymous();
        final Stanza listed = alice.query("get", domain(), "<query xmlns='" + ITEMS + "' node='" + COMMANDS + "'/>");

        assertThat(commands(alice, domain())).contains(COMMAND).doesNotContain(ADMIN_COMMAND);
        assertThat(listed.descendants(ITEMS, "item")).filteredOn(item -> COMMAND.equals(item.getAttribute("node")))
            .singleElement().satisfies(item -> {
                assertThat(item.getAttribute("jid")).isEqualTo(domain());
                assertThat(item.getAttribute("name")).contains("Chatting");
            });
        assertThat(alice.query("get", domain(), "<query xmlns='" + INFO + "' node='" + COMMAND + "'/>")
            .descendants(INFO, "feature")).extracting(feature -> feature.getAttribute("var"))
            .contains(COMMANDS, DATA);
        assertThat(commands(nobody, domain())).doesNotContain(COMMAND, ADMIN_COMMAND);
        assertThat(execute(nobody, COMMAND).errorCondition()).contains("forbidden");
        assertThat(execute(alice, ADMIN_COMMAND).errorCondition()).contains("forbidden");
    }

    @Test
    void u5_theFormHasThreeFieldsAndTheirPresentValues() {
        final TestClient alice = openfire.login("alice");
        final Stanza first = execute(alice, COMMAND);

        assertThat(status(first)).isEqualTo("executing");
        assertThat(actions(first)).containsExactly("next", "complete");
        assertThat(first.descendants(COMMANDS, "actions").get(0).getAttribute("execute")).isEqualTo("next");
        assertThat(values(first, "FORM_TYPE")).containsExactly(COMMAND);
        assertThat(fieldOf(first, "FORM_TYPE").getAttribute("type")).isEqualTo("hidden");
        assertThat(fieldOf(first, "publish").getAttribute("type")).isEqualTo("boolean");
        assertThat(fieldOf(first, "excluded_rooms").getAttribute("type")).isEqualTo("jid-multi");
        assertThat(fieldOf(first, "private_rooms").getAttribute("type")).isEqualTo("boolean");
        assertThat(values(first, "publish")).containsExactly("0");
        assertThat(values(first, "excluded_rooms")).isEmpty();
        assertThat(first.descendants(DATA, "title").get(0).getTextContent()).isEqualTo("User Chatting");

        proceed(alice, first, "complete", form(true, true, "b@c.example", "a@c.example"));

        final Stanza again = execute(alice, COMMAND);
        assertThat(values(again, "publish")).containsExactly("1");
        assertThat(values(again, "excluded_rooms")).containsExactly("a@c.example", "b@c.example");
        assertThat(values(again, "private_rooms")).containsExactly("1");
    }

    @Test
    void u5_nextShowsWhatItMeansAndPrevGoesBack() {
        final TestClient alice = openfire.login("alice");
        final Stanza first = execute(alice, COMMAND);

        final Stanza second = proceed(alice, first, "next", form(true, false, "attic@c.example"));

        assertThat(status(second)).isEqualTo("executing");
        assertThat(actions(second)).containsExactly("prev", "complete");
        assertThat(second.descendants(DATA, "value")).extracting(Element::getTextContent)
            .contains("Never: attic@c.example");
        final Stanza back = proceed(alice, second, "prev", "");
        assertThat(actions(back)).containsExactly("next", "complete");
        assertThat(values(back, "publish")).containsExactly("1");
        assertThat(values(back, "excluded_rooms")).containsExactly("attic@c.example");
        // Nothing has happened so far
        assertThat(values(execute(alice, COMMAND), "publish")).containsExactly("0");

        final Stanza once = proceed(alice, back, "next", form(true, true));
        final Stanza done = proceed(alice, once, "complete", "");

        assertThat(status(done)).isEqualTo("completed");
        assertThat(note(done)).hasSize(1).first().asString().startsWith("info: ");
        final Stanza after = execute(alice, COMMAND);
        assertThat(values(after, "publish")).containsExactly("1");
        assertThat(values(after, "excluded_rooms")).isEmpty();
        assertThat(values(after, "private_rooms")).containsExactly("1");
    }

    @Test
    void u5_executeIsNextAndThenComplete() {
        final TestClient alice = openfire.login("alice");
        final Stanza second = proceed(alice, execute(alice, COMMAND), "execute", form(true, false));
        assertThat(status(second)).isEqualTo("executing");

        assertThat(status(proceed(alice, second, "execute", ""))).isEqualTo("completed");
        assertThat(values(execute(alice, COMMAND), "publish")).containsExactly("1");
    }

    @Test
    void u5_whatIsNotUnderstoodIsSaidAtTheField() {
        final TestClient alice = openfire.login("alice");
        final Stanza first = execute(alice, COMMAND);
        final String fine = description(first, "excluded_rooms");

        final Stanza refused =
            proceed(alice, first, "next", form(true, false, "attic@c.example", "no room <at> all"));

        assertThat(status(refused)).isEqualTo("executing");
        assertThat(actions(refused)).containsExactly("next", "complete");
        assertThat(note(refused)).containsExactly("error: “no room <at> all” is not the address of a room.");
        assertThat(description(refused, "excluded_rooms")).isEqualTo("“no room <at> all” is not the address of a room.");
        // What was filled in is still there
        assertThat(values(refused, "publish")).containsExactly("1");
        assertThat(values(refused, "excluded_rooms")).containsExactly("attic@c.example", "no room <at> all");
        final Stanza whole = proceed(alice, refused, "next", form(true, false, "c.example"));
        assertThat(note(whole)).hasSize(1);
        final Stanza flag = proceed(alice, whole, "next", "<x xmlns='" + DATA + "' type='submit'>"
            + field("publish", "perhaps") + "</x>");
        assertThat(note(flag)).containsExactly("error: Please answer with yes or no.");
        assertThat(description(flag, "publish")).isEqualTo("Please answer with yes or no.");

        final Stanza fixed = proceed(alice, flag, "next", form(true, false, "attic@c.example"));
        assertThat(actions(fixed)).containsExactly("prev", "complete");
        assertThat(description(proceed(alice, fixed, "prev", ""), "excluded_rooms")).isEqualTo(fine);
    }

    @Test
    void u5_completingWhatIsNotUnderstoodChangesNothing() {
        final TestClient alice = openfire.login("alice");
        final Stanza done = proceed(alice, execute(alice, COMMAND), "complete", form(true, true, "nonsense"));

        assertThat(note(done)).hasSize(1).first().asString().startsWith("error: ");
        assertThat(values(execute(alice, COMMAND), "publish")).containsExactly("0");
        // Nor does the second step take what the first would not
        final Stanza second = proceed(alice, execute(alice, COMMAND), "next", form(false, false));
        final Stanza trick = proceed(alice, second, "complete", form(true, true, "nonsense"));
        assertThat(note(trick)).hasSize(1).first().asString().startsWith("error: ");
        assertThat(values(execute(alice, COMMAND), "private_rooms")).containsExactly("0");
    }

    @Test
    void u5_roomsThatAreLeftOutStayExcludedUnlessTheUserWasToldOtherwise() {
        final TestClient alice = openfire.login("alice");
        ChattingParty.choose(alice, true, false, "attic@c.example");
        final String silent = "<x xmlns='" + DATA + "' type='submit'>" + field("publish", "1") + "</x>";

        proceed(alice, execute(alice, COMMAND), "complete", silent);
        assertThat(values(execute(alice, COMMAND), "excluded_rooms")).containsExactly("attic@c.example");

        final Stanza second = proceed(alice, execute(alice, COMMAND), "next", silent);
        assertThat(second.descendants(DATA, "value")).extracting(Element::getTextContent)
            .contains("No rooms are excepted by name.");
        proceed(alice, second, "complete", "");
        assertThat(values(execute(alice, COMMAND), "excluded_rooms")).isEmpty();
    }

    @Test
    void u5_cancelEndsTheCommand() {
        final TestClient alice = openfire.login("alice");
        final Stanza first = execute(alice, COMMAND);
        final Stanza second = proceed(alice, first, "next", form(true, true));

        final Stanza cancelled = proceed(alice, second, "cancel", "");

        assertThat(cancelled.type()).isEqualTo("result");
        assertThat(status(cancelled)).isEqualTo("canceled");
        assertThat(proceed(alice, second, "complete", "").errorCondition()).contains("bad-request");
        final Stanza other = execute(alice, COMMAND);
        assertThat(values(other, "publish")).containsExactly("0");
        assertThat(status(proceed(alice, other, "cancel", ""))).isEqualTo("canceled");
    }

    @Test
    void u5_theFormSpeaksTheLanguageOfTheUser() {
        final String user = openfire.newUser("heidi");
        try (TestClient heidi =
                 TestClient.login(openfire.server(), user, user, "test", Locale.GERMAN)) {
            final Stanza first = execute(heidi, COMMAND);

            assertThat(fieldOf(first, "publish").getAttribute("label"))
                .isEqualTo("Meinen Kontakten zeigen, in welchen Räumen ich bin");
            final Stanza refused = proceed(heidi, first, "next", form(true, false, "Unfug"));
            assertThat(note(refused)).containsExactly("error: „Unfug“ ist keine Adresse eines Raumes.");
        }
        final TestClient alice = openfire.login("alice");
        assertThat(fieldOf(execute(alice, COMMAND), "publish").getAttribute("label"))
            .isEqualTo("Tell my contacts which rooms I am in");
    }

    /** As a client does it that knows no more than data forms and commands. */
    @Test
    void u5_aStockClientCanUseIt() throws Exception {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final String room = openfire.newRoom("garden");
        alice.joinRoom(room, "Alice");
        Rooms.configure(alice, room, RoomConfig.open());
        final AdHocCommandManager commands = AdHocCommandManager.getAddHocCommandsManager(alice.connection());
        assertThat(commands.discoverCommands(JidCreate.domainBareFrom(domain())).getItems())
            .anyMatch(item -> COMMAND.equals(item.getNode()));

        final RemoteCommand command = commands.getRemoteCommand(JidCreate.domainBareFrom(domain()), COMMAND);
        command.execute();
        final FillableForm form = new FillableForm(command.getForm());
        form.setAnswer("publish", true);
        command.next(form);
        command.complete(new FillableForm(command.getForm()));

        assertThat(command.isCompleted()).isTrue();
        awaitIn(bob, alice, room);
        alice.leaveRoom(room, "Alice");
    }

    @Test
    void u5_administratorsSeeSetAndForgetAUsersChoice() {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final TestClient admin = openfire.login("admin-of-all");
        final String room = openfire.newRoom("garden");
        alice.joinRoom(room, "Alice");
        Rooms.configure(alice, room, RoomConfig.open());
        openfire.control().setProperty("admin.authorizedJIDs", admin.bareJid());
        Awaitility.await().untilAsserted(() -> assertThat(commands(admin, domain())).contains(ADMIN_COMMAND, COMMAND));

        final Stanza who = execute(admin, ADMIN_COMMAND);
        assertThat(fieldOf(who, "accountjid").getAttribute("type")).isEqualTo("jid-single");
        assertThat(actions(who)).containsExactly("next");
        final Stanza unknown = proceed(admin, who, "next", account("nobody-at-all@" + domain()));
        assertThat(note(unknown)).containsExactly("error: “nobody-at-all@" + domain() + "” is not a user of this server.");
        final Stanza silent = proceed(admin, unknown, "next", account(alice.bareJid()));
        assertThat(values(silent, "publish")).containsExactly("0");
        assertThat(said(silent)).anyMatch(text -> text.contains("has made no choice"));

        final Stanza set = proceed(admin, silent, "complete", "<x xmlns='" + DATA + "' type='submit'>"
            + field("action", "set") + field("publish", "1") + field("private_rooms", "0") + "</x>");

        assertThat(note(set)).hasSize(1).first().asString().startsWith("info: ");
        awaitIn(bob, alice, room);
        assertThat(values(execute(alice, COMMAND), "publish")).containsExactly("1");

        final Stanza stated = proceed(admin, execute(admin, ADMIN_COMMAND), "next", account(alice.bareJid()));
        assertThat(said(stated)).anyMatch(text -> text.contains("has made this choice"))
            .anyMatch(text -> text.contains(room));
        final Stanza reset = proceed(admin, stated, "complete", "<x xmlns='" + DATA + "' type='submit'>"
            + field("action", "reset") + field("publish", "1") + "</x>");
        assertThat(note(reset)).hasSize(1).first().asString().startsWith("info: ");
        awaitItems(bob, alice.bareJid());
        assertThat(values(execute(alice, COMMAND), "publish")).containsExactly("0");
    }

    @Test
    void u5_whatAnAdministratorForgetsIsNotPublishedForThat() {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final TestClient admin = openfire.login("admin-of-all");
        openfire.control().setProperty("admin.authorizedJIDs", admin.bareJid());
        Awaitility.await().untilAsserted(() -> assertThat(commands(admin, domain())).contains(ADMIN_COMMAND));
        final String room = openfire.newRoom("garden");
        alice.joinRoom(room, "Alice");
        ChattingParty.choose(alice, false, true, "attic@c.example");
        Rooms.configure(alice, room, RoomConfig.open());
        openfire.control().setProperty("mucpulse.chatting.mode", "opt-out");
        try {
            final Stanza stated = proceed(admin, execute(admin, ADMIN_COMMAND), "next", account(alice.bareJid()));
            final Stanza reset = proceed(admin, stated, "complete", "<x xmlns='" + DATA + "' type='submit'>"
                + field("action", "reset") + field("publish", "1") + "</x>");

            assertThat(note(reset)).hasSize(1).first().asString().startsWith("info: ");
            final Stanza now = execute(alice, COMMAND);
            assertThat(values(now, "publish")).containsExactly("0");
            assertThat(values(now, "excluded_rooms")).isEmpty();
            ChattingParty.choose(alice, true, false, room);
            assertThat(party.told(bob, alice)).isEmpty();
        } finally {
            openfire.control().deleteProperty("mucpulse.chatting.mode");
        }
    }

    private static String account(final String jid) {
        return "<x xmlns='" + DATA + "' type='submit'>" + field("FORM_TYPE", ADMIN_COMMAND)
            + field("accountjid", jid) + "</x>";
    }

    private static List<String> said(final Stanza answer) {
        return answer.descendants(DATA, "field").stream().filter(field -> "fixed".equals(field.getAttribute("type")))
            .map(Element::getTextContent).toList();
    }
}
