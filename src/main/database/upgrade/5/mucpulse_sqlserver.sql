/* By which nickname a user who is affiliated with a room was last there, and since when, in microseconds since 1970. A nickname
 * is found by the hash of what is the same of all spellings that the server takes for one. */
CREATE TABLE ofMucPulseNickname (
  userKey       NCHAR(64)      NOT NULL,
  roomKey       NCHAR(64)      NOT NULL,
  userJID       NVARCHAR(3071) NOT NULL,
  roomJID       NVARCHAR(3071) NOT NULL,
  nickKey       NCHAR(64)      NOT NULL,
  nickname      NVARCHAR(1023) NOT NULL,
  lastUsed      BIGINT         NOT NULL,
  CONSTRAINT ofMucPulseNickname_pk PRIMARY KEY (userKey, roomKey)
);
CREATE INDEX ofMucPulseNickname_room_idx ON ofMucPulseNickname (roomKey, nickKey);
CREATE INDEX ofMucPulseNickname_age_idx ON ofMucPulseNickname (lastUsed);

UPDATE ofVersion SET version=5 WHERE name='mucpulse';
