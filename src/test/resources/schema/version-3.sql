-- When a user was last in a room, in microseconds since 1970.
CREATE TABLE ofMucPulseVisit (
  userJID       VARCHAR(255)  NOT NULL,
  roomJID       VARCHAR(255)  NOT NULL,
  lastVisit     BIGINT        NOT NULL,
  CONSTRAINT ofMucPulseVisit_pk PRIMARY KEY (userJID, roomJID)
);
CREATE INDEX ofMucPulseVisit_room_idx ON ofMucPulseVisit (roomJID);
CREATE INDEX ofMucPulseVisit_time_idx ON ofMucPulseVisit (lastVisit);

-- When something was last said in a room, by whom, and when somebody else last said something before.
CREATE TABLE ofMucPulseActivity (
  roomJID       VARCHAR(255)  NOT NULL,
  lastActivity  BIGINT        NOT NULL,
  lastAuthor    VARCHAR(255)  NULL,
  priorActivity BIGINT        NULL,
  CONSTRAINT ofMucPulseActivity_pk PRIMARY KEY (roomJID)
);
CREATE INDEX ofMucPulseActivity_author_idx ON ofMucPulseActivity (lastAuthor);

-- The nodes of persistent rooms; the key is the SHA-256 hash of the id, in hexadecimal digits, as ids that differ in case
-- or in blanks at the end are different ones; the configuration is a data form in XML; the creator is the user whose share of
-- the memory the node takes.
CREATE TABLE ofMucPulseNode (
  roomJID       VARCHAR(255)  NOT NULL,
  nodeKey       VARCHAR(64)   NOT NULL,
  nodeID        VARCHAR(255)  NOT NULL,
  created       BIGINT        NOT NULL,
  configuration LONGVARCHAR   NOT NULL,
  creator       VARCHAR(255)  NULL,
  CONSTRAINT ofMucPulseNode_pk PRIMARY KEY (roomJID, nodeKey)
);

-- Their items; the order grows with each item that is published in the room; times are in milliseconds since 1970.
CREATE TABLE ofMucPulseItem (
  roomJID       VARCHAR(255)  NOT NULL,
  nodeKey       VARCHAR(64)   NOT NULL,
  itemOrder     BIGINT        NOT NULL,
  itemID        VARCHAR(255)  NOT NULL,
  published     BIGINT        NOT NULL,
  publisher     VARCHAR(255)  NULL,
  payload       LONGVARCHAR   NULL,
  CONSTRAINT ofMucPulseItem_pk PRIMARY KEY (roomJID, nodeKey, itemOrder)
);

-- What differs in single rooms from the settings, a row for each room and feature; the value is "off", or what was chosen;
-- lastChange tells when it was set, in microseconds since 1970, and so for which of the rooms that had the name one after the
-- other.
CREATE TABLE ofMucPulseRoomSwitch (
  roomJID       VARCHAR(255)  NOT NULL,
  feature       VARCHAR(64)   NOT NULL,
  switchValue   VARCHAR(64)   NOT NULL,
  lastChange    BIGINT,
  CONSTRAINT ofMucPulseRoomSwitch_pk PRIMARY KEY (roomJID, feature)
);

-- What the plugin has to know of its last run.
CREATE TABLE ofMucPulseState (
  name          VARCHAR(64)   NOT NULL,
  stateValue    BIGINT        NOT NULL,
  CONSTRAINT ofMucPulseState_pk PRIMARY KEY (name)
);

-- What users chose to have published of the rooms that they are in; the rooms are separated by line feeds; the account is
-- told from others that had its name by when it was made, in milliseconds since 1970.
CREATE TABLE ofMucPulseChoice (
  userJID       VARCHAR(255)  NOT NULL,
  publish       INTEGER       NOT NULL,
  privateRooms  INTEGER       NOT NULL,
  excludedRooms LONGVARCHAR   NULL,
  accountCreated BIGINT       NULL,
  CONSTRAINT ofMucPulseChoice_pk PRIMARY KEY (userJID)
);

-- The items that the plugin may have published in users' nodes, and whether they were taken away since.
CREATE TABLE ofMucPulseChatting (
  userJID       VARCHAR(255)  NOT NULL,
  itemID        VARCHAR(64)   NOT NULL,
  retracted     INTEGER       NOT NULL,
  CONSTRAINT ofMucPulseChatting_pk PRIMARY KEY (userJID, itemID)
);

INSERT INTO ofVersion (name, version) VALUES ('mucpulse', 3);
