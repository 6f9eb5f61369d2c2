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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeProperties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page with the settings. */
class SettingsPageTest {

    private final FakeProperties properties = new FakeProperties();
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final Texts texts = TestTexts.english();
    private final Settings settings = new Settings(properties::get,
        new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches()), MucPulsePlugin.settings());
    private final MetricsAccess metrics =
        new MetricsAccess(() -> properties.get(MetricsAccess.PROPERTY), properties, administrators, texts);
    private final SettingsPage page = new SettingsPage(settings, properties, administrators, texts, metrics,
        () -> List.of("meet.example", "conference.example"));

    /** What a browser sends when nothing was changed in the form. */
    private Map<String, String> form() {
        final Map<String, String> form = new HashMap<>();
        form.put(SettingsPage.SAVE, "1");
        for (final SettingField field : fields(page.show(request(Map.of())))) {
            if ("FLAG".equals(field.kind())) {
                form.put(SettingsPage.OFFERED + field.name(), "1");
                if ("true".equals(field.value())) {
                    form.put(field.name(), "true");
                }
            } else {
                form.put(field.name(), field.value());
            }
        }
        return form;
    }

    private static PageRequest request(final Map<String, String> parameters) {
        return new PageRequest("admin", parameters);
    }

    @SuppressWarnings("unchecked")
    private static List<SettingField> fields(final Answer answer) {
        final List<SettingField.Group> groups = (List<SettingField.Group>) ((Answer.View) answer).model().get("groups");
        return groups.stream().flatMap(group -> group.fields().stream()).toList();
    }

    private static SettingField field(final Answer answer, final String name) {
        return fields(answer).stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
    }

    static Stream<Setting<?>> all() {
        return MucPulsePlugin.settings().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void settings_eachHasAFieldWithTexts(final Setting<?> setting) {
        final SettingField field = field(page.show(request(Map.of())), setting.name());

        assertThat(field.label()).isNotBlank().isNotEqualTo("setting." + setting.name());
        assertThat(field.help()).isNotBlank().isNotEqualTo("setting." + setting.name() + ".help");
        assertThat(field.standard()).startsWith("Default: ").doesNotContain("value.", "choice.");
        assertThat(field.choices()).allSatisfy(choice -> assertThat(choice.label()).doesNotStartWith("choice."));
        assertThat(field.isWrong()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void settings_eachIsSavedAndTakesEffect(final Setting<?> setting) {
        final Map<String, String> form = form();
        final String other = otherValue(setting);
        if (setting.kind() == Setting.Kind.FLAG) {
            form.remove(setting.name());
            if ("true".equals(other)) {
                form.put(setting.name(), "true");
            }
        } else {
            form.put(setting.name(), other);
        }

        final Answer answer = page.submit(request(form));

        assertThat(answer).isInstanceOf(Answer.Redirect.class);
        assertThat(properties.values).containsOnlyKeys(setting.property());
        assertThat(field(page.show(request(Map.of())), setting.name()).value()).isEqualTo(other);
        assertThat(administrators.log).singleElement().asString()
            .contains("admin | ", setting.property(), "New value: " + other);
    }

    private static <T> String otherValue(final Setting<T> setting) {
        final String standard = setting.format(setting.defaultValue());
        return switch (setting.kind()) {
            case FLAG -> Boolean.toString(!Boolean.parseBoolean(standard));
            case NUMBER -> Integer.toString(setting.least() + 1);
            case CHOICE -> setting.choices().stream().filter(one -> !one.equals(standard)).findFirst().orElseThrow();
            case ROOMS -> "a@one.example, b@two.example";
            case SERVICES -> "one.example, two.example";
            case CHOICES_BY_NODE -> "a=" + setting.choices().get(0) + ", b=" + setting.choices().get(1);
            case CHOICES_BY_SERVICE ->
                "a.example=" + setting.choices().get(0) + ", b.example=" + setting.choices().get(1);
            case TEXT -> "x";
        };
    }

    @Test
    void settings_storedValueThatIsNotUnderstoodIsMarkedWithWhatIsUsedInstead() {
        properties.values.put("mucpulse.rai.retention", "soon");
        properties.values.put("mucpulse.rai.enabled", "maybe");

        final Answer answer = page.show(request(Map.of()));

        assertThat(field(answer, "rai.retention").isWrong()).isTrue();
        assertThat(field(answer, "rai.retention").value()).isEqualTo("180");
        assertThat(field(answer, "rai.retention").instead())
            .isEqualTo("Stored is “soon”, which does not count. Used instead: 180.");
        assertThat(field(answer, "rai.enabled").instead())
            .isEqualTo("Stored is “maybe”, which does not count. Used instead: no.");
        assertThat(field(answer, "rai.coalescing").instead()).isEmpty();
    }

    @Test
    void settings_listThatIsUnderstoodInPartSaysWhatCounts() {
        properties.values.put("mucpulse.mep.publishers", "a=owner, <b>");
        properties.values.put("mucpulse.mep.off.services", "conference.example.org, <b>");
        final Answer part = page.show(request(Map.of()));
        properties.values.put("mucpulse.mep.publishers", "<b>");
        final Answer nothing = page.show(request(Map.of()));

        assertThat(field(part, "mep.publishers").instead()).isEqualTo("Of this list, only this counts: a=owner");
        assertThat(field(nothing, "mep.publishers").instead()).isEqualTo("Nothing of this list counts.");
        assertThat(field(part, "mep.off.services").instead())
            .isEqualTo("Until all of this list is understood, this is off everywhere: MUC Eventing Protocol.");
    }

    @Test
    void settings_restoringDefaultsRemovesWhatIsNotUnderstood() {
        properties.values.put("mucpulse.rai.retention", "soon");

        assertThat(((Answer.View) page.show(request(Map.of("restore", "rai")))).model().get("restored").toString())
            .contains("from “soon” to “180”");
        page.submit(request(Map.of("restore", "rai")));

        assertThat(properties.values).isEmpty();
        assertThat(administrators.log).singleElement().asString().contains("Old value: soon");
    }

    @Test
    void settings_savingTheFormAsItIsRemovesWhatIsNotUnderstood() {
        properties.values.put("mucpulse.rai.retention", "soon");

        page.submit(request(form()));

        assertThat(properties.values).isEmpty();
    }

    @Test
    void settings_formThatWasRefusedIsShownAgainWithWhatWasTyped() {
        final Map<String, String> form = form();
        form.put("rai.retention", "33");
        form.remove("rai.enabled");

        final Answer answer = page.showAgain(request(form));

        assertThat(field(answer, "rai.retention").value()).isEqualTo("33");
        assertThat(field(answer, "rai.enabled").value()).isEqualTo("false");
        assertThat(((Answer.View) answer).valid()).isFalse();
        assertThat(properties.values).isEmpty();
    }

    @Test
    void settings_badValuesAreRefusedAtTheFieldAndWhatWasTypedIsKept() {
        final Map<String, String> form = form();
        form.put("rai.retention", "3651");
        form.put("rai.coalescing", "soon");
        form.put("mep.publishers", "urn:x=everybody");
        form.put("mep.items", "17");

        final Answer answer = page.submit(request(form));

        assertThat(((Answer.View) answer).valid()).isFalse();
        assertThat(field(answer, "rai.retention").error()).contains("1", "3,650");
        assertThat(field(answer, "rai.retention").value()).isEqualTo("3651");
        assertThat(field(answer, "rai.coalescing").value()).isEqualTo("soon");
        assertThat(field(answer, "mep.publishers").error()).contains("moderator");
        assertThat(field(answer, "mep.items").value()).isEqualTo("17");
        assertThat(field(answer, "mep.items").isWrong()).isFalse();
        assertThat(properties.values).isEmpty();
        assertThat(administrators.log).isEmpty();
    }

    @Test
    void settings_oneSavedAsItsDefaultFollowsTheDefault() {
        properties.set("mucpulse.rai.retention", "20");
        final Map<String, String> form = form();
        form.put("rai.retention", "180");

        page.submit(request(form));

        assertThat(properties.values).isEmpty();
    }

    @Test
    void settings_whatTheFormDidNotHaveIsLeftAlone() {
        properties.set("mucpulse.rai.enabled", "false");

        page.submit(request(Map.of(SettingsPage.SAVE, "1", "rai.retention", "20")));

        assertThat(properties.values).containsOnly(
            Map.entry("mucpulse.rai.enabled", "false"), Map.entry("mucpulse.rai.retention", "20"));
    }

    @Test
    void settings_defaultsOfAGroupAreRestoredAfterAskingBack() {
        properties.set("mucpulse.rai.retention", "20");
        properties.set("mucpulse.mep.items", "30");

        final Answer asked = page.show(request(Map.of(SettingsPage.RESTORE, "rai")));
        assertThat(((Answer.View) asked).model().get("restored")).asString().contains("20", "180");
        assertThat(properties.values).hasSize(2);

        page.submit(request(Map.of(SettingsPage.RESTORE, "rai")));
        assertThat(properties.values).containsOnlyKeys("mucpulse.mep.items");

        page.submit(request(Map.of(SettingsPage.RESTORE, "all")));
        assertThat(properties.values).isEmpty();
        assertThat(administrators.log).hasSize(2);
    }

    @Test
    void settings_defaultsOfNoGroupAreNotFound() {
        assertThat(page.submit(request(Map.of(SettingsPage.RESTORE, "x")))).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void metrics_tokenIsShownOnceAndKeptAsAHash() {
        assertThat(metrics.admits("")).isFalse();

        final Answer answer = page.submit(request(Map.of(MetricsAccess.ON, "1")));
        final String notice = ((Answer.Redirect) answer).notice().orElseThrow().text();
        final String token = notice.replaceAll(".*: (\\S{43}) .*", "$1");

        assertThat(token).hasSize(43);
        assertThat(metrics.admits(token)).isTrue();
        assertThat(metrics.admits(token + "x")).isFalse();
        assertThat(metrics.admits("")).isFalse();
        assertThat(properties.values.toString()).doesNotContain(token);
        assertThat(administrators.log.toString()).doesNotContain(token);

        page.submit(request(Map.of(MetricsAccess.OFF, "1")));
        assertThat(metrics.admits(token)).isFalse();
        assertThat(properties.values).isEmpty();
        assertThat(administrators.log).hasSize(2);
    }

    @Test
    void s6_roomIsSavedAsStanzasSpellIt() {
        final Map<String, String> form = form();
        form.put("chatting.excluded", "Board@Conference.Example.org");

        page.submit(request(form));

        assertThat(properties.values).containsExactly(Map.entry("mucpulse.chatting.excluded",
            "board@conference.example.org"));
    }

    @Test
    void s6_wrongEntriesAreNamedAndNothingIsSaved() {
        final Map<String, String> form = form();
        form.put("chatting.excluded", "board@conference.example.org, the boardroom");
        form.put("mep.off.services", "conference");
        form.put("chatstate.policy.services", "c.example=loud");

        final Answer answer = page.submit(request(form));

        assertThat(field(answer, "chatting.excluded").error()).contains("the, boardroom").doesNotContain("board@");
        assertThat(field(answer, "chatting.excluded").value()).isEqualTo(form.get("chatting.excluded"));
        assertThat(field(answer, "mep.off.services").error()).contains("conference");
        assertThat(field(answer, "chatstate.policy.services").error()).contains("c.example=loud", "suppress");
        assertThat(properties.values).isEmpty();
    }

    @Test
    void s6_whatIsMisunderstoodOfThePropertiesIsShownSoThatItCanBeMended() {
        properties.values.put("mucpulse.chatting.excluded", "board@conference.example.org, boardroom");
        settings.refresh();

        final Answer shown = page.show(request(Map.of()));
        assertThat(field(shown, "chatting.excluded").error()).contains("boardroom");
        assertThat(field(shown, "chatting.excluded").value())
            .isEqualTo("board@conference.example.org, boardroom");
        assertThat(((Answer.View) shown).model()).containsEntry("errors", 0);

        final Map<String, String> form = form();
        form.put("chatting.excluded", "board@conference.example.org");
        page.submit(request(form));
        settings.refresh();
        assertThat(field(page.show(request(Map.of())), "chatting.excluded").isWrong()).isFalse();
    }

    @Test
    void s6_listThatIsTooLongToBeKeptIsRefused() {
        final Map<String, String> form = form();
        form.put("mep.publishers", "x".repeat(4_000) + "=owner");

        assertThat(field(page.submit(request(form)), "mep.publishers").error()).contains("too long");
        assertThat(properties.values).isEmpty();
    }

    @Test
    void s6_whatDidNotReachTheDatabaseIsSaid() {
        properties.most = 0;
        final Map<String, String> form = form();
        form.put("rai.retention", "7");

        final Answer.Redirect answer = (Answer.Redirect) page.submit(request(form));

        assertThat(answer.notice().orElseThrow().good()).isFalse();
        assertThat(answer.notice().orElseThrow().text())
            .contains(field(page.show(request(Map.of())), "rai.retention").label());
    }

    /** What a browser sends of a table: its rows, and a service as all others where nothing was chosen. */
    private static void fill(final Map<String, String> form, final SettingField field) {
        form.remove(field.name());
        for (int row = 0; row < field.rows().size(); row++) {
            if (field.rows().get(row).fixed()) {
                form.put(field.name() + ".fixed." + row, "1");
            }
            form.put(field.name() + ".key." + row, field.rows().get(row).key());
            form.put(field.name() + ".choice." + row, field.rows().get(row).choices().stream()
                .filter(SettingField.Choice::chosen).map(SettingField.Choice::value).findFirst().orElse(""));
        }
    }

    @Test
    void settings_publishersAreATableWithARowForEachNode() {
        properties.values.put("mucpulse.mep.publishers", "urn:a=owner, urn:b=moderator");
        final SettingField field = field(page.show(request(Map.of())), "mep.publishers");
        final Map<String, String> form = form();
        fill(form, field);
        form.put("mep.publishers.key.0", "");
        form.put("mep.publishers.key.2", "urn:c");
        form.put("mep.publishers.choice.2", "nobody");

        assertThat(field.kind()).isEqualTo("TABLE");
        assertThat(field.rows()).extracting(SettingField.Row::key).containsExactly("urn:a", "urn:b", "", "");
        page.submit(request(form));

        assertThat(properties.values)
            .containsExactly(Map.entry("mucpulse.mep.publishers", "urn:b=moderator, urn:c=nobody"));
    }

    @Test
    void settings_policiesAreATableWithARowForEachService() {
        properties.values.put("mucpulse.chatstate.policy.services", "gone.example=relay");
        final SettingField field = field(page.show(request(Map.of())), "chatstate.policy.services");
        final Map<String, String> form = form();
        fill(form, field);
        form.put("chatstate.policy.services.choice.1", "suppress");

        assertThat(field.rows()).extracting(SettingField.Row::key)
            .containsExactly("conference.example", "meet.example", "gone.example", "", "");
        assertThat(field.rows().get(0).choices().get(0).label()).isEqualTo("as all others");
        page.submit(request(form));

        assertThat(properties.values).containsExactly(
            Map.entry("mucpulse.chatstate.policy.services", "gone.example=relay, meet.example=suppress"));
    }

    @Test
    void settings_tableThatIsSavedAsItIsChangesNothing() {
        properties.values.put("mucpulse.mep.publishers", "urn:a=owner");
        final Map<String, String> form = form();
        fill(form, field(page.show(request(Map.of())), "mep.publishers"));
        fill(form, field(page.show(request(Map.of())), "chatstate.policy.services"));

        page.submit(request(form));

        assertThat(properties.values).containsExactly(Map.entry("mucpulse.mep.publishers", "urn:a=owner"));
        assertThat(administrators.log).isEmpty();
    }

    @Test
    void settings_rowThatIsNotUnderstoodIsRefusedAndShownAsItWasTyped() {
        final Map<String, String> form = form();
        fill(form, field(page.show(request(Map.of())), "mep.publishers"));
        form.put("mep.publishers.key.0", "two words");
        form.put("mep.publishers.choice.0", "owner");
        form.put("mep.publishers.key.1", "urn:b");

        final SettingField field = field(page.submit(request(form)), "mep.publishers");

        assertThat(field.error()).contains("two", "urn:b=");
        assertThat(field.rows()).extracting(SettingField.Row::key).startsWith("two words", "urn:b");
        assertThat(properties.values).isEmpty();
    }

    @Test
    void s7_storedChoiceThatIsNotUnderstoodStaysUntilItIsMended() {
        properties.values.put("mucpulse.mep.publishers", "urn:a=everybody");
        final SettingField field = field(page.show(request(Map.of())), "mep.publishers");
        final Map<String, String> form = form();
        fill(form, field);

        assertThat(field.rows().get(0).choices().get(0))
            .isEqualTo(new SettingField.Choice("everybody", "everybody", true));
        assertThat(field(page.submit(request(form)), "mep.publishers").isWrong()).isTrue();
        assertThat(properties.values).containsEntry("mucpulse.mep.publishers", "urn:a=everybody");
    }

    @Test
    void settings_numbersAreFoldedUntilOneIsChanged() {
        assertThat(group("rai").isOpen()).isFalse();
        assertThat(group("rai").main()).extracting(SettingField::name).contains("rai.enabled").doesNotContain("rai.retention");

        properties.set("mucpulse.rai.retention", "20");

        assertThat(group("rai").isOpen()).isTrue();
        assertThat(group("rai").numbers()).extracting(SettingField::name).contains("rai.retention");
    }

    @SuppressWarnings("unchecked")
    private SettingField.Group group(final String feature) {
        return ((List<SettingField.Group>) ((Answer.View) page.show(request(Map.of()))).model().get("groups")).stream()
            .filter(group -> group.feature().equals(feature)).findFirst().orElseThrow();
    }

    @Test
    void settings_savingStaysWhereOneWas() {
        final Map<String, String> form = form();
        form.put(SettingsPage.SAVE, "mep");

        assertThat(((Answer.Redirect) page.submit(request(form))).location())
            .isEqualTo("mucpulse-settings.jsp?at=mep#group-mep");
        assertThat(((Answer.Redirect) page.submit(request(Map.of(MetricsAccess.ON, "1")))).location())
            .isEqualTo("mucpulse-settings.jsp?at=metrics#metrics");
        form.put(SettingsPage.SAVE, "<nowhere>");
        assertThat(((Answer.Redirect) page.submit(request(form))).location()).isEqualTo("mucpulse-settings.jsp");
        assertThat(((Answer.View) page.show(request(Map.of(SettingsPage.AT, "mep")))).model()).containsEntry("at", "mep");
        assertThat(((Answer.View) page.show(request(Map.of(SettingsPage.AT, "x")))).model()).containsEntry("at", "");
    }
}
