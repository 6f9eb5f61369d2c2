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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Something to know of a room, as a list on the console's page of the room. Implementations are safe for use by several
 * threads.
 */
public interface RoomReport {

    /**
     * The name of the list on the page.
     *
     * @return a word, different from those of all other reports
     */
    @Nonnull
    String id();

    /**
     * The heading.
     *
     * @return a text
     */
    @Nonnull
    Text title();

    /**
     * What there is to know. Does not block.
     *
     * @param room the room's bare JID
     * @return the lines, possibly none
     */
    @Nonnull
    CompletionStage<List<Text>> lines(@Nonnull JID room);

    /**
     * What to say where there is nothing to know.
     *
     * @return a text
     */
    @Nonnull
    Text none();
}
