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
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R10, R14: what is to be written, first what is to be forgotten. */
class RaiChangesTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID JULIET = new JID("juliet@example.org");

    private final RaiChanges changes = new RaiChanges();

    private static RaiChanges visit(final JID user, final JID room, final long stamp) {
        final RaiChanges visit = new RaiChanges();
        visit.visits().put(new Visit(user, room), stamp);
        return visit;
    }

    @Test
    void emptyIsWhatHoldsNothing() {
        assertThat(changes.isEmpty()).isTrue();
        assertThat(visit(ROMEO, ORCHARD, 1).isEmpty()).isFalse();
        changes.forgetUser(ROMEO);
        assertThat(changes.isEmpty()).isFalse();
        final RaiChanges forgotten = new RaiChanges();
        forgotten.forgetRoom(ORCHARD);
        assertThat(forgotten.isEmpty()).isFalse();
        final RaiChanges active = new RaiChanges();
        active.activities().put(ORCHARD, new Activity(1, ROMEO, 0));
        assertThat(active.isEmpty()).isFalse();
    }

    @Test
    void r14_forgettingAUserTakesBackWhatWasToBeRemembered() {
        changes.followedBy(visit(ROMEO, ORCHARD, 1));
        changes.followedBy(visit(JULIET, ORCHARD, 1));
        changes.activities().put(ORCHARD, new Activity(2, ROMEO, 1));
        changes.activities().put(BALCONY, new Activity(2, JULIET, 1));

        changes.forgetUser(ROMEO);

        assertThat(changes.visits()).containsOnlyKeys(new Visit(JULIET, ORCHARD));
        assertThat(changes.activities()).isEqualTo(
            Map.of(ORCHARD, new Activity(2, null, 1), BALCONY, new Activity(2, JULIET, 1)));
        assertThat(changes.users()).containsExactly(ROMEO);
    }

    @Test
    void r10_laterChangesDoNotTakeBackWhatIsNewer() {
        changes.followedBy(visit(ROMEO, ORCHARD, 9));
        changes.changed(ORCHARD, new Activity(9, ROMEO, 7));
        final RaiChanges later = visit(ROMEO, ORCHARD, 8);
        later.changed(ORCHARD, new Activity(8, JULIET, 7));

        changes.followedBy(later);

        assertThat(changes.visits()).isEqualTo(Map.of(new Visit(ROMEO, ORCHARD), 9L));
        assertThat(changes.activities()).isEqualTo(Map.of(ORCHARD, new Activity(9, ROMEO, 7)));
    }

    @Test
    void s3_manyRoomsAndUsersAreForgottenAtOnceInNoTime() {
        final RaiChanges later = new RaiChanges();
        for (int i = 0; i < 50_000; i++) {
            changes.visited(new Visit(new JID("u" + i, "example.org", null, true), ORCHARD), i);
            later.rooms().add(new JID("r" + i, "conference.example.org", null, true));
            later.users().add(new JID("u" + i, "example.org", null, true));
        }

        assertTimeout(Duration.ofSeconds(20), () -> changes.followedBy(later));

        assertThat(changes.visits()).isEmpty();
        assertThat(changes.rooms()).hasSize(50_000);
    }

    @Test
    void r14_forgettingARoomTakesBackWhatWasToBeRemembered() {
        changes.followedBy(visit(ROMEO, ORCHARD, 1));
        changes.followedBy(visit(ROMEO, BALCONY, 1));
        changes.activities().put(ORCHARD, new Activity(2, ROMEO, 1));
        changes.activities().put(BALCONY, new Activity(2, ROMEO, 1));

        changes.forgetRoom(ORCHARD);

        assertThat(changes.visits()).containsOnlyKeys(new Visit(ROMEO, BALCONY));
        assertThat(changes.activities()).containsOnlyKeys(BALCONY);
        assertThat(changes.rooms()).containsExactly(ORCHARD);
    }

    @Test
    void r10_whatIsRememberedAfterForgettingStays() {
        changes.forgetUser(ROMEO);
        changes.forgetRoom(ORCHARD);

        changes.followedBy(visit(ROMEO, ORCHARD, 3));

        assertThat(changes.users()).containsExactly(ROMEO);
        assertThat(changes.rooms()).containsExactly(ORCHARD);
        assertThat(changes.visits()).containsEntry(new Visit(ROMEO, ORCHARD), 3L);
    }

    @Test
    void r14_laterForgettingWins() {
        changes.followedBy(visit(ROMEO, ORCHARD, 3));
        final RaiChanges later = new RaiChanges();
        later.forgetRoom(ORCHARD);
        later.visits().put(new Visit(JULIET, ORCHARD), 4L);

        changes.followedBy(later);

        assertThat(changes.visits()).isEqualTo(Map.of(new Visit(JULIET, ORCHARD), 4L));
    }

    @Test
    void r10_partOfAUserHoldsTheirVisitsAndWhatIsForgotten() {
        changes.forgetUser(ROMEO);
        changes.forgetUser(JULIET);
        changes.forgetRoom(BALCONY);
        changes.followedBy(visit(ROMEO, ORCHARD, 3));
        changes.followedBy(visit(JULIET, ORCHARD, 4));

        final RaiChanges own = changes.ofUsers(Set.of(ROMEO));

        assertThat(own.users()).isEqualTo(Set.of(ROMEO));
        assertThat(own.rooms()).isEqualTo(Set.of(BALCONY));
        assertThat(own.visits()).isEqualTo(Map.of(new Visit(ROMEO, ORCHARD), 3L));
    }
}
