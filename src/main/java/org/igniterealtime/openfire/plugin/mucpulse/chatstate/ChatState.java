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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;

/**
 * The five chat states.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html#definitions">XEP-0085 §2</a>
 */
enum ChatState {

    ACTIVE("active"),
    COMPOSING("composing"),
    PAUSED("paused"),
    INACTIVE("inactive"),
    GONE("gone");

    static final String NAMESPACE = "http://jabber.org/protocol/chatstates";

    private static final ChatState[] ALL = values();

    private final String element;
    private final QName name;

    ChatState(final String element) {
        this.element = element;
        this.name = QName.get(element, NAMESPACE);
    }

    /**
     * The name of the state's element.
     *
     * @return the qualified name
     */
    @Nonnull
    QName qName() {
        return name;
    }

    /**
     * The state of which an element is the name. Allocates nothing.
     *
     * @param candidate any element
     * @return the state, {@code null} where the element is no chat state
     */
    @Nullable
    static ChatState of(@Nonnull final Element candidate) {
        if (NAMESPACE.equals(candidate.getNamespaceURI())) {
            final String found = candidate.getName();
            for (final ChatState state : ALL) {
                if (state.element.equals(found)) {
                    return state;
                }
            }
        }
        return null;
    }
}
