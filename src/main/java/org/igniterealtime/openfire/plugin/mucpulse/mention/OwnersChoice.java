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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationField;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Whether a room forwards mentions, as its owners choose in the configuration form of the room (N5). Only what differs
 * from the setting for all rooms is remembered, of so many rooms, and each owner can change it so often. Safe for use
 * by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452 §3.1</a>
 */
final class OwnersChoice implements RoomConfigurationField {

    /** Of how many rooms a choice is remembered. */
    static final int ROOMS = 20_000;
    /** How many changes an owner can make at once, and in a second in the long run. */
    static final int BURST = 20;
    private static final double RATE = 0.5;
    private static final int RATES = 10_000;

    private static final Logger Log = LoggerFactory.getLogger(OwnersChoice.class);

    private final Supplier<MentionSettings> settings;
    private final RoomSwitches switches;
    private final SerialExecutor executor;
    private final RateLimits<JID> rates;

    OwnersChoice(@Nonnull final Supplier<MentionSettings> settings, @Nonnull final RoomSwitches switches,
                 @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.switches = switches;
        this.executor = executor;
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
        return current.isOffered(room) ? Optional.of(current.isWanted(room)) : Optional.empty();
    }

    @Override
    public void configured(@Nonnull final JID room, @Nonnull final JID owner, final boolean chosen) {
        if (value(room).isPresent() && chosen != settings.get().isWanted(room)) {
            if (rates.tryAcquire(owner, RATE, BURST)) {
                executor.tryExecute(() -> choose(room, chosen));
            } else {
                Log.debug("{} changes too often what {} does with mentions.", owner, room);
            }
        }
    }

    private void choose(final JID room, final boolean chosen) {
        final MentionSettings current = settings.get();
        final Map<String, String> values = new HashMap<>(switches.of(room.toString()));
        if (chosen == current.forwards()) {
            values.remove(MentionSettings.BY_OWNER.feature());
        } else if (current.chosen().size() < ROOMS || current.chosen().containsKey(room.toString())) {
            values.put(MentionSettings.BY_OWNER.feature(), chosen ? MentionSettings.YES : MentionSettings.NO);
        } else {
            Log.warn("The choice of an owner of {} is not remembered, as those of too many rooms differ from the "
                + "setting mucpulse.mention.rooms.", room);
        }
        switches.set(room.toString(), values);
    }
}
