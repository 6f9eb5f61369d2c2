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
package org.igniterealtime.openfire.plugin.mucpulse.xmpp;

import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.Element;

/**
 * Recognizes encrypted content by the children of a message. Allocates nothing.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0380.html">XEP-0380: Explicit Message Encryption</a>
 * @see <a href="https://xmpp.org/extensions/xep-0384.html">XEP-0384: OMEMO Encryption</a>
 */
public final class Encryption {

    private static final String HINT = "urn:xmpp:eme:0";
    /** OMEMO as it is widely deployed, and in its later versions. */
    private static final Set<String> OMEMO =
        Set.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:0", "urn:xmpp:omemo:1", "urn:xmpp:omemo:2");

    private Encryption() {
    }

    /**
     * Whether an element says how its message is encrypted (XEP-0380).
     *
     * @param child a child of a message
     * @return whether it is such a hint
     */
    public static boolean isHint(@Nonnull final Element child) {
        return "encryption".equals(child.getName()) && HINT.equals(child.getNamespaceURI());
    }

    /**
     * Whether an element is encrypted with OMEMO, with or without a payload. One without a payload only exchanges keys;
     * clients add no body to it, but some add a hint.
     *
     * @param child a child of a message
     * @return whether it is the element of OMEMO
     * @see #hasPayload
     */
    public static boolean isOmemo(@Nonnull final Element child) {
        return "encrypted".equals(child.getName()) && OMEMO.contains(child.getNamespaceURI());
    }

    /**
     * Whether the element of OMEMO has a payload.
     *
     * @param omemo an element that {@linkplain #isOmemo is of OMEMO}
     * @return whether it has content
     */
    public static boolean hasPayload(@Nonnull final Element omemo) {
        return omemo.element("payload") != null;
    }
}
