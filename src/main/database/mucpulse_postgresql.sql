-- When a user was last in a room, in microseconds since 1970. In all tables, what holds an address or an id is found by its
-- key, the SHA-256 hash of the text in hexadecimal digits, as databases differ in what they take for the same text.
CREATE TABLE ofMucPulseLastVisit (
  userKey       CHAR(64)      NOT NULL,
  roomKey       CHAR(64)      NOT NULL,
  userJID       VARCHAR(3071) NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  lastVisit     BIGINT        NOT NULL,
  CONSTRAINT ofMucPulseLastVisit_pk PRIMARY KEY (userKey, roomKey)
);
CREATE INDEX ofMucPulseLastVisit_room_idx ON ofMucPulseLastVisit (roomKey);
CREATE INDEX ofMucPulseLastVisit_age_idx ON ofMucPulseLastVisit (lastVisit);

-- When something was last said in a room, by whom, and when somebody else last said something before.
CREATE TABLE ofMucPulseLastActivity (
  roomKey       CHAR(64)      NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  lastActivity  BIGINT        NOT NULL,
  authorKey     CHAR(64)      NULL,
  lastAuthor    VARCHAR(3071) NULL,
  priorActivity BIGINT        NULL,
  CONSTRAINT ofMucPulseLastActivity_pk PRIMARY KEY (roomKey)
);
CREATE INDEX ofMucPulseLastActivity_who_idx ON ofMucPulseLastActivity (authorKey);
CREATE INDEX ofMucPulseLastActivity_age_idx ON ofMucPulseLastActivity (lastActivity);

-- The nodes of persistent rooms; the configuration is a data form in XML; the creator is the user whose share of the memory
-- the node takes; the time is in milliseconds since 1970.
CREATE TABLE ofMucPulseRoomNode (
  roomKey       CHAR(64)      NOT NULL,
  nodeKey       CHAR(64)      NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  nodeID        VARCHAR(255)  NOT NULL,
  created       BIGINT        NOT NULL,
  configuration TEXT          NOT NULL,
  creator       VARCHAR(3071) NULL,
  CONSTRAINT ofMucPulseRoomNode_pk PRIMARY KEY (roomKey, nodeKey)
);

-- Their items; the order grows with each item that is published in the room; times are in milliseconds since 1970.
CREATE TABLE ofMucPulseNodeItem (
  roomKey       CHAR(64)      NOT NULL,
  nodeKey       CHAR(64)      NOT NULL,
  itemOrder     BIGINT        NOT NULL,
  itemID        VARCHAR(255)  NOT NULL,
  published     BIGINT        NOT NULL,
  publisher     VARCHAR(3071) NULL,
  payload       TEXT          NULL,
  CONSTRAINT ofMucPulseNodeItem_pk PRIMARY KEY (roomKey, nodeKey, itemOrder)
);

-- What differs in single rooms from the settings, a row for each room and feature; the value is "off", or what was chosen.
-- lastChange tells when it was set, in microseconds since 1970, and so for which of the rooms that had the name one after the
-- other.
CREATE TABLE ofMucPulseSwitch (
  roomKey       CHAR(64)      NOT NULL,
  feature       VARCHAR(64)   NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  switchValue   VARCHAR(64)   NOT NULL,
  lastChange    BIGINT        NULL,
  CONSTRAINT ofMucPulseSwitch_pk PRIMARY KEY (roomKey, feature)
);

-- What the plugin has to know of its last run. The names are the plugin's own.
CREATE TABLE ofMucPulseState (
  name          VARCHAR(64)   NOT NULL,
  stateValue    BIGINT        NOT NULL,
  CONSTRAINT ofMucPulseState_pk PRIMARY KEY (name)
);

-- What users chose to have published of the rooms that they are in; the rooms are separated by line feeds; the account is
-- told from others that had its name by when it was made, in milliseconds since 1970.
CREATE TABLE ofMucPulseConsent (
  userKey        CHAR(64)      NOT NULL,
  userJID        VARCHAR(3071) NOT NULL,
  publish        INTEGER       NOT NULL,
  privateRooms   INTEGER       NOT NULL,
  excludedRooms  TEXT          NULL,
  accountCreated BIGINT        NULL,
  CONSTRAINT ofMucPulseConsent_pk PRIMARY KEY (userKey)
);

-- The items that the plugin may have published in users' nodes, and whether they were taken away since.
CREATE TABLE ofMucPulsePublication (
  userKey       CHAR(64)      NOT NULL,
  itemKey       CHAR(64)      NOT NULL,
  userJID       VARCHAR(3071) NOT NULL,
  itemID        VARCHAR(255)  NOT NULL,
  retracted     INTEGER       NOT NULL,
  CONSTRAINT ofMucPulsePublication_pk PRIMARY KEY (userKey, itemKey)
);
CREATE INDEX ofMucPulsePublication_gone_idx ON ofMucPulsePublication (retracted);

-- By which nickname a user who is affiliated with a room was last there, and since when, in microseconds since 1970. A nickname
-- is found by the hash of what is the same of all spellings that the server takes for one.
CREATE TABLE ofMucPulseNickname (
  userKey       CHAR(64)      NOT NULL,
  roomKey       CHAR(64)      NOT NULL,
  userJID       VARCHAR(3071) NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  nickKey       CHAR(64)      NOT NULL,
  nickname      VARCHAR(1023) NOT NULL,
  lastUsed      BIGINT        NOT NULL,
  CONSTRAINT ofMucPulseNickname_pk PRIMARY KEY (userKey, roomKey)
);
CREATE INDEX ofMucPulseNickname_room_idx ON ofMucPulseNickname (roomKey, nickKey);
CREATE INDEX ofMucPulseNickname_age_idx ON ofMucPulseNickname (lastUsed);

-- Last of all, as it says that everything above is there.
INSERT INTO ofVersion (name, version) VALUES ('mucpulse', 5);
