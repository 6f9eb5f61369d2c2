-- By which nickname a user who is affiliated with a room was last there, and since when, in microseconds since 1970. A nickname
-- is found by the hash of what is the same of all spellings that the server takes for one.
CREATE TABLE ofMucPulseNickname (
  userKey       CHAR(64)       NOT NULL,
  roomKey       CHAR(64)       NOT NULL,
  userJID       VARCHAR2(3071) NOT NULL,
  roomJID       VARCHAR2(3071) NOT NULL,
  nickKey       CHAR(64)       NOT NULL,
  nickname      VARCHAR2(1023) NOT NULL,
  lastUsed      NUMBER(19)     NOT NULL,
  CONSTRAINT ofMucPulseNickname_pk PRIMARY KEY (userKey, roomKey)
);
CREATE INDEX ofMucPulseNickname_room_idx ON ofMucPulseNickname (roomKey, nickKey);
CREATE INDEX ofMucPulseNickname_age_idx ON ofMucPulseNickname (lastUsed);

UPDATE ofVersion SET version=5 WHERE name='mucpulse';

commit;
