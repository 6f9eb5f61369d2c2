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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.xmpp.packet.JID;

/** The nicknames of a user, on the console's page of the user. */
public final class NicknameSection implements UserSection {

    private final Nicknames nicknames;
    private final Consumer<JID> forget;
    private final Executor queries;

    /**
     * Creates the section.
     *
     * @param nicknames remembers nicknames
     * @param forget forgets those of a user
     * @param queries runs database queries; may reject them
     */
    NicknameSection(@Nonnull final Nicknames nicknames, @Nonnull final Consumer<JID> forget,
                    @Nonnull final Executor queries) {
        this.nicknames = nicknames;
        this.forget = forget;
        this.queries = queries;
    }

    @Override
    @Nonnull
    public String id() {
        return "nicknames";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("user.nicknames");
    }

    @Override
    @Nonnull
    public CompletionStage<Content> content(@Nonnull final JID user) {
        return Calls.call(queries, () -> Content.list(nicknames.of(user).stream().map(NicknameSection::line).toList(),
            Text.of("user.nicknames.none")));
    }

    private static Text line(final KnownNickname known) {
        return Text.verbatim(known.room().toString(), known.nickname(),
            Instant.EPOCH.plus(known.timestamp(), ChronoUnit.MICROS));
    }

    @Override
    @Nonnull
    public String button() {
        return "forgetNicknames";
    }

    @Override
    @Nonnull
    public Text buttonLabel() {
        return Text.of("user.nicknames.forget");
    }

    @Override
    @Nonnull
    public String done() {
        return "user.nicknames.forgotten";
    }

    @Override
    public void forget(@Nonnull final JID user) {
        forget.accept(user);
    }
}
