-- A message waits, parsed, until its pages are read from their pictures; how many they are.
ALTER TABLE message ADD COLUMN pages_waiting INTEGER NOT NULL DEFAULT 0 CHECK (pages_waiting >= 0);
CREATE INDEX message_pages ON message (received_at, id) WHERE state = 'parsed' AND pages_waiting > 0;

-- What is under way was parsed in a form of its own; it is parsed again, from its raw bytes.
UPDATE message SET state = 'spooled', attempts = 0 WHERE state IN ('parsed', 'judged');

PRAGMA user_version = 7;
