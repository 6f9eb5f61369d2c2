/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.xmpp.packet.JID;

/**
 * User Chatting, as the console sees it. Safe for use by several threads.
 */
public final class FeatureChatting implements ChattingUsers {

    private final UserChatting chatting;

    /**
     * Creates a view.
     *
     * @param chatting the feature
     */
    public FeatureChatting(@Nonnull final UserChatting chatting) {
        this.chatting = chatting;
    }

    @Override
    @Nonnull
    public State of(@Nonnull final JID user) {
        final ChattingPreferences choice = chatting.choice(user);
        return new State(chatting.stated(user).isPresent(), choice.publish(), choice.privateRooms(),
            choice.excludedRooms(), chatting.publishedRooms(user));
    }

    @Override
    public void reset(@Nonnull final JID user) {
        chatting.reset(user);
    }
}
