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
 * Takes frames to other servers, where they are given to {@link ClusterRelay#receive}. Safe for use by several threads.
 */
public interface Carrier {

    /**
     * Takes a frame to another server, and waits until it is there. A frame that was not accepted may have arrived all
     * the same, or may arrive later.
     *
     * @param peer the id of the server
     * @param frame the bytes of the frame
     * @return what {@link ClusterRelay#receive} returned there; an empty array where it is not known, or nobody was
     *     there to receive it
     */
    @Nonnull
    byte[] carry(@Nonnull String peer, @Nonnull byte[] frame);

    /**
     * Takes a frame to another server, and does not wait.
     *
     * @param peer the id of the server
     * @param frame the bytes of the frame
     */
    void carryWithoutWaiting(@Nonnull String peer, @Nonnull byte[] frame);
}
