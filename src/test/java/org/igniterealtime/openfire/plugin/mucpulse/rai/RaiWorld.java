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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * A small server on which users do this and that, as far as a server lets them, with the feature and its model side by
 * side. Who compares them, and when, is up to the subclass.
 */
abstract class RaiWorld {

    static final JID TOMB = RaiFixture.room("tomb");
    static final JID GROUP = new JID("capulets", RaiFixture.DOMAIN, "group");
    /** An administrator of the service. */
    static final JID ESCALUS = new JID("escalus@example.org");
    static final List<JID> ROOMS = List.of(ORCHARD, BALCONY, TOMB);
    static final List<JID> SESSIONS = List.of(ROMEO_PHONE, ROMEO_LAPTOP, JULIET_PHONE, JULIET_LAPTOP,
        new JID("paris@example.net/palace"), new JID("escalus@example.org/palace"));
    static final List<JID> USERS = List.of(ROMEO, JULIET, new JID("paris@example.net"), ESCALUS);

    /** The settings of a room that matter. */
    enum Flag {
        MEMBERS_ONLY, HIDDEN, PASSWORD
    }

    /** A user's place in a room's lists. */
    enum Rank {
        OWNER, ADMIN, MEMBER, NONE
    }

    /** What can be said in a room, and what does not count as said. */
    enum Content {
        BODY("<body>It is the east.</body>", true),
        ENCRYPTED("<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>x</payload></encrypted>", true),
        CHAT_STATE("<composing xmlns='http://jabber.org/protocol/chatstates'/>", false),
        SUBJECT("<subject>The sun</subject>", false),
        CORRECTION("<body>It is the west.</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>", false),
        REACTION("<reactions xmlns='urn:xmpp:reactions:0' id='1'/>", false);

        private final Message stanza;
        private final boolean activity;

        Content(final String content, final boolean activity) {
            this.stanza = Stanzas.groupchat(content);
            this.activity = activity;
        }
    }

    /** One utterance, if the session is in the room. */
    record Utterance(JID session, JID room, Content content) {

        boolean isActivity() {
            return content.activity;
        }

        Message stanza() {
            return content.stanza;
        }
    }

    final RaiFixture server = new RaiFixture();
    final RaiModel model = new RaiModel(server.rooms, server.users, server.settings, Set.of(ESCALUS));

    RaiWorld() {
        server.rooms.makeServiceAdmin(ESCALUS);
    }

    // For subclasses

    /** A session asks for a subscription. */
    abstract void subscribe(JID session);

    /** Things are said, one right after the other. */
    abstract void say(List<Utterance> utterances);

    /** Something else has happened. */
    abstract void happened();

    /** A session of the user came or went. */
    void visited(final JID user, final JID room) {
        model.visited(user, room);
    }

    /** A subscription has ended. */
    void ended(final JID session) {
        model.unsubscribe(session);
    }

    void destroyed(final JID room) {
        model.destroyed(room);
    }

    // What users do

    void unsubscribe(final JID session) {
        ended(session);
        server.unsubscribe(session);
        happened();
    }

    void endSession(final JID session) {
        ROOMS.forEach(room -> depart(session, room));
        ended(session);
        server.sessionEnded(session);
        happened();
    }

    void enter(final JID session, final JID room) {
        final FakeRoom found = server.rooms.find(room).orElseGet(() -> create(session, room));
        if (found.occupants.contains(session) || isShutOut(session.asBareJID(), found)) {
            return;
        }
        visited(session.asBareJID(), room);
        server.join(session, room);
        happened();
    }

    private FakeRoom create(final JID creator, final JID room) {
        final FakeRoom created = server.rooms.create(room);
        created.persistent = !room.equals(TOMB);
        created.owners.add(creator.asBareJID());
        return created;
    }

    private boolean isShutOut(final JID user, final FakeRoom room) {
        return switch (server.rooms.affiliation(room.jid, user)) {
            case OUTCAST -> true;
            case NONE -> room.membersOnly;
            default -> false;
        };
    }

    void leave(final JID session, final JID room) {
        depart(session, room);
        happened();
    }

    private void depart(final JID session, final JID room) {
        if (server.rooms.find(room).filter(found -> found.occupants.contains(session)).isPresent()) {
            visited(session.asBareJID(), room);
            server.leave(session, room);
            if (server.rooms.find(room).isEmpty()) {
                destroyed(room);
            }
        }
    }

    void affiliate(final JID userOrGroup, final JID room, final Rank list) {
        server.rooms.find(room).ifPresent(found -> {
            found.unaffiliate(userOrGroup);
            switch (list) {
                case OWNER -> found.owners.add(userOrGroup);
                case ADMIN -> found.admins.add(userOrGroup);
                case MEMBER -> found.members.add(userOrGroup);
                default -> { }
            }
            happened();
        });
    }

    void ban(final JID user, final JID room) {
        server.rooms.find(room).ifPresent(found -> {
            found.unaffiliate(user);
            found.outcasts.add(user);
            List.copyOf(found.occupants).stream().filter(session -> session.asBareJID().equals(user))
                .forEach(session -> depart(session, room));
            happened();
        });
    }

    void configure(final JID room, final Flag flag, final boolean on) {
        server.rooms.find(room).ifPresent(found -> {
            switch (flag) {
                case MEMBERS_ONLY -> found.membersOnly = on;
                case HIDDEN -> found.hidden = on;
                default -> found.password = on;
            }
            happened();
        });
    }

    void destroy(final JID room) {
        server.rooms.find(room).ifPresent(found -> {
            found.occupants.forEach(session -> visited(session.asBareJID(), room));
            destroyed(room);
            server.destroy(room);
            happened();
        });
    }

    void changeGroup(final JID user, final boolean member) {
        if (member) {
            server.users.group(GROUP).add(user);
        } else {
            server.users.group(GROUP).remove(user);
        }
        server.groupsChanged();
        happened();
    }

    // What the server's administrator does

    void setInterest(final Interest interest) {
        server.settings.interest(interest);
        server.settingsChanged();
        happened();
    }

    void setWindow(final Duration window) {
        server.settings.coalescing(window);
        server.settingsChanged();
        happened();
    }

    void setLimits(final int perUser, final int perService) {
        server.settings.subscriptionsPerUser(perUser).subscriptionsPerService(perService);
        server.settingsChanged();
        happened();
    }


    void pass(final Duration time) {
        server.pass(time);
        happened();
    }

    /** Those of some utterances that the server lets pass. */
    List<Utterance> possible(final List<Utterance> utterances) {
        return utterances.stream().filter(utterance -> server.rooms.find(utterance.room())
            .filter(room -> room.occupants.contains(utterance.session())).isPresent()).toList();
    }
}
