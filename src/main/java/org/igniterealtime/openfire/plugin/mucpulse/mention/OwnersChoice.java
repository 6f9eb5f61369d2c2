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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationField;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Whether a room forwards mentions, as its owners choose in the configuration form of the room (N5). Only what differs
 * from the setting for all rooms is remembered, of so many rooms: by each owner, and by all of another domain, as often
 * as the rates say. Going back to the setting for all rooms is always possible. What is not remembered is counted. Safe
 * for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452 §3.1</a>
 */
final class OwnersChoice implements RoomConfigurationField {

    /** Of how many rooms a choice is remembered. */
    static final int ROOMS = 20_000;
    /** How many choices of an owner are remembered at once, and in a second in the long run. */
    static final int BURST_OF_OWNER = 100;
    private static final double RATE_OF_OWNER = 1.0 / 600;
    /** The same of all owners of another server, with those of its subdomains. */
    static final int BURST_OF_DOMAIN = 500;
    private static final double RATE_OF_DOMAIN = 1.0 / 60;
    private static final int RATES = 10_000;
    /** Stands for all sessions without an account, as each has another address; no address is so. */
    private static final String ANONYMOUS = "@";

    private static final Logger Log = LoggerFactory.getLogger(OwnersChoice.class);

    private final Supplier<MentionSettings> settings;
    private final RoomSwitches switches;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final Users users;
    private final Counters counters;
    private final RateLimits<String> rates;
    /** What was chosen last in rooms and is not set yet: one task waits for each of them, however often it changes. */
    private final Map<JID, Choice> waiting = new ConcurrentHashMap<>();

    /** A choice for a room, and when that room came to be. Only the same object is equal. */
    private static final class Choice {

        private final boolean forwards;
        private final Instant created;

        Choice(final boolean forwards, final Instant created) {
            this.forwards = forwards;
            this.created = created;
        }
    }

    OwnersChoice(@Nonnull final Supplier<MentionSettings> settings, @Nonnull final RoomSwitches switches,
                 @Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms, @Nonnull final Users users,
                 @Nonnull final Counters counters, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.switches = switches;
        this.executor = executor;
        this.rooms = rooms;
        this.users = users;
        this.counters = counters;
        this.rates = new RateLimits<>(ticker, RATES);
    }

    @Override
    @Nonnull
    public String variable() {
        return "muc#roomconfig_forwardmentions";
    }

    @Override
    @Nonnull
    public String label() {
        return "mention.field";
    }

    @Override
    @Nonnull
    public Optional<Boolean> value(@Nonnull final JID room) {
        final MentionSettings current = settings.get();
        return current.isOffered(room) ? Optional.of(isWanted(room, current)) : Optional.empty();
    }

    @Override
    public void configured(@Nonnull final JID room, @Nonnull final JID session, final boolean chosen) {
        final MentionSettings current = settings.get();
        if (!current.isOffered(room) || chosen == isWanted(room, current)) {
            return;
        }
        final Optional<Instant> created = rooms.createdIfLoaded(room);
        if (created.isEmpty()) {
            return;
        }
        if (chosen != current.forwards() && !isWithinRates(session)) {
            drop(room);
        } else if (waiting.put(room, new Choice(chosen, created.get())) == null) {
            executor.execute(() -> set(room));
        }
    }

    /** What the owner chose last counts for the form before it is set. */
    private boolean isWanted(final JID room, final MentionSettings current) {
        final Choice last = waiting.get(room);
        return last == null ? current.isWanted(room) : last.forwards;
    }

    private boolean isWithinRates(final JID session) {
        final boolean isLocal = users.isLocal(session);
        final String owner = isLocal && users.isAnonymous(session) ? ANONYMOUS : session.toBareJID();
        return rates.tryAcquire(owner, RATE_OF_OWNER, BURST_OF_OWNER) && (isLocal
            || rates.tryAcquire('@' + RegisteredDomain.of(session.getDomain()), RATE_OF_DOMAIN, BURST_OF_DOMAIN));
    }

    private void drop(final JID room) {
        counters.count(room.getDomain(), MentionMetrics.CHOICES_DROPPED);
        Log.debug("What an owner of {} chose for mentions is not remembered, as there are too many choices.", room);
    }

    // On the executor

    private void set(final JID room) {
        final Choice choice = waiting.get(room);
        if (choice == null) {
            return;
        }
        try {
            if (isOf(room, choice)) {
                set(room, choice.forwards);
                // Nor for the next room of that name, where it was destroyed meanwhile.
                if (!isOf(room, choice)) {
                    switches.update(room.toString(), values -> with(values, null));
                }
            }
        } finally {
            if (!waiting.remove(room, choice)) {
                executor.execute(() -> set(room));
            }
        }
    }

    private boolean isOf(final JID room, final Choice choice) {
        return rooms.createdIfLoaded(room).filter(choice.created::equals).isPresent();
    }

    private void set(final JID room, final boolean forwards) {
        final MentionSettings current = settings.get();
        if (forwards == current.forwards()) {
            switches.update(room.toString(), values -> with(values, null));
        } else if (current.chosen().size() < ROOMS || current.chosen().containsKey(room.toString())) {
            switches.update(room.toString(),
                values -> with(values, forwards ? MentionSettings.YES : MentionSettings.NO));
        } else {
            drop(room);
        }
    }

    private static Map<String, String> with(final Map<String, String> values, @Nullable final String choice) {
        final Map<String, String> changed = new HashMap<>(values);
        if (choice == null) {
            changed.remove(MentionSettings.BY_OWNER.feature());
        } else {
            changed.put(MentionSettings.BY_OWNER.feature(), choice);
        }
        return changed;
    }
}
