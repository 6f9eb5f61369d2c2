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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import javax.annotation.Nonnull;
import org.xmpp.packet.Message;

/** A copy of what somebody sent too soon after something else. Can be told from what comes from clients. */
final class HeldNotification extends Message {

    private final Typist typist;
    private final ChatState state;

    HeldNotification(@Nonnull final Message original, @Nonnull final ChatState state, @Nonnull final Typist typist) {
        // The addresses as they are: the server did not mind them, and goes by them.
        super(original.getElement().createCopy(), true);
        this.typist = typist;
        this.state = state;
    }

    @Nonnull
    ChatState state() {
        return state;
    }

    @Nonnull
    Typist typist() {
        return typist;
    }
}
