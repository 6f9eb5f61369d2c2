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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeProperties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xmpp.packet.JID;

/**
 * All forms of all pages that change something: whatever is wrong in one, nothing of it is carried out, and nothing is
 * said to be. The ad-hoc commands have {@code CommandFormsTest}.
 */
class FormsTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    /** No value of any field: neither a number nor an address, nor one entry of a list. */
    private static final String NONSENSE = "non sense";

    private final FakeProperties properties = new FakeProperties();
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final Texts texts = TestTexts.english();
    private final RoomSwitches switches = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final Settings settings = new Settings(properties::get, switches, MucPulsePlugin.settings());
    private final Answers answers = new Answers(Runnable::run, Duration.ofMillis(200));
    private final Durability durability = new Durability(() -> Condition.AVAILABLE,
        () -> new JournalStatus(JournalStatus.Condition.COMPLETE, "folder", 0, 0), () -> Optional.of(Duration.ZERO));
    private final RoomProfiles rooms = mock(RoomProfiles.class);
    private final RoomSection nodes = mock(RoomSection.class);
    private final List<String> done = new ArrayList<>();

    /** A form as a browser sends it; what it is about and its button are not to be filled in. */
    private record Form(String name, Page page, Set<String> frame, Map<String, String> fields) {

        Form with(final Consumer<Map<String, String>> change) {
            final Map<String, String> changed = new HashMap<>(fields);
            change.accept(changed);
            return new Form(name, page, frame, changed);
        }

        Answer submit() {
            return page.submit(new PageRequest("admin", fields));
        }

        Stream<String> filledIn() {
            return fields.keySet().stream().filter(field -> !frame.contains(field)).sorted();
        }
    }

    @BeforeEach
    void thereIsARoomWithANode() {
        when(rooms.load(ROOM)).thenReturn(Optional.of(new RoomProfile(ROOM, RoomAccess.OPEN, false, "Orchard", "")));
        when(nodes.nodes(any())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(nodes.delete(any(), any(), any())).thenAnswer(call -> {
            final boolean there = ROOM.equals(call.getArgument(0)) && "urn:a".equals(call.getArgument(1))
                && call.<Optional<String>>getArgument(2).filter(item -> !"1".equals(item)).isEmpty();
            if (there) {
                done.add("deleted");
            }
            return CompletableFuture.completedFuture(there);
        });
    }

    private UserSection section(final String button) {
        final UserSection section = mock(UserSection.class);
        when(section.button()).thenReturn(button);
        when(section.done()).thenReturn("user.visits.forgotten");
        when(section.content(any())).thenReturn(CompletableFuture.completedFuture(
            UserSection.Content.list(List.of(), Text.of("user.visits.none"))));
        doAnswer(call -> done.add(button)).when(section).forget(any());
        return section;
    }

    private static Form form(final String name, final Page page, final Set<String> frame, final String... fields) {
        final Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return new Form(name, page, frame, all);
    }

    private SettingsPage settingsPage() {
        return new SettingsPage(settings, properties, administrators, texts,
            new MetricsAccess(() -> properties.get(MetricsAccess.PROPERTY), properties, administrators, texts),
            () -> List.of("conference.example.org"));
    }

    /** The form with all settings, with something else in the field of each than what is stored. */
    private Form settingsForm() {
        final Map<String, String> fields = new HashMap<>(Map.of(SettingsPage.SAVE, "rai"));
        for (final Setting<?> setting : settings.all()) {
            final String name = setting.name();
            switch (setting.kind()) {
                case FLAG -> fields.putAll(Map.of(SettingsPage.OFFERED + name, "1", name, "true"));
                case NUMBER -> fields.put(name, Integer.toString(setting.least()));
                case CHOICE -> fields.put(name, setting.choices().get(0));
                case ROOMS -> fields.put(name, "board@conference.example.org");
                case SERVICES, TEXT -> fields.put(name, "conference.example.org");
                case CHOICES_BY_NODE -> fields.putAll(Map.of(name + ".key.0", "urn:a", name + ".choice.0",
                    setting.choices().get(0), name + ".key.1", "urn:b", name + ".choice.1", setting.choices().get(1)));
                case CHOICES_BY_SERVICE -> fields.putAll(Map.of(name + ".key.0", "conference.example.org",
                    name + ".choice.0", setting.choices().get(0), name + ".fixed.0", "1"));
            }
        }
        return new Form("settings", settingsPage(), Set.of(SettingsPage.SAVE), fields);
    }

    private List<Form> forms() {
        final RoomPage room = new RoomPage(rooms, switches, durability, List.of(nodes), List.of(), administrators, texts,
            answers);
        final UserPage user = new UserPage("example.org", mock(Accounts.class), durability,
            List.of(section("first"), section("second")), List.of(), List.of(), administrators, texts, answers);
        final List<Form> forms = new ArrayList<>(List.of(settingsForm(),
            form("restore", settingsPage(), Set.of(), "restore", "rai"),
            form("metrics on", settingsPage(), Set.of(MetricsAccess.ON), MetricsAccess.ON, "1"),
            form("metrics off", settingsPage(), Set.of(MetricsAccess.OFF), MetricsAccess.OFF, "1"),
            form("nodes", room, Set.of(RoomNodes.DELETE_NODES, "room"), "room", ROOM.toString(),
                RoomNodes.DELETE_NODES, "1", "pick.0", "1", "address.0", ROOM.toString(), "node.0", "urn:a"),
            form("items", room, Set.of(RoomNodes.DELETE_ITEMS, "room"), "room", ROOM.toString(),
                RoomNodes.DELETE_ITEMS, "1", "pick.0", "1", "address", ROOM.toString(), "node", "urn:a", "item.0", "1"),
            form("section", user, Set.of("user", "first"), "user", "romeo", "first", "1"),
            form("everything", user, Set.of("user", UserPage.FORGET_ALL), "user", "romeo", UserPage.FORGET_ALL, "1",
                UserPage.SURE, "true")));
        final Map<String, String> overrides = new HashMap<>(Map.of("room", ROOM.toString(), RoomPage.SAVE, "1"));
        MucPulsePlugin.roomSwitches().forEach(one -> {
            overrides.put(one.field(), one.isFlag() ? "false" : one.values().get(0));
            if (one.isFlag()) {
                overrides.put(SettingsPage.OFFERED + one.field(), "1");
            }
        });
        forms.add(new Form("room", room, Set.of("room", RoomPage.SAVE), overrides));
        return forms;
    }

    /** Each form of the pages is in the list above; that of the self-test has nothing to fill in, and saves nothing. */
    @Test
    void everyFormIsTried() throws IOException {
        final Map<String, Integer> forms = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("web"))) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final int posts = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .split("method=\"post\"", -1).length - 1;
                if (posts > 0) {
                    forms.put(file.getFileName().toString(), posts);
                }
            }
        }

        assertThat(forms).isEqualTo(Map.of("settings.jsp", 3, "users.jsp", 2, "room.jsp", 3, "selftest.jspf", 1));
    }

    private static boolean isGood(final Answer answer) {
        return answer instanceof Answer.Redirect redirect && redirect.notice().orElseThrow().good();
    }

    @TestFactory
    Stream<DynamicTest> formIsCarriedOutAsItIs() {
        return forms().stream().map(form -> DynamicTest.dynamicTest(form.name(), () -> {
            administrators.log.clear();

            assertThat(isGood(form.submit())).isTrue();
            // There is nothing to restore.
            assertThat(administrators.log).hasSize(switch (form.name()) {
                case "settings" -> properties.values.size();
                case "restore" -> 0;
                default -> 1;
            });
            properties.values.clear();
        }));
    }

    private DynamicTest refused(final String what, final Form form) {
        return DynamicTest.dynamicTest(form.name() + ": " + what, () -> {
            final Answer answer = form.submit();

            assertThat(isGood(answer)).isFalse();
            if (answer instanceof Answer.Redirect redirect) {
                assertThat(redirect.notice().orElseThrow().text()).isNotBlank();
            } else if (answer instanceof Answer.View view) {
                assertThat(view.valid()).isFalse();
            }
            assertThat(properties.values).isEmpty();
            assertThat(switches.all()).isEmpty();
            assertThat(done).isEmpty();
            assertThat(administrators.log).isEmpty();
        });
    }

    /** Fields that say no more than that others are there. */
    private static boolean isMark(final String field) {
        return field.startsWith(SettingsPage.OFFERED) || field.contains(".fixed.");
    }

    @TestFactory
    Stream<DynamicTest> valueThatIsNoneIsRefused() {
        return forms().stream().flatMap(form -> form.filledIn().filter(field -> !isMark(field))
            .map(field -> refused(field, form.with(fields -> fields.put(field, NONSENSE)))));
    }

    @TestFactory
    Stream<DynamicTest> fieldThatIsMisspeltIsRefused() {
        return forms().stream().flatMap(form -> form.filledIn()
            .map(field -> refused(field, form.with(fields -> fields.put(field + 'x', fields.remove(field))))));
    }

    @TestFactory
    Stream<DynamicTest> fieldThatIsNotOfTheFormIsRefused() {
        return forms().stream().map(form -> refused("other", form.with(fields -> fields.put("other", "1"))));
    }

    @TestFactory
    Stream<DynamicTest> formWithoutAnyFieldIsRefused() {
        return forms().stream().filter(form -> form.filledIn().findAny().isPresent())
            .map(form -> refused("empty", form.with(fields -> fields.keySet().retainAll(form.frame()))));
    }

    @TestFactory
    Stream<DynamicTest> secondButtonIsRefused() {
        return forms().stream().flatMap(form -> Stream.of(SettingsPage.SAVE, SettingsPage.RESTORE, MetricsAccess.ON,
            MetricsAccess.OFF, RoomNodes.DELETE_NODES, RoomNodes.DELETE_ITEMS, "first", "second", UserPage.FORGET_ALL)
            .filter(button -> !form.fields().containsKey(button))
            .map(button -> refused(button, form.with(fields -> fields.put(button, "1")))));
    }

    @TestFactory
    Stream<DynamicTest> numberOutOfRangeIsRefused() {
        return settings.all().stream().filter(setting -> setting.kind() == Setting.Kind.NUMBER)
            .flatMap(setting -> Stream.of(setting.least() - 1L, setting.most() + 1L, Long.MAX_VALUE, "", "1e1", "1.0")
                .map(value -> refused(setting.name() + '=' + value,
                    settingsForm().with(fields -> fields.put(setting.name(), value.toString())))));
    }

    @TestFactory
    Stream<DynamicTest> rowsThatAreNotReadAreRefused() {
        return settings.all().stream().filter(setting -> setting.kind() == Setting.Kind.CHOICES_BY_NODE
            || setting.kind() == Setting.Kind.CHOICES_BY_SERVICE).flatMap(setting -> {
                final String key = setting.name() + ".key.";
                final String choice = setting.name() + ".choice.";
                final String first = settingsForm().fields().get(key + 0);
                return Stream.of(
                    refused("a gap in " + key, settingsForm().with(fields ->
                        fields.putAll(Map.of(key + 3, "other.example.org", choice + 3, setting.choices().get(0))))),
                    refused("no " + choice, settingsForm().with(fields -> fields.remove(choice + 0))),
                    refused("a contradiction in " + key, settingsForm().with(fields -> fields.putAll(
                        Map.of(key + 1, first, choice + 1, setting.choices().get(1))))),
                    refused("a list besides " + key, settingsForm().with(fields -> fields.put(setting.name(), ""))));
            });
    }
}
