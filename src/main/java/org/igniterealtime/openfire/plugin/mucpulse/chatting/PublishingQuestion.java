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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection.Fact;
import org.xmpp.packet.JID;

/**
 * Says whether it is published that a user is in a room, and why: as the {@link PublishingPolicy} decides. Knows the
 * sessions of this server alone. Safe for use by several threads.
 */
final class PublishingQuestion implements RoomQuestion {

    private final UserChatting chatting;
    private final Executor executor;
    private final PublishingWorker worker;

    /**
     * Creates it.
     *
     * @param chatting the feature
     * @param executor the feature's executor
     * @param worker knows who is where, and what is published
     */
    PublishingQuestion(@Nonnull final UserChatting chatting, @Nonnull final Executor executor,
                       @Nonnull final PublishingWorker worker) {
        this.chatting = chatting;
        this.executor = executor;
        this.worker = worker;
    }

    @Override
    @Nonnull
    public String id() {
        return "whyPublished";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("why.chatting");
    }

    @Override
    @Nonnull
    public CompletionStage<Explanation> explain(@Nonnull final JID user, @Nonnull final JID room) {
        return Calls.call(executor, () -> answer(user, room));
    }

    private Explanation answer(final JID user, final JID room) {
        if (!worker.isReady()) {
            return new Explanation(Text.of("why.chatting.loading"), List.of());
        }
        final PublishingPolicy.Verdict verdict = worker.policy().decide(user, room);
        final ChattingPreferences choice = chatting.choice(user);
        final List<Fact> facts = List.of(
            fact("why.chatting.mode", mode()),
            fact("why.chatting.choice", yesOrNo(choice.publish())),
            fact("why.chatting.privately", yesOrNo(choice.privateRooms())));
        return new Explanation(sentence(verdict.reason(), worker.items().contains(new UserAndRoom(user, room))), facts);
    }

    private static Text sentence(final PublishingPolicy.Reason reason, final boolean published) {
        return Text.of(switch (reason) {
            case PERMITTED -> published ? "why.chatting.published" : "why.chatting.pending";
            case OFF -> "why.off";
            case INCOMPLETE -> "why.chatting.unset";
            case OUTSIDE -> "why.chatting.outside";
            case CHANGING -> "why.chatting.changing";
            case EXCLUDED -> "why.chatting.excluded";
            case NO_CONSENT -> "why.chatting.unasked";
            case EXCEPTED -> "why.chatting.spared";
            case NO_EVENTING -> "why.chatting.pep";
            case NO_ACCOUNT -> "why.chatting.account";
            case NO_ROOM -> "why.room.none";
            case LOCKED -> "why.chatting.locked";
            case PRIVATE -> "why.chatting.private";
        });
    }

    private Text mode() {
        return Text.of(switch (chatting.mode()) {
            case OFF -> "choice.off";
            case OPT_IN -> "choice.opt-in";
            case OPT_OUT -> "choice.opt-out";
        });
    }

    private static Fact fact(final String label, final Text value) {
        return new Fact(Text.of(label), List.of(value));
    }

    private static Text yesOrNo(final boolean is) {
        return Text.of(is ? "why.yes" : "why.no");
    }
}
