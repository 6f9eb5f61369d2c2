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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Tells from when on what is remembered of an address is of the room or account that has it now: what is older was of
 * another one, which is no more. Loads no room. Safe for use by several threads; all methods may block.
 */
public final class Beginnings {

    private static final Logger Log = LoggerFactory.getLogger(Beginnings.class);

    private final RoomDirectory directory;
    private final Rooms rooms;
    private final Accounts accounts;
    private final Predicate<JID> online;

    /**
     * Creates it.
     *
     * @param directory tells which rooms are stored
     * @param rooms tells which rooms are in memory
     * @param accounts tells which accounts there are
     * @param online tells whether a user of this server has a session, which it also can without an account
     */
    public Beginnings(@Nonnull final RoomDirectory directory, @Nonnull final Rooms rooms,
                      @Nonnull final Accounts accounts, @Nonnull final Predicate<JID> online) {
        this.directory = directory;
        this.rooms = rooms;
        this.accounts = accounts;
        this.online = online;
    }

    /**
     * From when on what is remembered of rooms is of those that there are.
     *
     * @param some the bare JIDs of rooms
     * @param now the timestamp of the moment, up to which everything is of another room where there is none
     * @return the timestamps by the rooms' bare JIDs
     */
    @Nonnull
    public Map<JID, Long> ofRooms(@Nonnull final Collection<JID> some, final long now) {
        final Map<JID, Long> beginnings = new HashMap<>();
        some.stream().collect(Collectors.groupingBy(JID::getDomain)).forEach((service, ofService) -> {
            final Map<JID, RoomDirectory.Entry> stored = directory.rooms(service, ofService);
            ofService.forEach(room -> beginnings.put(room, Optional.ofNullable(stored.get(room))
                .map(RoomDirectory.Entry::created).or(() -> rooms.createdIfLoaded(room))
                .map(MonotonicTimestamps::of).orElse(now)));
        });
        return beginnings;
    }

    /**
     * From when on what is remembered of a user of this server is of the account that there is.
     *
     * @param user a bare JID
     * @param now the timestamp of the moment, up to which everything is of another account where there is none
     * @return a timestamp, or nothing where that cannot be told, as for users of other servers
     */
    @Nonnull
    public Optional<Long> ofAccount(@Nonnull final JID user, final long now) {
        if (!accounts.isLocal(user)) {
            return Optional.empty();
        }
        try {
            final Optional<Account> account = accounts.account(user);
            if (account.isPresent()) {
                return Optional.ofNullable(account.get().created()).map(MonotonicTimestamps::of);
            }
            return online.test(user) ? Optional.empty() : Optional.of(now);
        } catch (final IllegalStateException e) {
            Log.debug("What is remembered of {} stays as it is.", user, e);
            return Optional.empty();
        }
    }
}
