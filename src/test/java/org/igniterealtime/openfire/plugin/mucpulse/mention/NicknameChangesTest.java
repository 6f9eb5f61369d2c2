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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** N2: which nicknames are to be written, and which are to be forgotten. */
class NicknameChangesTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID JULIET = new JID("juliet@example.org");

    private final NicknameChanges changes = new NicknameChanges();

    private static void note(final NicknameChanges changes, final JID user, final JID room, final String nickname) {
        final KnownNickname known = new KnownNickname(user, room, nickname, 1);
        changes.nicknames().put(known.key(), known);
    }

    @Test
    void n2_whatIsForgottenLaterIsNotWritten() {
        note(changes, ROMEO, ORCHARD, "romeo");
        note(changes, JULIET, ORCHARD, "juliet");
        note(changes, JULIET, BALCONY, "juliet");
        final NicknameChanges later = new NicknameChanges();
        later.forgetUser(ROMEO);
        later.forgetRoom(BALCONY);

        changes.followedBy(later);

        assertThat(changes.nicknames()).containsOnlyKeys(new KnownNickname.Key(JULIET, ORCHARD));
        assertThat(changes.users()).containsExactly(ROMEO);
        assertThat(changes.rooms()).containsExactly(BALCONY);
    }

    @Test
    void n2_whatIsNotedAfterItWasForgottenIsWritten() {
        note(changes, ROMEO, ORCHARD, "romeo");
        final NicknameChanges later = new NicknameChanges();
        later.forgetUser(ROMEO);
        note(later, ROMEO, ORCHARD, "montague");

        changes.followedBy(later);

        assertThat(changes.nicknames().values()).extracting(KnownNickname::nickname).containsExactly("montague");
        assertThat(changes.users()).containsExactly(ROMEO);
    }

    @Test
    void s3_manyRoomsAndUsersAreForgottenAtOnceInNoTime() {
        final NicknameChanges later = new NicknameChanges();
        for (int i = 0; i < 50_000; i++) {
            note(changes, new JID("u" + i, "example.org", null, true), ORCHARD, "u" + i);
            later.rooms().add(new JID("r" + i, "conference.example.org", null, true));
            later.users().add(new JID("v" + i, "example.org", null, true));
        }

        assertTimeout(Duration.ofSeconds(20), () -> changes.followedBy(later));

        assertThat(changes.nicknames()).hasSize(50_000);
        assertThat(changes.users()).hasSize(50_000);
    }
}
