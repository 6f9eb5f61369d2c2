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

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * Hears by which nicknames users are in rooms, and notes those of users who are affiliated with the room (N2): when
 * they enter it or change their nickname. When they leave, the room is looked at for those alone who were not
 * affiliated, as they may be by now, and for those who were not heard, as they may have entered before the plugin was
 * loaded or mentions were switched on. How much is noted of a user and of all users of another server is bounded, so
 * that nobody fills the table. Safe for use by several threads.
 */
final class NicknameRecorder implements RoomEventListener, UserEventListener {

    /** How many occupants without an affiliation are looked at again when they leave. */
    static final int STRANGERS = 20_000;
    /** Of how many users in rooms it is remembered that their nickname was noted already. */
    static final int NOTED = 50_000;
    /** How long that is not noted again: what was forgotten on another server of the cluster is not heard of here. */
    static final Duration FRESH = Duration.ofHours(1);
    /** How many nicknames of a user are noted at once, and in a second in the long run. */
    static final int BURST_OF_USER = 200;
    private static final double RATE_OF_USER = 1.0 / 60;
    /** The same of all users of another server, with those of its subdomains. */
    static final int BURST_OF_DOMAIN = 2_000;
    private static final double RATE_OF_DOMAIN = 1.0 / 30;
    private static final int RATES = 10_000;

    private final Supplier<MentionSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final Users users;
    private final Nicknames nicknames;
    private final RateLimits<String> rates;
    // For the executor alone from here on.
    private final Cache<KnownNickname.Key, String> noted;
    private final HeardOccupants occupants = new HeardOccupants();
    private final DepartureChecks departures;
    /** The nicknames of occupants who are not affiliated with the room, by session and room. */
    private final Cache<KnownNickname.Key, String> strangers =
        CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(STRANGERS).build();

    NicknameRecorder(@Nonnull final Supplier<MentionSettings> settings, @Nonnull final SerialExecutor executor,
                     @Nonnull final Rooms rooms, @Nonnull final Users users, @Nonnull final Nicknames nicknames,
                     @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.users = users;
        this.nicknames = nicknames;
        this.rates = new RateLimits<>(ticker, RATES);
        this.noted = CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(NOTED).expireAfterWrite(FRESH)
            .ticker(ticker).build();
        this.departures = new DepartureChecks(executor, rooms, this::note, ticker);
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        if (settings.get().isOn(room)) {
            executor.tryExecute(() -> heard(room, session, nickname));
        }
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        if (settings.get().isOn(room)) {
            executor.tryExecute(() -> heard(room, session, to));
        }
    }

    @Override
    public void occupantLeaves(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        if (settings.get().isOn(room)) {
            final JID user = session.asBareJID();
            executor.tryExecute(() -> {
                if (!occupants.isHeard(room, session, nickname)
                    && !nickname.equals(noted.getIfPresent(new KnownNickname.Key(user, room)))
                    && !isAnonymousHere(session)) {
                    strangers.invalidate(new KnownNickname.Key(session, room));
                    departures.left(room, user, nickname);
                }
            });
        }
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        executor.tryExecute(() -> {
            occupants.left(room, session);
            final String nickname = strangers.asMap().remove(new KnownNickname.Key(session, room));
            if (nickname != null && settings.get().isOn(room)) {
                departures.left(room, session.asBareJID(), nickname);
            }
        });
    }

    private void heard(final JID room, final JID session, final String nickname) {
        final JID user = session.asBareJID();
        // What is noted now is later than what would be found out of an earlier visit.
        departures.forget(room, user);
        final KnownNickname.Key key = new KnownNickname.Key(session, room);
        strangers.invalidate(key);
        if (rooms.affiliation(room, user).isAffiliated()) {
            if (!note(room, user, nickname)) {
                // There may be room for it when the user leaves.
                occupants.left(room, session);
                return;
            }
        } else if (!isAnonymousHere(session)) {
            strangers.put(key, nickname);
        }
        occupants.heard(room, session, nickname);
    }

    private boolean isAnonymousHere(final JID session) {
        return users.isLocal(session) && users.isAnonymous(session);
    }

    /** Notes a nickname, unless it is noted or the user has had too many; answers whether nothing is left to do. */
    private boolean note(final JID room, final JID user, final String nickname) {
        final KnownNickname.Key key = new KnownNickname.Key(user, room);
        if (nickname.equals(noted.getIfPresent(key)) || !isWithinRates(user)) {
            return true;
        }
        final boolean taken = nicknames.note(user, room, nickname);
        if (taken) {
            noted.put(key, nickname);
        }
        return taken;
    }

    private boolean isWithinRates(final JID user) {
        return (users.isLocal(user)
            || rates.tryAcquire('@' + RegisteredDomain.of(user.getDomain()), RATE_OF_DOMAIN, BURST_OF_DOMAIN))
            && rates.tryAcquire(user.toString(), RATE_OF_USER, BURST_OF_USER);
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        forgetUser(user);
    }

    /**
     * Forgets all nicknames of a user.
     *
     * @param user the user's bare JID
     */
    void forgetUser(@Nonnull final JID user) {
        nicknames.forgetUser(user);
        executor.tryExecute(() -> {
            noted.asMap().keySet().removeIf(key -> key.user().equals(user));
            departures.forgetUser(user);
        });
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        nicknames.forgetRoom(room);
        executor.tryExecute(() -> {
            noted.asMap().keySet().removeIf(key -> key.room().equals(room));
            departures.forgetRoom(room);
        });
    }
}
