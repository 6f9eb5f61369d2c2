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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/** M13: how much memory is taken, counted anew, against what the feature has counted. */
final class Recount {

    private final Map<JID, Long> users = new HashMap<>();
    private final Map<JID, Long> rooms = new HashMap<>();

    private Recount(final MucEventing mep) {
        for (final EventingRoom room : mep.openRooms()) {
            Stream.concat(Stream.of(room.own()), room.occupantServices().stream())
                .flatMap(service -> service.nodes().stream()).forEach(node -> count(room.jid(), node));
        }
    }

    private void count(final JID room, final Node node) {
        final StoredNode values = node.toStored();
        count(room, values.creator(), Node.held(node.id(), node.configuration()));
        values.items().forEach(item -> count(room, item.publisher(), item.held()));
        node.subscribers().forEach(session -> count(room, session.asBareJID(), Node.SUBSCRIPTION));
    }

    private void count(final JID room, @Nullable final JID user, final long bytes) {
        rooms.merge(room, bytes, Long::sum);
        if (user != null) {
            users.merge(user, bytes, Long::sum);
        }
    }

    static void verify(final MucEventing mep) {
        final Recount recount = new Recount(mep);
        final MemoryUse memory = mep.memory();
        recount.users.forEach((user, bytes) -> assertThat(memory.ofUser(user)).as("of %s", user).isEqualTo(bytes));
        recount.rooms.forEach((room, bytes) -> assertThat(memory.ofRoom(room)).as("of %s", room).isEqualTo(bytes));
        assertThat(memory.keys()).isEqualTo(recount.users.size() + recount.rooms.size());
        assertThat(memory.total()).isEqualTo(recount.rooms.values().stream().mapToLong(Long::longValue).sum());
    }
}
