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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

/** Namespaces of XML, each of which is the name of a feature as well. */
final class Namespaces {

    static final String RAI = "urn:xmpp:rai:0";
    static final String MENTIONS = "urn:xmpp:mmn:0";
    static final String REFERENCE = "urn:xmpp:reference:0";
    static final String FORWARD = "urn:xmpp:forward:0";
    static final String DELAY = "urn:xmpp:delay";
    static final String STANZA_ID = "urn:xmpp:sid:0";
    static final String MARKERS = "urn:xmpp:chat-markers:0";
    static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String PUBSUB_OWNER = PUBSUB + "#owner";
    static final String PUBSUB_EVENT = PUBSUB + "#event";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String FORM = "jabber:x:data";
    static final String MUC = "http://jabber.org/protocol/muc";
    static final String MUC_USER = MUC + "#user";
    static final String MUC_ADMIN = MUC + "#admin";
    static final String MUC_OWNER = MUC + "#owner";
    static final String REGISTER = "jabber:iq:register";

    private Namespaces() {
    }
}
