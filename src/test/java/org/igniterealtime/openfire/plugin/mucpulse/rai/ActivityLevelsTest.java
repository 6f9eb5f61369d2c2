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

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** R16 (XEP-0502): what rooms say of how much is said in them. */
class ActivityLevelsTest {

    private static final List<String> OPEN =
        List.of("muc_persistent", "muc_public", "muc_open", "muc_unsecured", "http://jabber.org/protocol/muc");
    private static final String ROOM_INFO = "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
        + "<value>http://jabber.org/protocol/muc#roominfo</value></field></x>";
    private static final QName X = QName.get("x", "jabber:x:data");

    private final RaiFixture server = new RaiFixture();
    private List<byte[]> file = new ArrayList<>();
    private Instant written = Instant.EPOCH;

    @BeforeEach
    void beginOfAnHour() {
        server.executor.advance(Duration.ofMinutes(60 - server.executor.instant().getEpochSecond() / 60 % 60));
        server.settings.enabled(false);
        server.rai.settingsChanged();
        server.settings.enabled(true);
        server.rai.settingsChanged();
        server.executor.runUntilIdle();
    }

    private static IQ info(final String attributes, final List<String> features, final String forms) {
        final StringBuilder query = new StringBuilder("<iq type='result' from='" + ORCHARD + "' to='" + JULIET_PHONE
            + "' id='1'><query xmlns='http://jabber.org/protocol/disco#info'" + attributes + ">");
        features.forEach(feature -> query.append("<feature var='").append(feature).append("'/>"));
        return Stanzas.iq(query.append(forms).append("</query></iq>").toString());
    }

    private Optional<String> level(final IQ result) {
        server.rai.activityLevels().decorate(result);
        final List<Element> forms = result.getChildElement().elements(X);
        return forms.stream().flatMap(form -> form.elements().stream())
            .filter(field -> ActivityLevels.FIELD.equals(field.attributeValue("var")))
            .map(field -> field.elementText("value")).findFirst();
    }

    private Optional<String> level() {
        return level(info("", OPEN, ROOM_INFO));
    }

    private void say(final int messages) {
        for (int i = 0; i < messages; i++) {
            server.visitAndSay(JULIET_PHONE, ORCHARD);
        }
    }

    private void pass(final Duration time) {
        server.executor.advance(time);
    }

    private final class File implements Handover {
        @Override
        public void write(@Nonnull final Iterator<byte[]> records) {
            file = ImmutableList.copyOf(records);
            written = server.executor.instant();
        }

        @Override
        @Nonnull
        public Optional<Content> take() {
            return file.isEmpty() ? Optional.empty() : Optional.of(new Content(written, file));
        }
    }

    private void restart() {
        restart(Duration.ZERO);
    }

    private void restart(final Duration pause) {
        server.stop();
        server.executor.clear();
        pass(pause);
        server.startAgain();
    }

    private ActivityLevelSaver saver() {
        return new ActivityLevelSaver(server.executor, server.rai.activityLevels(), new File());
    }

    @Test
    void r16_roomSaysHowManyMessagesAnHourThereWere() {
        say(3);
        assertThat(level()).as("within the first hour").isEmpty();

        pass(Duration.ofHours(1));
        assertThat(level()).hasValue("3.00");
        pass(Duration.ofHours(1));
        say(100);
        assertThat(level()).hasValue("1.50");
        pass(Duration.ofHours(24));
        assertThat(level()).hasValue("4.17");
        pass(Duration.ofHours(1));
        assertThat(level()).hasValue("0.00");
    }

    @Test
    void r16_roomInWhichNothingWasSaidSaysSo() {
        pass(Duration.ofHours(1));

        assertThat(level()).hasValue("0.00");
    }

    @Test
    void r16_fieldIsInTheFormOfTheRoomAndThereOnce() {
        pass(Duration.ofHours(1));
        final IQ result = info("", OPEN, "<x xmlns='jabber:x:data' type='result'/>" + ROOM_INFO);

        assertThat(level(result)).isPresent();
        assertThat(level(result)).isPresent();

        final List<Element> forms = result.getChildElement().elements(X);
        assertThat(forms).hasSize(2);
        assertThat(forms.get(0).elements()).isEmpty();
        assertThat(forms.get(1).elements()).hasSize(2);
        final IQ without = info("", OPEN, "");
        assertThat(level(without)).isPresent();
        assertThat(without.getChildElement().element(X).attributeValue("type")).isEqualTo("result");
        assertThat(without.toXML()).contains("muc#roominfo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"muc_persistent", "muc_public", "muc_open", "muc_unsecured"})
    void r16_roomThatIsNotOpenToAllSaysNothing(final String lacking) {
        pass(Duration.ofHours(1));
        final List<String> features = new ArrayList<>(OPEN);
        features.remove(lacking);
        // Said twice, another one does not take its place.
        features.addAll(OPEN.stream().filter(feature -> !feature.equals(lacking)).toList());

        assertThat(level(info("", features, ROOM_INFO))).isEmpty();
    }

    @Test
    void r16_answerToAnotherQuestionIsLeftAlone() {
        pass(Duration.ofHours(1));

        assertThat(level(info(" node='x'", OPEN, ROOM_INFO))).isEmpty();
        final IQ items = Stanzas.iq("<iq type='result' from='" + ORCHARD + "' to='" + JULIET_PHONE
            + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        server.rai.activityLevels().decorate(items);
        assertThat(items.getChildElement().elements()).isEmpty();
    }

    @Test
    void r16_levelCanBeSwitchedOff() {
        pass(Duration.ofHours(1));

        server.settings.activityLevel(false);
        assertThat(level()).isEmpty();
        server.settings.activityLevel(true).roomsOff(Set.of(ORCHARD.toString()));
        assertThat(level()).isEmpty();
        server.settings.roomsOff(Set.of());
        assertThat(level()).isPresent();
        server.settings.enabled(false);
        assertThat(level()).isEmpty();
    }

    @Test
    void r16_whileTheFeatureIsOffNothingIsCountedAndNothingIsSaidOfThatTime() {
        say(5);
        pass(Duration.ofHours(1));
        server.settings.enabled(false);
        server.rai.settingsChanged();
        pass(Duration.ofHours(3));
        server.settings.enabled(true);
        server.rai.settingsChanged();

        assertThat(level()).isEmpty();
        say(2);
        pass(Duration.ofHours(2));
        assertThat(level()).hasValue("1.00");
    }

    @Test
    void r16_destroyedRoomIsForgotten() {
        say(5);
        server.rai.roomDestroyed(ORCHARD);
        pass(Duration.ofHours(1));

        assertThat(level()).hasValue("0.00");
    }

    @Test
    void r16_countsSurviveARestart() {
        say(4);
        pass(Duration.ofHours(1));
        say(1);
        saver().stop();
        restart();
        assertThat(level()).isEmpty();

        saver().start(moment -> false);

        assertThat(level()).hasValue("4.00");
        pass(Duration.ofHours(1));
        assertThat(level()).hasValue("2.50");
    }

    @Test
    void r16_countsSurviveACrashButForAnHour() {
        saver().start(moment -> false);
        say(4);
        pass(Duration.ofHours(1).plus(ActivityLevelSaver.FIRST));
        say(1);
        restart();

        saver().start(moment -> false);

        pass(Duration.ofHours(1));
        assertThat(level()).hasValue("2.00");
        restart();
        saver().start(moment -> false);
        assertThat(level()).as("where the next crash follows soon").hasValue("2.00");
    }

    @Test
    void r16_whereTheServerWentOnForLongWithoutThePluginCountingBeginsAnew() {
        say(4);
        pass(Duration.ofHours(1));
        saver().stop();
        restart(ActivityLevels.MISSED.plusMinutes(1));

        saver().start(moment -> true);

        assertThat(level()).isEmpty();
    }

    @Test
    void r16_whereThePluginWasReloadedCountingGoesOn() {
        say(4);
        pass(Duration.ofHours(1));
        saver().stop();
        restart();

        saver().start(moment -> true);

        assertThat(level()).hasValue("4.00");
    }

    @Test
    void r16_damagedRecordsStopNothing() {
        file = List.of("12345678".getBytes(StandardCharsets.UTF_8), new byte[] {0, 100, 1});

        saver().start(moment -> false);

        pass(Duration.ofHours(1));
        assertThat(level()).isPresent();
    }

    @Test
    void r16_whatIsWrittenIsOfRoomsInWhichSomethingWasSaid() {
        say(1);
        server.rai.subscriptionCounts();
        server.subscribe(new JID("romeo@example.org/phone"));

        saver().stop();

        assertThat(file).hasSize(2);
    }
}
