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
 * they enter it or change their nickname, and when they leave, as somebody may have become affiliated meanwhile, or may
 * have entered before the plugin was loaded or mentions were switched on. How much is noted of a user and of all users
 * of another server is bounded, so that nobody fills the table. Safe for use by several threads.
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
                // First what costs nothing: nearly everybody was noted on entering.
                if (!nickname.equals(noted.getIfPresent(new KnownNickname.Key(user, room)))
                    && strangers.getIfPresent(new KnownNickname.Key(session, room)) == null
                    && rooms.affiliation(room, user).isAffiliated()) {
                    note(room, user, nickname);
                }
            });
        }
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        executor.tryExecute(() -> {
            final String nickname = strangers.asMap().remove(new KnownNickname.Key(session, room));
            if (nickname != null && settings.get().isOn(room)
                && rooms.affiliation(room, session.asBareJID()).isAffiliated()) {
                note(room, session.asBareJID(), nickname);
            }
        });
    }

    private void heard(final JID room, final JID session, final String nickname) {
        final JID user = session.asBareJID();
        if (rooms.affiliation(room, user).isAffiliated()) {
            note(room, user, nickname);
        } else if (!users.isLocal(session) || !users.isAnonymous(session)) {
            strangers.put(new KnownNickname.Key(session, room), nickname);
        }
    }

    private void note(final JID room, final JID user, final String nickname) {
        final KnownNickname.Key key = new KnownNickname.Key(user, room);
        if (!nickname.equals(noted.getIfPresent(key)) && isWithinRates(user) && nicknames.note(user, room, nickname)) {
            noted.put(key, nickname);
        }
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
        executor.tryExecute(() -> noted.asMap().keySet().removeIf(key -> key.user().equals(user)));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        nicknames.forgetRoom(room);
        executor.tryExecute(() -> noted.asMap().keySet().removeIf(key -> key.room().equals(room)));
    }
}
