-- Which account made a choice.
ALTER TABLE ofMucPulseChoice ADD COLUMN accountCreated BIGINT;

-- Whose share of the memory nodes and items take, and an order of items that only grows.
ALTER TABLE ofMucPulseNode ADD COLUMN creator VARCHAR(255);
ALTER TABLE ofMucPulseItem ADD COLUMN publisher VARCHAR(255);
ALTER TABLE ofMucPulseItem ALTER COLUMN itemOrder SET DATA TYPE BIGINT;

-- For which of the rooms that had a name something differs.
ALTER TABLE ofMucPulseRoom ADD COLUMN lastChange BIGINT;

UPDATE ofVersion SET version=2 WHERE name='mucpulse';
