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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.hash.Hashing;
import java.util.Base64;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomVCardListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Publishes the avatars of rooms: when the photo in a room's vCard changes, the room publishes the metadata of the
 * picture, as users do for theirs. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0486.html">XEP-0486: MUC Avatars</a>
 * @see <a href="https://xmpp.org/extensions/xep-0084.html#process-pubmeta">XEP-0084 §3.2</a>
 */
public final class RoomAvatars implements RoomVCardListener {

    /** The node, and the namespace of its payloads. */
    public static final String METADATA = "urn:xmpp:avatar:metadata";

    private static final Logger Log = LoggerFactory.getLogger(RoomAvatars.class);
    private static final String NO_AVATAR = "none";

    private final BooleanSupplier enabled;
    private final RoomPublisher publisher;

    /**
     * Creates the bridge.
     *
     * @param enabled whether it is switched on
     * @param publisher publishes in the name of rooms
     */
    public RoomAvatars(@Nonnull final BooleanSupplier enabled, @Nonnull final RoomPublisher publisher) {
        this.enabled = enabled;
        this.publisher = publisher;
    }

    @Override
    public void vCardChanged(@Nonnull final JID room, @Nullable final Element vCard) {
        if (!enabled.getAsBoolean()) {
            return;
        }
        final Element metadata = DocumentHelper.createElement(QName.get("metadata", METADATA));
        final byte[] picture = picture(vCard);
        String id = NO_AVATAR;
        if (picture.length > 0) {
            id = sha1(picture);
            metadata.addElement("info").addAttribute("id", id)
                .addAttribute("bytes", Integer.toString(picture.length))
                .addAttribute("type", type(Objects.requireNonNull(vCard)));
        }
        publisher.publish(room, METADATA, id, metadata).whenComplete((published, failure) -> {
            if (failure != null) {
                Log.debug("The avatar of {} was not published.", room, failure);
            }
        });
    }

    /** The protocol identifies a picture by this hash, which is not used for security. */
    @SuppressWarnings("deprecation")
    private static String sha1(final byte[] picture) {
        return Hashing.sha1().hashBytes(picture).toString();
    }

    private static byte[] picture(@Nullable final Element vCard) {
        final Element photo = vCard == null ? null : vCard.element("PHOTO");
        final Element data = photo == null ? null : photo.element("BINVAL");
        if (data == null) {
            return new byte[0];
        }
        try {
            return Base64.getMimeDecoder().decode(data.getText());
        } catch (final IllegalArgumentException e) {
            Log.debug("The photo in a room's vCard is not in Base64.", e);
            return new byte[0];
        }
    }

    private static String type(final Element vCard) {
        final Element type = vCard.element("PHOTO").element("TYPE");
        return type == null || type.getTextTrim().isEmpty() ? "image/png" : type.getTextTrim();
    }
}
