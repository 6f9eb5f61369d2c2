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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomVCardListener;
import org.jivesoftware.openfire.vcard.VCardEventDispatcher;
import org.jivesoftware.openfire.vcard.VCardListener;
import org.xmpp.packet.JID;

/**
 * Hears Openfire's events of vCards, and passes on those of rooms: their vCards are kept under the room's JID. Safe for
 * use by several threads.
 */
public final class VCardEvents implements VCardListener {

    private final MucServices services;
    private final HookList<RoomVCardListener> listeners;
    private final ErrorHandler errors;

    /**
     * Creates the listener; it hears nothing before {@link #start()}.
     *
     * @param services the group chat services
     * @param listeners who hears of the events
     * @param errors handles what is thrown
     */
    public VCardEvents(@Nonnull final MucServices services, @Nonnull final HookList<RoomVCardListener> listeners,
                       @Nonnull final ErrorHandler errors) {
        this.services = services;
        this.listeners = listeners;
        this.errors = errors;
    }

    /** Begins to listen. */
    public void start() {
        VCardEventDispatcher.addListener(this);
    }

    /** Ends listening. */
    public void stop() {
        VCardEventDispatcher.removeListener(this);
    }

    private void changed(final String owner, @Nullable final Element vCard) {
        if (services.isRoomAddress(owner)) {
            errors.run("the listener for vCards", () -> {
                if (vCard == null || StanzaBounds.DEFAULT.contain(vCard)) {
                    final JID room = new JID(owner);
                    listeners.forEach(listener -> listener.vCardChanged(room, vCard));
                }
            });
        }
    }

    @Override
    public void vCardCreated(final String owner, final Element vCard) {
        changed(owner, vCard);
    }

    @Override
    public void vCardUpdated(final String owner, final Element vCard) {
        changed(owner, vCard);
    }

    @Override
    public void vCardDeleted(final String owner, final Element vCard) {
        changed(owner, null);
    }
}
