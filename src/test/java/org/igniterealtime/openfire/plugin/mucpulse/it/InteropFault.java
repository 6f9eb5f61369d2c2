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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.FaultyServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.FaultyServer.Client;

/** A way to get nearly everything wrong that must not happen. */
enum InteropFault implements FaultyServer.Fault {

    /** Everybody is told of everything, several times, nothing of pubsub is refused, and chat states are made up. */
    TALKATIVE {
        @Override
        public void sent(final FaultyServer server, final Client client, final String stanza) {
            final Matcher said = SAID.matcher(stanza);
            if (said.find() && stanza.contains("<body>")) {
                rooms.add(said.group(1));
                server.clients().forEach(other -> {
                    tell(other, said.group(1));
                    other.send("<message from='" + said.group(1) + "' to='" + other.jid() + "'><mentions"
                        + " xmlns='urn:xmpp:mmn:0'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'"
                        + " type='groupchat' from='elsewhere@example.org/Nobody'/></forwarded></mentions></message>");
                });
            }
            if (stanza.startsWith("<presence") && stanza.contains("urn:xmpp:rai:0")) {
                rooms.forEach(room -> tell(client, room));
            }
            final Matcher published = PUBLISHED.matcher(stanza);
            if (published.find() && !stanza.contains(ROOMS)) {
                rooms.forEach(room -> server.clients().forEach(other -> other.send(event(room, published.group(1), other))));
            }
        }

        @Override
        public String received(final FaultyServer server, final Client client, final String stanza) {
            if (stanza.startsWith("<iq") && stanza.contains(ROOMS)) {
                return withLevel(stanza.contains("<pubsub") ? ERROR.matcher(stanza).replaceFirst("")
                    .replaceFirst("type=.error.", "type='result'") : stanza);
            }
            final Matcher node = NODE.matcher(stanza);
            if (stanza.contains("pubsub#event") && node.find()) {
                server.clients().forEach(other -> other.send(event(sender(stanza), node.group(1), other)));
                return stanza.replace("<item ", "<item publisher='" + accounts(server) + "' ");
            }
            final String states = "<message type='groupchat' from='" + sender(stanza) + "'>"
                + "<paused xmlns='http://jabber.org/protocol/chatstates'/></message>";
            if (stanza.startsWith("<presence") && stanza.contains("unavailable") && stanza.contains(ROOMS)) {
                return states + stanza;
            }
            if (stanza.startsWith("<message") && stanza.contains("groupchat")) {
                return states + stanza.replace("</message>",
                    "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
            }
            return stanza;
        }
    };

    /** Is in the address of each room of the tests, and in no other. */
    private static final String ROOMS = "interop-";
    private static final Pattern SAID = Pattern.compile("^<message [^>]*to=['\"](interop-[^'\"/]+)['\"][^>]*groupchat");
    private static final Pattern PUBLISHED = Pattern.compile("<publish node=['\"]([^'\"]+)");
    private static final Pattern NODE = Pattern.compile("<items[^>]* node=['\"]([^'\"]+)");
    private static final Pattern SENDER = Pattern.compile("^<[^>]* from=['\"]([^'\"]+)");
    private static final Pattern ERROR = Pattern.compile("<error.*</error>", Pattern.DOTALL);
    private static final Pattern LEVEL =
        Pattern.compile("(message-activity[^>]*>\\s*<value>)([^<]*)(</value>)", Pattern.DOTALL);

    /** The rooms that something was said in. */
    final Set<String> rooms = ConcurrentHashMap.newKeySet();

    private static String sender(final String stanza) {
        final Matcher sender = SENDER.matcher(stanza);
        return sender.find() ? sender.group(1) : "";
    }

    private static String accounts(final FaultyServer server) {
        return server.clients().stream().map(client -> client.jid().replaceFirst("/.*", "")).distinct()
            .collect(Collectors.joining(" "));
    }

    private static void tell(final Client client, final String room) {
        client.send(("<message from='" + room.substring(room.indexOf('@') + 1) + "' to='" + client.jid()
            + "'><rai xmlns='urn:xmpp:rai:0'><activity>" + room + "</activity></rai></message>").repeat(2));
    }

    private static String event(final String from, final String node, final Client client) {
        return "<message type='headline' from='" + from + "' to='" + client.jid() + "'><event"
            + " xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + node + "'><item id='extra'/></items></event>"
            + "</message>";
    }

    /** A room's information with a number of messages that is not zero, whatever the room is. */
    private static String withLevel(final String stanza) {
        if (!stanza.contains("disco#info")) {
            return stanza;
        }
        final Matcher level = LEVEL.matcher(stanza);
        return level.find() ? level.replaceFirst("$15.00$3") : stanza.replace("</query>",
            "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/muc#roominfo</value></field>"
                + "<field var='{urn:xmpp:muc-activity}message-activity'><value>5.00</value></field></x></query>");
    }
}
