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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomReport;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.xmpp.packet.JID;

/** The last chat states that were dropped in a room, and why, on the console's page of the room. */
final class DropReport implements RoomReport {

    private final RecentDrops drops;

    DropReport(@Nonnull final RecentDrops drops) {
        this.drops = drops;
    }

    @Override
    @Nonnull
    public String id() {
        return "drops";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("drops.title");
    }

    @Override
    @Nonnull
    public CompletionStage<List<Text>> lines(@Nonnull final JID room) {
        return CompletableFuture.completedFuture(drops.of(room.toString()).stream().map(DropReport::line).toList());
    }

    private static Text line(final RecentDrops.Drop drop) {
        return Text.of("drops.line", age(drop.age()), drop.nickname(),
            '<' + drop.state().qName().getName() + "/>", reason(drop.decision()));
    }

    private static Text age(final Duration age) {
        return age.toMinutes() < 2 ? Text.of("age.seconds", age.toSeconds())
            : age.toHours() < 2 ? Text.of("age.minutes", age.toMinutes()) : Text.of("age.hours", age.toHours());
    }

    private static Text reason(final Decision decision) {
        return Text.of(switch (decision) {
            case SUPPRESSED -> "drops.suppressed";
            case GONE -> "drops.gone";
            case REPEATED -> "drops.repeated";
            case VOICELESS -> "drops.voiceless";
            case SEVERAL -> "drops.several";
            case CROWDED -> "drops.crowded";
            case TOO_FAST, KEEP, ACTIVATE, STRIP -> "drops.fast";
        });
    }

    @Override
    @Nonnull
    public Text none() {
        return Text.of("drops.none");
    }
}
