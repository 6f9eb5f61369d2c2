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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R7: two timestamps are enough to tell for each user when somebody else last said something. */
class ActivityTest {

    @Test
    void r7_nobodySaidAnythingAtFirst() {
        assertThat(Activity.NONE.notBy(ROMEO)).isEqualTo(MonotonicTimestamps.NEVER);
    }

    @Test
    void r7_ownWordsDoNotCount() {
        final Activity activity = Activity.NONE.followedBy(1, ROMEO).followedBy(2, ROMEO);

        assertThat(activity.notBy(ROMEO)).isEqualTo(MonotonicTimestamps.NEVER);
        assertThat(activity.notBy(JULIET)).isEqualTo(2);
    }

    @Test
    void r7_wordsOfNobodyInParticularCountForAll() {
        final Activity activity = new Activity(1, null, MonotonicTimestamps.NEVER).followedBy(2, ROMEO);

        assertThat(activity.notBy(ROMEO)).isEqualTo(1);
        assertThat(activity.notBy(JULIET)).isEqualTo(2);
    }

    @Property
    void r7_twoStampsKnowForEverybody(@ForAll("authors") final List<JID> authors) {
        Activity activity = Activity.NONE;
        for (int i = 0; i < authors.size(); i++) {
            activity = activity.followedBy(i, authors.get(i));
        }

        for (final JID user : List.of(ROMEO, JULIET, NURSE)) {
            long expected = MonotonicTimestamps.NEVER;
            for (int i = 0; i < authors.size(); i++) {
                expected = authors.get(i).equals(user) ? expected : i;
            }
            assertThat(activity.notBy(user)).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<JID>> authors() {
        return Arbitraries.of(ROMEO, JULIET, NURSE).list().ofMaxSize(8);
    }
}
