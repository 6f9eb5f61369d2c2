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

/**
 * What a feature sends to another server. Its bytes are not changed once it was given to the relay.
 *
 * @param topic whose listeners are to get it
 * @param bytes what they get
 */
record Message(@Nonnull String topic, @Nonnull byte[] bytes) {

    /** What a message takes in a frame besides its text. */
    static final int OVERHEAD = 6;

    /** How many bytes the message takes in a frame, where its topic is ASCII. */
    int size() {
        return OVERHEAD + topic.length() + bytes.length;
    }
}
