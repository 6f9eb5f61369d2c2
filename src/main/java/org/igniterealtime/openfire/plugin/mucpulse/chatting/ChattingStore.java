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

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Remembers, also after a crash, what users chose and which of their nodes hold items of the plugin's. All methods
 * block, and have written what they were given when they return. Safe for use by several threads.
 */
public interface ChattingStore {

    /**
     * What all users chose who did, and which accounts they had then.
     *
     * @return choices by the users' bare JIDs, possibly empty, never {@code null}
     * @throws IOException where the database cannot be read
     */
    @Nonnull
    Map<JID, Consent> consents() throws IOException;

    /**
     * Keeps a user's choice in place of an earlier one. One that the database refuses is logged, and none is kept.
     *
     * @param user the user's bare JID
     * @param consent what the user chose
     * @throws IOException where the database cannot be written
     */
    void keep(@Nonnull JID user, @Nonnull Consent consent) throws IOException;

    /**
     * Forgets a user's choice.
     *
     * @param user the user's bare JID
     * @throws IOException where the database cannot be written
     */
    void forget(@Nonnull JID user) throws IOException;

    /**
     * All items that are noted, and of which contacts may know.
     *
     * @return possibly empty, never {@code null}
     * @throws IOException where the database cannot be read
     */
    @Nonnull
    Set<Publication> publications() throws IOException;

    /**
     * All items that are noted, and that were taken away, as contacts know.
     *
     * @return possibly empty, never {@code null}
     * @throws IOException where the database cannot be read
     */
    @Nonnull
    Set<Publication> retractions() throws IOException;

    /**
     * Notes that items are about to be published, whatever was noted of them before.
     *
     * @param publications the items
     * @return those that the database refuses for what is in them, and that are not noted; usually none
     * @throws IOException where the database cannot be written; some may be noted then
     */
    @Nonnull
    Set<Publication> add(@Nonnull Collection<Publication> publications) throws IOException;

    /**
     * Notes that items, which are noted already, were taken away.
     *
     * @param publications the items
     * @throws IOException where the database cannot be written
     */
    void retract(@Nonnull Collection<Publication> publications) throws IOException;

    /**
     * Notes no longer that there were items.
     *
     * @param publications the items
     * @throws IOException where the database cannot be written
     */
    void remove(@Nonnull Collection<Publication> publications) throws IOException;
}
