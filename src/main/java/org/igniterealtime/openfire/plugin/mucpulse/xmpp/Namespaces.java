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

/**
 * The namespaces that more than one package uses.
 */
public final class Namespaces {

    /** Service discovery, what an entity is and supports (XEP-0030). */
    public static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    /** Service discovery, the items of an entity (XEP-0030). */
    public static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    /** Ad-hoc commands, and the node of their list (XEP-0050). */
    public static final String COMMANDS = "http://jabber.org/protocol/commands";
    /** Data forms (XEP-0004). */
    public static final String DATA_FORM = "jabber:x:data";
    /** The name of the field that says what a data form is for (XEP-0068). */
    public static final String FORM_TYPE = "FORM_TYPE";
    /** When a stanza was originally sent (XEP-0203). */
    public static final String DELAY = "urn:xmpp:delay";
    /** The conditions of stanza errors (RFC 6120 §8.3). */
    public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    /** Publish-subscribe, and personal eventing (XEP-0060, XEP-0163). */
    public static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    /** Ids that stanzas are given by servers, rooms and clients (XEP-0359). */
    public static final String STANZA_IDS = "urn:xmpp:sid:0";
    /** How servers are to treat a message (XEP-0334). */
    public static final String HINTS = "urn:xmpp:hints";

    /** What owners do with their rooms (XEP-0045 §10). */
    public static final String MUC_OWNER = "http://jabber.org/protocol/muc#owner";
    /** Copies of messages for other sessions (XEP-0280). */
    public static final String CARBONS = "urn:xmpp:carbons:2";
    /** Corrections of earlier messages (XEP-0308). */
    public static final String CORRECTION = "urn:xmpp:message-correct:0";

    private Namespaces() {
    }
}
