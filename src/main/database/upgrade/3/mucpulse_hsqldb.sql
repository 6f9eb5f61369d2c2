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
INSERT INTO ofMucPulseRoomSwitch (roomJID, feature, switchValue, lastChange)
  SELECT roomJID, 'rai', 'off', lastChange FROM ofMucPulseRoom WHERE raiOff<>0;
INSERT INTO ofMucPulseRoomSwitch (roomJID, feature, switchValue, lastChange)
  SELECT roomJID, 'mep', 'off', lastChange FROM ofMucPulseRoom WHERE mepOff<>0;
INSERT INTO ofMucPulseRoomSwitch (roomJID, feature, switchValue, lastChange)
  SELECT roomJID, 'chatting', 'off', lastChange FROM ofMucPulseRoom WHERE chattingOff<>0;
INSERT INTO ofMucPulseRoomSwitch (roomJID, feature, switchValue, lastChange)
  SELECT roomJID, 'chatstate', LOWER(chatStates), lastChange FROM ofMucPulseRoom WHERE chatStates IN ('RELAY','ENFORCE','SUPPRESS');
DROP TABLE ofMucPulseRoom;

UPDATE ofVersion SET version=3 WHERE name='mucpulse';
