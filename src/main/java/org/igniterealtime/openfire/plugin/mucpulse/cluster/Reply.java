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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import javax.annotation.Nonnull;

/** What a server says to a frame. The number of the constant is the only byte of the reply. */
enum Reply {

    /** Try again later: the recipient does not regard the sender as a peer yet, or has too much to do. */
    LATER {
        @Override
        void settle(final PeerLink link) {
            link.refused();
        }
    },
    /** The frame was accepted, or had been before. */
    ACCEPTED {
        @Override
        void settle(final PeerLink link) {
            link.accepted();
        }
    },
    /** The recipient does not understand the frame, and will not. */
    UNREADABLE {
        @Override
        void settle(final PeerLink link) {
            link.giveUp();
        }
    },
    /** The recipient takes nothing more of this link, but will of another one. */
    ENDED {
        @Override
        void settle(final PeerLink link) {
            link.renew();
        }
    };

    /** Tells a link what has become of the frame that was under way. */
    abstract void settle(@Nonnull PeerLink link);

    @Nonnull
    byte[] toBytes() {
        return new byte[] {(byte) ordinal()};
    }

    /** Reads a reply; one that is not understood, or is missing, means that the frame is to be sent again. */
    @Nonnull
    static Reply of(@Nonnull final byte[] bytes) {
        return bytes.length == 1 && bytes[0] >= 0 && bytes[0] < values().length ? values()[bytes[0]] : LATER;
    }
}
