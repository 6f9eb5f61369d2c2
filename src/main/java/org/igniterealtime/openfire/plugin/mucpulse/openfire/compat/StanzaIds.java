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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import org.jivesoftware.util.JiveGlobals;

/**
 * Whether the server gives every message to a room an id in the room's name (XEP-0359), and removes what pretends to be
 * one. Openfire 4.2 does not, and administrators can switch it off. Immutable.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0359.html">XEP-0359: Unique and Stable Stanza IDs</a>
 */
public final class StanzaIds {

    private static final String TYPE = "org.jivesoftware.openfire.stanzaid.StanzaIDUtil";
    private static final String ENABLED = "xmpp.sid.enabled";
    private static final String ENABLED_FOR_MESSAGES = "xmpp.sid.message.enabled";

    private final boolean known;

    /**
     * Looks whether this version of the server has them.
     *
     * @param loader the class loader of the server's classes
     */
    public StanzaIds(final ClassLoader loader) {
        boolean found;
        try {
            Class.forName(TYPE, false, loader);
            found = true;
        } catch (final ClassNotFoundException | LinkageError e) {
            found = false;
        }
        this.known = found;
    }

    /**
     * Whether an id that a message of a room has in the room's name is the server's.
     *
     * @return {@code false} where anybody may have written it
     */
    public boolean areAssigned() {
        return known && JiveGlobals.getBooleanProperty(ENABLED, true)
            && JiveGlobals.getBooleanProperty(ENABLED_FOR_MESSAGES, true);
    }
}
