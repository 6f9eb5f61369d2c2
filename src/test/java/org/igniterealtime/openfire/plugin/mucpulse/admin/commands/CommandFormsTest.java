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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingAdminCommand;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingCommand;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The forms of all ad-hoc commands: whatever is wrong in one, nothing of it is carried out, and nothing is said to be.
 * The console's forms have {@code FormsTest}.
 */
class CommandFormsTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final String NONSENSE = "non sense";

    private final Rooms rooms = mock(Rooms.class);
    private final UserChatting chatting = mock(UserChatting.class);
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final RoomSwitches switches = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final CommandProcessor processor = new CommandProcessor(new CommandSessions(Ticker.systemTicker()));

    /** A command, and what is filled in where its form leaves something empty. */
    private record Asked(Command command, Map<String, String> first, Map<String, String> more) {
    }

    @BeforeEach
    void thereAreARoomAndAUser() {
        administrators.admins.add(ROMEO.toBareJID());
        when(rooms.exists(ROOM)).thenReturn(true);
        when(chatting.isReady()).thenReturn(true);
        doReturn(CompletableFuture.completedFuture(null)).when(chatting).effectOfEarlierChoices();
        when(chatting.mode()).thenReturn(Mode.OPT_IN);
        when(chatting.choice(any())).thenReturn(new ChattingPreferences(false, Set.of(), false));
        when(chatting.stated(any())).thenReturn(Optional.empty());
        when(chatting.choose(any(), any())).thenReturn(true);
    }

    private Command of(final AdHocCommand declared) {
        return new FeatureCommand(declared, user -> true, administrators, user -> Locale.ENGLISH, Locale.ENGLISH);
    }

    private List<Asked> commands() {
        return List.of(
            new Asked(new RoomCommand(rooms, switches, administrators, user -> Locale.ENGLISH, Locale.ENGLISH),
                Map.of(RoomCommand.ROOM, ROOM.toString()), Map.of("rai", "0")),
            new Asked(of(new ChattingAdminCommand(chatting, ROMEO::equals)), Map.of("accountjid", ROMEO.toString()),
                Map.of("excluded_rooms", ROOM.toString())),
            new Asked(of(new ChattingCommand(chatting)), Map.of(), Map.of("excluded_rooms", ROOM.toString())));
    }

    private IQ send(final Command command, final String session, final String action, final List<String[]> form) {
        final IQ request = new IQ(IQ.Type.set);
        request.setFrom(ROMEO + "/phone");
        request.setTo("example.org");
        final Element content = request.setChildElement("command", CommandProcessor.NAMESPACE)
            .addAttribute("node", command.getCode()).addAttribute("sessionid", session).addAttribute("action", action);
        if (!form.isEmpty()) {
            final Element filledIn = content.addElement(FORM).addAttribute("type", "submit");
            form.forEach(field ->
                filledIn.addElement("field").addAttribute("var", field[0]).addElement("value").setText(field[1]));
        }
        return processor.process(request, command).answer();
    }

    /** The form of an answer with what stands in it. */
    private static Map<String, String> shown(final IQ answer, final Map<String, String> more) {
        final Map<String, String> fields = new LinkedHashMap<>();
        for (final Element field : answer.getChildElement().element(FORM).elements("field")) {
            if (field.attributeValue("var") != null) {
                fields.put(field.attributeValue("var"), Optional.ofNullable(field.elementText("value")).orElse(""));
            }
        }
        fields.remove("FORM_TYPE");
        fields.putAll(more);
        return fields;
    }

    private static List<String[]> list(final Map<String, String> fields) {
        final List<String[]> list = new ArrayList<>();
        fields.forEach((name, value) -> list.add(new String[] {name, value}));
        return list;
    }

    /** Carries a command out to its end with a form that is changed before it is sent. */
    private IQ complete(final Asked asked, final Function<Map<String, String>, List<String[]>> change) {
        IQ shown = send(asked.command(), null, null, List.of());
        final String session = shown.getChildElement().attributeValue("sessionid");
        if (!asked.first().isEmpty()) {
            shown = send(asked.command(), session, "next", list(shown(shown, asked.first())));
        }
        return send(asked.command(), session, "complete", change.apply(shown(shown, asked.more())));
    }

    private static boolean isGood(final IQ answer) {
        return answer.getType() == IQ.Type.result
            && "info".equals(answer.getChildElement().element("note").attributeValue("type"));
    }

    @Test
    void formIsCarriedOutAsItIs() {
        commands().forEach(asked -> assertThat(isGood(complete(asked, CommandFormsTest::list))).isTrue());

        verify(chatting, times(2)).choose(any(), any());
        assertThat(switches.all()).hasSize(1);
    }

    /** The ports that they use ask the database: of a room, or of an account. */
    @Test
    void s8_thoseOfAdministratorsKeepNoThreadOfTheServerWaiting() {
        assertThat(commands()).extracting(asked -> asked.command().getCode(), asked -> asked.command().mayBlock())
            .containsExactly(tuple(RoomCommand.CODE, true), tuple(ChattingAdminCommand.CODE, true),
                tuple(ChattingCommand.CODE, false));
        assertThat(new StatusCommand(texts -> mock(Overview.class), administrators, user -> Locale.ENGLISH, Locale.ENGLISH)
            .mayBlock()).isTrue();
    }

    private DynamicTest refused(final Asked asked, final String what,
                                final Function<Map<String, String>, List<String[]>> change) {
        return DynamicTest.dynamicTest(asked.command().getCode() + ": " + what, () -> {
            assertThat(isGood(complete(asked, change))).isFalse();

            verify(chatting, never()).choose(any(), any());
            verify(chatting, never()).reset(any());
            assertThat(switches.all()).isEmpty();
            assertThat(administrators.log).isEmpty();
        });
    }

    private Stream<DynamicTest> forEachField(final Function<String, Consumer<List<String[]>>> change) {
        return commands().stream().flatMap(asked -> {
            final List<String> names = new ArrayList<>();
            complete(asked, fields -> {
                names.addAll(fields.keySet());
                return List.<String[]>of(new String[] {"nothing", ""});
            });
            return names.stream().map(name -> refused(asked, name, fields -> {
                final List<String[]> changed = list(fields);
                change.apply(name).accept(changed);
                return changed;
            }));
        });
    }

    @TestFactory
    Stream<DynamicTest> valueThatIsNoneIsRefused() {
        return forEachField(name -> fields -> fields.stream().filter(field -> field[0].equals(name))
            .forEach(field -> field[1] = NONSENSE));
    }

    @TestFactory
    Stream<DynamicTest> fieldThatIsMisspeltIsRefused() {
        return forEachField(name -> fields -> fields.stream().filter(field -> field[0].equals(name))
            .forEach(field -> field[0] = name + 'x'));
    }

    @TestFactory
    Stream<DynamicTest> fieldThatIsThereTwiceIsRefused() {
        return forEachField(name -> fields -> fields.add(new String[] {name, "1"}));
    }

    @TestFactory
    Stream<DynamicTest> formWithoutAnyFieldIsRefused() {
        return commands().stream().flatMap(asked -> Stream.of(refused(asked, "none", fields -> List.of()),
            refused(asked, "empty", fields -> List.<String[]>of(
                new String[] {"FORM_TYPE", asked.command().getCode()}))));
    }
}
