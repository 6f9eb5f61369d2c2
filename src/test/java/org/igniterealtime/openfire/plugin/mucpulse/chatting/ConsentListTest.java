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
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The users who made a choice, on the console. */
class ConsentListTest {

    private static final JID ALICE = new JID("alice@example.org");
    private static final JID BOB = new JID("bob@example.org");
    private static final JID ROOM = new JID("room@conference.example.org");

    private final UserChatting chatting = mock(UserChatting.class);
    private final ConsentList list = new ConsentList(chatting);

    @Test
    void choicesAreListedWithTheNumberOfRoomsAndWithoutTheirNames() {
        when(chatting.users()).thenReturn(new LinkedHashSet<>(List.of(ALICE, BOB)));
        when(chatting.stated(ALICE)).thenReturn(Optional.of(new ChattingPreferences(true, Set.of(ROOM), false)));
        when(chatting.stated(BOB)).thenReturn(Optional.of(ChattingPreferences.NOTHING));

        assertThat(list.lines(10).toCompletableFuture().join()).containsExactly(
            new UserList.Line(ALICE, List.of(Text.of("value.true"), Text.of("value.false"), Text.of("value.number", 1))),
            new UserList.Line(BOB, List.of(Text.of("value.false"), Text.of("value.false"), Text.of("value.number", 0))));
        assertThat(list.lines(1).toCompletableFuture().join()).hasSize(1);
    }

    @Test
    void choiceThatIsWithdrawnMeanwhileIsLeftOut() {
        when(chatting.users()).thenReturn(Set.of(ALICE));
        when(chatting.stated(any())).thenReturn(Optional.empty());

        assertThat(list.lines(10).toCompletableFuture().join()).isEmpty();
    }
}
