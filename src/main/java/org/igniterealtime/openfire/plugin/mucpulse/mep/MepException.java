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

import java.io.Serial;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.PacketError;

/**
 * A request is refused, with an error of XEP-0060: the one place where the conditions and types of errors are put
 * together. Not a failure of the plugin: it carries no stack trace.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#errors">XEP-0060 §15.4, "errors"</a>
 */
final class MepException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

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

    private static MepException of(final PacketError.Condition condition, final PacketError.Type type,
                                   @Nullable final String detail) {
        return new MepException(condition.toXMPP(), type, detail, null);
    }

    /** The request is malformed. */
    @Nonnull
    static MepException badRequest() {
        return of(PacketError.Condition.bad_request, PacketError.Type.modify, null);
    }

    /** The request lacks something, or has something wrong, which the condition of XEP-0060 names. */
    @Nonnull
    static MepException badRequest(@Nonnull final String detail) {
        return of(PacketError.Condition.bad_request, PacketError.Type.modify, detail);
    }

    /** A value is not admitted. */
    @Nonnull
    static MepException notAcceptable() {
        return of(PacketError.Condition.not_acceptable, PacketError.Type.modify, null);
    }

    /** A value is not admitted, for the reason that the condition of XEP-0060 names. */
    @Nonnull
    static MepException notAcceptable(@Nonnull final String detail) {
        return of(PacketError.Condition.not_acceptable, PacketError.Type.modify, detail);
    }

    /** There is such a node already. */
    @Nonnull
    static MepException conflict() {
        return of(PacketError.Condition.conflict, PacketError.Type.cancel, null);
    }

    /** The request conflicts with what there is, in the way that the condition of XEP-0060 names. */
    @Nonnull
    static MepException conflict(@Nonnull final String detail) {
        return of(PacketError.Condition.conflict, PacketError.Type.cancel, detail);
    }

    /** The request does not fit the state that the condition of XEP-0060 names. */
    @Nonnull
    static MepException unexpectedRequest(@Nonnull final String detail) {
        return of(PacketError.Condition.unexpected_request, PacketError.Type.cancel, detail);
    }

    /** Something is asked for that has no name as a feature, and is not offered. */
    @Nonnull
    static MepException notImplemented() {
        return of(PacketError.Condition.feature_not_implemented, PacketError.Type.cancel, null);
    }

    @Nonnull
    static MepException forbidden() {
        return of(PacketError.Condition.forbidden, PacketError.Type.auth, null);
    }

    @Nonnull
    static MepException itemNotFound() {
        return of(PacketError.Condition.item_not_found, PacketError.Type.cancel, null);
    }

    /** A feature of XEP-0060 that is not offered. */
    @Nonnull
    static MepException unsupported(@Nonnull final String feature) {
        return new MepException(PacketError.Condition.feature_not_implemented.toXMPP(), PacketError.Type.cancel,
            "unsupported", feature);
    }

    /** The sender is not in the room: only occupants share presence with it. */
    @Nonnull
    static MepException notInRoom() {
        return of(PacketError.Condition.not_authorized, PacketError.Type.auth,
            "presence-subscription-required");
    }

    /** The user exceeds a rate. The condition is missing in Tinder 1.3. */
    @Nonnull
    static MepException tooOften() {
        return new MepException("policy-violation", PacketError.Type.wait, null, null);
    }

    /** Too many requests wait, or too much memory is in use. */
    @Nonnull
    static MepException tooBusy() {
        return of(PacketError.Condition.resource_constraint, PacketError.Type.wait, null);
    }

    /** There is no such service at the address. */
    @Nonnull
    static MepException notOffered() {
        return of(PacketError.Condition.service_unavailable, PacketError.Type.cancel, null);
    }

    /** The nodes of the room cannot be read from the database now. */
    @Nonnull
    static MepException notLoaded() {
        return of(PacketError.Condition.internal_server_error, PacketError.Type.wait, null);
    }

    /** The condition of publish-subscribe, or that of the stanza error where there is none. */
    @Nonnull
    String reason() {
        return detail == null ? condition : detail;
    }

    /** The error element of the stanza. */
    @Nonnull
    Element toError() {
        final Element error = DocumentHelper.createElement("error").addAttribute("type", type.toXMPP());
        error.addElement(QName.get(condition, Pubsub.STANZA_ERRORS));
        if (detail != null) {
            final Element application = error.addElement(QName.get(detail, Pubsub.ERRORS));
            if (feature != null) {
                application.addAttribute("feature", feature);
            }
        }
        return error;
    }
}
