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

import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;

/**
 * The namespaces and element names of the feature.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html">XEP-0060</a>
 */
public final class Pubsub {

    /** The namespace of what everybody may ask for, and of the protocol itself. */
    public static final String NAMESPACE = Namespaces.PUBSUB;
    /** The namespace of what owners may ask for. */
    public static final String OWNER = NAMESPACE + "#owner";
    static final String EVENT = NAMESPACE + "#event";
    static final String ERRORS = NAMESPACE + "#errors";
    static final String NODE_CONFIG = NAMESPACE + "#node_config";
    static final String PUBLISH_OPTIONS = NAMESPACE + "#publish-options";
    static final String META_DATA = NAMESPACE + "#meta-data";

    static final QName PUBSUB = QName.get("pubsub", NAMESPACE);
    static final QName PUBSUB_OWNER = QName.get("pubsub", OWNER);
    static final QName PUBLISH = QName.get("publish", NAMESPACE);
    static final QName ITEM = QName.get("item", NAMESPACE);
    static final QName EVENT_ELEMENT = QName.get("event", EVENT);
    static final QName DATA_FORM = QName.get("x", Namespace.get(Namespaces.DATA_FORM));
    static final QName RESULT_SET = QName.get("set", Namespace.get("http://jabber.org/protocol/rsm"));
    static final QName DELAY = QName.get("delay", Namespace.get(Namespaces.DELAY));

    static final QName DISCO_INFO_QUERY = QName.get("query", Namespaces.DISCO_INFO);
    static final QName DISCO_ITEMS_QUERY = QName.get("query", Namespaces.DISCO_ITEMS);
    static final String STANZA_ERRORS = Namespaces.STANZA_ERRORS;

    private Pubsub() {
    }

    /** Whether an element is a pubsub request of either namespace. */
    static boolean isRequest(@Nonnull final Element element) {
        return PUBSUB.getName().equals(element.getName())
            && (NAMESPACE.equals(element.getNamespaceURI()) || OWNER.equals(element.getNamespaceURI()));
    }

    /** Whether an element is a service discovery query. */
    static boolean isDisco(@Nonnull final Element element) {
        return DISCO_INFO_QUERY.equals(element.getQName()) || DISCO_ITEMS_QUERY.equals(element.getQName());
    }
}
