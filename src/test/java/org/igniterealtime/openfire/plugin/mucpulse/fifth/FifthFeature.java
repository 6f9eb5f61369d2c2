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
package org.igniterealtime.openfire.plugin.mucpulse.fifth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.xmpp.packet.JID;

/**
 * A feature that the plugin does not have: counts who enters rooms, and remembers how many that were. It has one
 * setting, one switch for single rooms, one counter, one table and one hook.
 */
public final class FifthFeature implements Feature {

    private static final Setting<Boolean> ENABLED = Setting.flag("fifth.enabled", true);
    private static final RoomSwitch IN_ROOM = RoomSwitch.flag("fifth");
    private static final Metric ENTERED = Metric.counter("fifth_entered").statistic("fifth_entered");

    private final Counters counts = new Counters(List.of(ENTERED));
    private final AtomicLong remembered = new AtomicLong();

    @Override
    @Nonnull
    public String name() {
        return "fifth";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return List.of(ENABLED);
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(IN_ROOM);
    }

    @Override
    @Nonnull
    public List<Measurement> metrics() {
        return counts.measurements();
    }

    @Override
    @Nonnull
    public List<HealthProbe> health() {
        return List.of(() -> List.of(new HealthStatus("fifth", Text.of("health.fifth"),
            Text.verbatim(Long.toString(remembered.get())), true)));
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        platform.storage().keep(new EntriesTable(platform.storage().database()));
        registrations.add(platform.hooks().rooms(), new RoomEventListener() {
            @Override
            public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session,
                                       @Nonnull final String nickname) {
                if (platform.settings().value(ENABLED)
                    && IN_ROOM.valueIn(platform.settings().rooms().of(room.toString())).isEmpty()) {
                    counts.count(room.getDomain(), ENTERED);
                    remembered.incrementAndGet();
                }
            }
        });
    }

    private final class EntriesTable implements Table {

        private final Database database;

        EntriesTable(final Database database) {
            this.database = database;
        }

        @Override
        @Nonnull
        public String description() {
            return "entries";
        }

        @Override
        public void restore(final boolean crashed) throws SQLException {
            try (Connection connection = database.open();
                 PreparedStatement read = connection.prepareStatement("SELECT entries FROM fifthEntries");
                 ResultSet row = read.executeQuery()) {
                if (row.next()) {
                    remembered.set(row.getLong(1));
                }
            }
        }

        @Override
        public boolean flush() {
            try (Connection connection = database.open();
                 PreparedStatement write = connection.prepareStatement("UPDATE fifthEntries SET entries = ?")) {
                write.setLong(1, remembered.get());
                return write.executeUpdate() == 1;
            } catch (final SQLException e) {
                return false;
            }
        }
    }
}
