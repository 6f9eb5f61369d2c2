# By which nickname a user who is affiliated with a room was last there, and since when, in microseconds since 1970. A nickname
# is found by the hash of what is the same of all spellings that the server takes for one.
CREATE TABLE IF NOT EXISTS ofMucPulseNickname (
  userKey       CHAR(64)      NOT NULL,
  roomKey       CHAR(64)      NOT NULL,
  userJID       VARCHAR(3071) NOT NULL,
  roomJID       VARCHAR(3071) NOT NULL,
  nickKey       CHAR(64)      NOT NULL,
  nickname      VARCHAR(1023) NOT NULL,
  lastUsed      BIGINT        NOT NULL,
  PRIMARY KEY (userKey, roomKey),
  INDEX ofMucPulseNickname_room_idx (roomKey, nickKey),
  INDEX ofMucPulseNickname_age_idx (lastUsed)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

UPDATE ofVersion SET version=5 WHERE name='mucpulse';
