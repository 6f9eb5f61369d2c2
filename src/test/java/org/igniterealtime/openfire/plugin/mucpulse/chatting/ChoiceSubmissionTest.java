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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** What is made of a form that somebody filled in: U5. */
class ChoiceSubmissionTest {

    private static final JID GARDEN = new JID("garden@conference.example.org");

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "0, false", "false, false", "' 1 ', true"})
    void u5_flagsAreUnderstood(final String text, final boolean flag) {
        final ChoiceSubmission submission =
            ChoiceSubmission.of(Map.of("publish", List.of(text), "private_rooms", List.of(text)));

        assertThat(submission.isValid()).isTrue();
        assertThat(submission.choice()).isEqualTo(new ChattingPreferences(flag, Set.of(), flag));
    }

    @Test
    void u5_whatIsLeftOutIsNotPublished() {
        assertThat(ChoiceSubmission.of(Map.of("publish", List.of("1"))).choice())
            .isEqualTo(new ChattingPreferences(true, Set.of(), false));
        assertThat(ChoiceSubmission.of(Map.of()).errors()).containsOnlyKeys("publish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "2"})
    void u5_otherFlagsAreRefused(final String text) {
        final ChoiceSubmission submission =
            ChoiceSubmission.of(Map.of("publish", List.of(text), "private_rooms", List.of(text)));

        assertThat(submission.errors()).containsOnlyKeys("publish", "private_rooms");
    }

    @Test
    void s7_flagThatContradictsItselfIsRefused() {
        final ChoiceSubmission submission =
            ChoiceSubmission.of(Map.of("publish", List.of("1", "0"), "private_rooms", List.of("true", "false")));

        assertThat(submission.errors()).containsOnlyKeys("publish", "private_rooms");
        assertThat(submission.publish()).isFalse();
        assertThat(submission.privateRooms()).isFalse();
    }

    @Test
    void u5_roomsAreUnderstood() {
        final ChoiceSubmission submission = ChoiceSubmission.of(Map.of("publish", List.of("1"),
            "excluded_rooms", List.of(" Garden@conference.example.org ", "", "garden@conference.example.org")));

        assertThat(submission.choice().excludedRooms()).containsExactly(GARDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conference.example.org", "garden@conference.example.org/Alice", "gar den@conference",
        "@", "a@b@c", "garden"})
    void u5_whatIsNoRoomIsRefused(final String text) {
        final ChoiceSubmission submission =
            ChoiceSubmission.of(Map.of("publish", List.of("1"), "excluded_rooms", List.of(GARDEN.toString(), text)));

        assertThat(submission.errors()).containsEntry("excluded_rooms", Text.of("chatting.error.room", text));
        assertThat(submission.rooms()).containsExactly(GARDEN.toString(), text);
    }

    @Test
    void u5_thereIsALimit() {
        final List<String> rooms = IntStream.rangeClosed(0, ChoiceSubmission.MOST_ROOMS)
            .mapToObj(number -> "r" + number + "@conference.example.org").toList();

        assertThat(ChoiceSubmission.of(Map.of("publish", List.of("1"), "excluded_rooms", rooms)).errors())
            .containsOnlyKeys("excluded_rooms");
        assertThat(ChoiceSubmission.of(Map.of("publish", List.of("1"), "excluded_rooms", rooms.subList(1, rooms.size())))
            .isValid()).isTrue();
    }

    @Test
    void s3_longRoomsAreFewer() {
        final List<String> rooms = IntStream.range(0, 100)
            .mapToObj(number -> "r".repeat(900) + number + "@conference.example.org").toList();

        assertThat(ChoiceSubmission.of(Map.of("publish", List.of("1"), "excluded_rooms", rooms)).errors())
            .containsEntry("excluded_rooms",
                Text.of("chatting.error.rooms.length", String.valueOf(ChoiceSubmission.MOST_CHARACTERS)));
        assertThat(ChoiceSubmission.of(Map.of("publish", List.of("1"), "excluded_rooms", rooms.subList(0, 60))).isValid())
            .isTrue();
    }

    @Test
    void u5_aChoiceIsShownAsItIs() {
        final ChattingPreferences choice = new ChattingPreferences(true, Set.of(GARDEN), true);

        assertThat(ChoiceSubmission.of(choice).choice()).isEqualTo(choice);
    }
}
