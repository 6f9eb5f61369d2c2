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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.xmpp.packet.JID;

/** The visits of a user, on the console's page of the user. */
public final class VisitSection implements UserSection {

    private final RoomActivityIndicators rai;
    private final VisitLog visits;
    private final Executor queries;

    /**
     * Creates the section.
     *
     * @param rai the feature
     * @param visits remembers visits; may block
     * @param queries runs database queries; may reject them
     */
    public VisitSection(@Nonnull final RoomActivityIndicators rai, @Nonnull final VisitLog visits,
                        @Nonnull final Executor queries) {
        this.rai = rai;
        this.visits = visits;
        this.queries = queries;
    }

    @Override
    @Nonnull
    public String id() {
        return "visits";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("user.visits");
    }

    @Override
    @Nonnull
    public CompletionStage<Content> content(@Nonnull final JID user) {
        return Calls.call(queries, () -> Content.list(lines(visits.visits(user)), Text.of("user.visits.none")));
    }

    /** The latest visit first. */
    private static List<Text> lines(final Map<JID, Long> visits) {
        return visits.entrySet().stream().sorted(Map.Entry.<JID, Long>comparingByValue().reversed())
            .map(entry -> Text.verbatim(entry.getKey().toString(),
                Instant.EPOCH.plus(entry.getValue(), ChronoUnit.MICROS))).toList();
    }

    @Override
    @Nonnull
    public String button() {
        return "forgetVisits";
    }

    @Override
    @Nonnull
    public Text buttonLabel() {
        return Text.of("user.visits.forget");
    }

    @Override
    @Nonnull
    public String done() {
        return "user.visits.forgotten";
    }

    @Override
    public void forget(@Nonnull final JID user) {
        // As if the account were gone: where it has been, and that messages were its own.
        rai.userDeleted(user);
    }
}
