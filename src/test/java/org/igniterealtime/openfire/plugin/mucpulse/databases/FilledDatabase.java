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
package org.igniterealtime.openfire.plugin.mucpulse.databases;

import java.sql.SQLException;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.xmpp.packet.JID;

/**
 * Fills a PostgreSQL or MariaDB with what a large server remembers, by statements of its own, as the plugin's would take
 * much longer. Every user but number 0 has visited 100 rooms.
 */
public final class FilledDatabase {

    static final String DOMAIN = "shakespeare.lit";
    static final String SERVICE = "chat.shakespeare.lit";
    private static final int ROOMS_OF_OTHERS = 100;
    /** When the visits were; activity is later. */
    static final long THEN = 1_700_000_000_000_000L;

    private final SqlRunner runner;
    private final boolean postgresql;
    private final String domain;
    private final String service;

    /** What runs a statement. */
    @FunctionalInterface
    public interface SqlRunner {

        /**
         * Runs a statement.
         *
         * @param sql a statement
         * @throws SQLException if it failed
         */
        void run(String sql) throws SQLException;
    }

    FilledDatabase(final Engine engine, final RealDatabase database) {
        this(database::execute, engine == Engine.POSTGRESQL, DOMAIN, SERVICE);
    }

    /**
     * Creates one that is yet to be filled.
     *
     * @param runner runs statements in the database
     * @param postgresql whether it is a PostgreSQL, or else a MariaDB
     * @param domain the domain of the users
     * @param service the group chat service of the rooms
     */
    public FilledDatabase(final SqlRunner runner, final boolean postgresql, final String domain, final String service) {
        this.runner = runner;
        this.postgresql = postgresql;
        this.domain = domain;
        this.service = service;
    }

    static JID user(final int number) {
        return new JID("u" + number, DOMAIN, null, true);
    }

    static JID room(final int number) {
        return new JID("r" + number, SERVICE, null, true);
    }

    private String series(final int from, final int number) {
        final int to = from + number - 1;
        return postgresql ? "generate_series(" + from + "," + to + ") AS s(seq)" : "seq_" + from + "_to_" + to;
    }

    private String key(final String text) {
        return postgresql ? "encode(sha256(convert_to(" + text + ",'UTF8')),'hex')" : "SHA2(" + text + ",256)";
    }

    private static String address(final String prefix, final String number, final String domain) {
        return "concat('" + prefix + "'," + number + ",'@" + domain + "')";
    }

    private String quotient(final String number, final int divisor) {
        return postgresql ? "(" + number + ")/" + divisor : "(" + number + ") DIV " + divisor;
    }

    /**
     * Fills all tables.
     *
     * @param visits how many visits
     * @param rooms how many rooms, all of them with activity
     * @param nodes how many nodes, each with one item, in as many rooms
     * @param ofFirst how many of the visits are of user number 0, to different rooms
     */
    void fill(final int visits, final int rooms, final int nodes, final int ofFirst) throws SQLException {
        for (final String sql : List.of(
            // As the server has them.
            "CREATE UNIQUE INDEX ofMucRoom_pk ON ofMucRoom (serviceID, name)",
            "CREATE INDEX ofMucRoom_roomid_idx ON ofMucRoom(roomID)",
            postgresql ? "CREATE UNIQUE INDEX ofMucMember_pk ON ofMucMember (roomID, jid)"
                : "CREATE INDEX ofMucMember_pk ON ofMucMember (roomID, jid(100))",
            postgresql ? "CREATE UNIQUE INDEX ofMucAffiliation_pk ON ofMucAffiliation (roomID, jid)"
                : "CREATE INDEX ofMucAffiliation_pk ON ofMucAffiliation (roomID, jid(100))",
            "INSERT INTO ofMucService (serviceID, subdomain) VALUES (1, 'chat')",
            "INSERT INTO ofMucRoom (serviceID, roomID, name, naturalName, publicRoom, membersOnly, creationDate)"
                + " SELECT 1, seq, concat('r', seq), concat('Room ', seq), 1, 0, '000000000000001' FROM "
                + series(0, rooms),
            "INSERT INTO ofMucAffiliation (roomID, jid, affiliation) SELECT seq, concat('u', seq, '@shakespeare.lit'),"
                + " 10 FROM " + series(0, rooms))) {
            runner.run(sql);
        }
        fillTables(visits, rooms, nodes, ofFirst);
        runner.run("INSERT INTO ofMucPulseNickname (userKey, roomKey, userJID, roomJID, nickKey, nickname, lastUsed)"
            + " SELECT userKey, roomKey, userJID, roomJID, " + key("userJID") + ", 'nick', lastVisit"
            + " FROM ofMucPulseLastVisit");
        for (final String table : List.of("ofMucPulseNickname", "ofMucRoom", "ofMucAffiliation", "ofMucMember", "ofMucService")) {
            analyze(table);
        }
    }

    /**
     * Fills the tables of the plugin alone.
     *
     * @param visits how many visits
     * @param rooms how many rooms, all of them with activity
     * @param nodes how many nodes, each with one item, in as many rooms
     * @param ofFirst how many of the visits are of user number 0, to different rooms
     * @throws SQLException if a statement failed
     */
    public void fillTables(final int visits, final int rooms, final int nodes, final int ofFirst) throws SQLException {
        visits("seq", 0, "0", ofFirst, rooms);
        visits("seq", ofFirst, "1+" + quotient("seq-" + ofFirst, ROOMS_OF_OTHERS), visits - ofFirst, rooms);
        final String room = address("r", "seq", service);
        final String author = address("u", "1+seq % 1000", domain);
        runner.run("INSERT INTO ofMucPulseLastActivity (roomKey, roomJID, lastActivity, authorKey, lastAuthor,"
            + " priorActivity) SELECT " + key(room) + ", " + room + ", " + THEN + "+1000000+seq, " + key(author) + ", "
            + author + ", " + THEN + "+seq FROM " + series(0, rooms));
        runner.run("INSERT INTO ofMucPulseRoomNode (roomKey, nodeKey, roomJID, nodeID, created, configuration,"
            + " creator) SELECT " + key(room) + ", " + key("'pins'") + ", " + room + ", 'pins', 1, '<x/>', NULL FROM "
            + series(0, nodes));
        runner.run("INSERT INTO ofMucPulseNodeItem (roomKey, nodeKey, itemOrder, itemID, published, publisher,"
            + " payload) SELECT " + key(room) + ", " + key("'pins'") + ", seq, 'i', 1, NULL, '<p xmlns=\"urn:p\"/>' FROM "
            + series(0, nodes));
        final String user = address("u", "seq", domain);
        runner.run("INSERT INTO ofMucPulseConsent (userKey, userJID, publish, privateRooms) SELECT " + key(user)
            + ", " + user + ", 1, 0 FROM " + series(0, nodes));
        runner.run("INSERT INTO ofMucPulsePublication (userKey, itemKey, userJID, itemID, retracted) SELECT "
            + key(user) + ", " + key(user) + ", " + user + ", 'i', CASE WHEN seq % 50 = 0 THEN 1 ELSE 0 END FROM "
            + series(0, nodes));
        runner.run("INSERT INTO ofMucPulseSwitch (roomKey, feature, roomJID, switchValue, lastChange) SELECT "
            + key(room) + ", 'rai', " + room + ", 'off', 1 FROM " + series(rooms - rooms / 100, rooms / 100));
        for (final String table : List.of("ofMucPulseLastVisit", "ofMucPulseLastActivity", "ofMucPulseRoomNode",
            "ofMucPulseNodeItem", "ofMucPulseSwitch", "ofMucPulseConsent", "ofMucPulsePublication")) {
            analyze(table);
        }
    }

    private void analyze(final String table) throws SQLException {
        runner.run((postgresql ? "ANALYZE " : "ANALYZE TABLE ") + table);
    }

    /** Drops the index by which old visits are found, and which every update of a visit has to change. */
    void dropAgeIndex() throws SQLException {
        runner.run("DROP INDEX ofMucPulseLastVisit_age_idx" + (postgresql ? "" : " ON ofMucPulseLastVisit"));
    }

    private void visits(final String number, final int from, final String who, final int count, final int rooms)
        throws SQLException {
        final String user = address("u", who, domain);
        // Different rooms for the visits of one user.
        final String room = address("r", '(' + number + "*7) % " + rooms, service);
        runner.run("INSERT INTO ofMucPulseLastVisit (userKey, roomKey, userJID, roomJID, lastVisit) SELECT "
            + key(user) + ", " + key(room) + ", " + user + ", " + room + ", " + THEN + '+' + number + " FROM "
            + series(from, count));
    }
}
