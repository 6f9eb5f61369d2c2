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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.io.Serial;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.PacketError;

/**
 * Says why a request is refused, in the words of the protocol. Not a failure of the plugin: it carries no stack trace.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#errors">XEP-0060 §15.4, "errors"</a>
 */
final class MepException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final String condition;
    private final PacketError.Type type;
    @Nullable
    private final String detail;
    @Nullable
    private final String feature;

    private MepException(final String condition, final PacketError.Type type,
                         @Nullable final String detail, @Nullable final String feature) {
        super(condition + (detail == null ? "" : ", " + detail), null, false, false);
        this.condition = condition;
        this.type = type;
        this.detail = detail;
        this.feature = feature;
    }

    /** A refusal with a stanza error only. */
    @Nonnull
    static MepException of(@Nonnull final PacketError.Condition condition, @Nonnull final PacketError.Type type) {
        return new MepException(condition.toXMPP(), type, null, null);
    }

    /** A refusal with a condition of publish-subscribe as well. */
    @Nonnull
    static MepException of(@Nonnull final PacketError.Condition condition, @Nonnull final PacketError.Type type,
                           @Nonnull final String detail) {
        return new MepException(condition.toXMPP(), type, detail, null);
    }

    @Nonnull
    static MepException badRequest(@Nonnull final String detail) {
        return of(PacketError.Condition.bad_request, PacketError.Type.modify, detail);
    }

    @Nonnull
    static MepException forbidden() {
        return of(PacketError.Condition.forbidden, PacketError.Type.auth);
    }

    @Nonnull
    static MepException itemNotFound() {
        return of(PacketError.Condition.item_not_found, PacketError.Type.cancel);
    }

    /** What is asked for is not offered; names the feature that would offer it. */
    @Nonnull
    static MepException unsupported(@Nonnull final String feature) {
        return new MepException(PacketError.Condition.feature_not_implemented.toXMPP(), PacketError.Type.cancel,
            "unsupported", feature);
    }

    /** Only who shares presence with the room, as its occupants do, may ask it for anything. */
    @Nonnull
    static MepException notInRoom() {
        return of(PacketError.Condition.not_authorized, PacketError.Type.auth, "presence-subscription-required");
    }

    /** Somebody asks too often; the condition is younger than the server's oldest library. */
    @Nonnull
    static MepException tooOften() {
        return new MepException("policy-violation", PacketError.Type.wait, null, null);
    }

    /** Too much waits or is held already. */
    @Nonnull
    static MepException tooBusy() {
        return of(PacketError.Condition.resource_constraint, PacketError.Type.wait);
    }

    /** The nodes cannot be read now. */
    @Nonnull
    static MepException notLoaded() {
        return of(PacketError.Condition.internal_server_error, PacketError.Type.wait);
    }

    /** The stanza error's condition, and that of publish-subscribe if there is one: for counting. */
    @Nonnull
    String reason() {
        return detail == null ? condition : detail;
    }

    @Nonnull
    Element toError() {
        final Element error = DocumentHelper.createElement("error").addAttribute("type", type.toXMPP());
        error.addElement(QName.get(condition, STANZAS));
        if (detail != null) {
            final Element application = error.addElement(QName.get(detail, Pubsub.ERRORS));
            if (feature != null) {
                application.addAttribute("feature", feature);
            }
        }
        return error;
    }
}
