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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/**
 * The rooms of a service. Persistent ones come from the database, whether or not the server has them in memory; after
 * the last of them come those that are in memory alone: temporary rooms, and persistent ones that the server could not
 * save. Methods block. Safe for use by several threads.
 */
final class RoomList {

    /** How many rooms are looked at, in the order of their addresses: who has more of them had better search. */
    static final int MOST = 10_000;

    private static final RoomAccess HIDDEN = new RoomAccess(false, true, false);

    private final RoomFinder search;
    private final RoomProfiles rooms;
    private final RoomDirectory directory;
    private final RoomSwitches switches;

    RoomList(@Nonnull final RoomFinder search, @Nonnull final RoomProfiles rooms,
             @Nonnull final RoomDirectory directory, @Nonnull final RoomSwitches switches) {
        this.search = search;
        this.rooms = rooms;
        this.directory = directory;
        this.switches = switches;
    }

    /**
     * A room.
     *
     * @param room its bare JID
     * @param name its name for people, possibly empty
     * @param kind the key of the text that says whether it outlives its last occupant, and the end of the server
     * @param access who may enter or find it, empty where that was not looked up
     * @param special whether something differs in it from the settings
     */
    record Row(@Nonnull JID room, @Nonnull String name, @Nonnull String kind, @Nonnull Optional<RoomAccess> access,
               boolean special) {

        boolean isPrivate() {
            return access.isPresent() && !access.get().equals(RoomAccess.OPEN);
        }
    }

    /**
     * What was found.
     *
     * @param rows the rooms
     * @param cut whether there are more, which are left out
     */
    record Found(@Nonnull List<Row> rows, boolean cut) {
    }

    /** The rooms of a service whose address or name holds a text; of stored ones without who may enter them. */
    @Nonnull
    Found find(@Nonnull final String service, @Nonnull final String text) throws SQLException {
        final List<Row> rows = new ArrayList<>();
        search.page(service, text, 0, MOST + 1)
            .forEach(found -> rows.add(row(found.room(), found.name(), "rooms.persistent", Optional.empty())));
        if (rows.size() <= MOST) {
            inMemoryAlone(service, text).stream().limit(MOST + 1L - rows.size())
                .forEach(room -> rows.add(row(room.jid(), name(room.jid()),
                    room.persistent() ? "rooms.unsaved" : "rooms.temporary", Optional.of(room.access()))));
        }
        final boolean cut = rows.size() > MOST;
        return new Found(cut ? List.copyOf(rows.subList(0, MOST)) : rows, cut);
    }

    /** The same rooms with who may enter them; a room that is gone meanwhile counts as private. */
    @Nonnull
    List<Row> withAccess(@Nonnull final String service, @Nonnull final List<Row> rows) {
        final List<JID> unknown = rows.stream().filter(row -> row.access().isEmpty()).map(Row::room).toList();
        final Map<JID, RoomAccess> access = new HashMap<>();
        if (!unknown.isEmpty()) {
            directory.rooms(service, unknown).forEach((room, entry) -> access.put(room, entry.access()));
        }
        return rows.stream().map(row -> row.access().isPresent() ? row : new Row(row.room(), row.name(), row.kind(),
            Optional.of(access.getOrDefault(row.room(), HIDDEN)), row.special())).toList();
    }

    private Collection<RoomView> inMemoryAlone(final String service, final String text) {
        final String wanted = text.toLowerCase(Locale.ROOT);
        final List<RoomView> loaded = rooms.loaded().stream().filter(room -> room.jid().getDomain().equals(service))
            .toList();
        final List<JID> persistent = loaded.stream().filter(RoomView::persistent).map(RoomView::jid).toList();
        final Set<JID> stored = persistent.isEmpty() ? Set.of() : directory.rooms(service, persistent).keySet();
        return loaded.stream()
            .filter(room -> !room.persistent() || !stored.contains(room.jid()))
            .filter(room -> room.jid().getNode().contains(wanted)
                || name(room.jid()).toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(Comparator.comparing(room -> room.jid().toString()))
            .toList();
    }

    private String name(final JID room) {
        return rooms.profile(room).map(RoomProfile::name).orElse("");
    }

    private Row row(final JID room, final String name, final String kind, final Optional<RoomAccess> access) {
        return new Row(room, name, kind, access, !switches.of(room.toString()).isEmpty());
    }
}
