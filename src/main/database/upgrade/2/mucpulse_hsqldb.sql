-- Which account made a choice.
ALTER TABLE ofMucPulseChoice ADD COLUMN accountCreated BIGINT;

UPDATE ofVersion SET version=2 WHERE name='mucpulse';
