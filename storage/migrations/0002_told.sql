-- What the first schema could not tell: since when a place without a message is settled, which journal entry a filing
-- was last settled by, and why a by-filing view could not be made.

ALTER TABLE place ADD COLUMN settled_at INTEGER;
CREATE INDEX place_outcome ON place (outcome, folder, uid) WHERE outcome IS NOT NULL;

-- The number of the journal entry that settled it or told of the act; 0: before this was noted.
ALTER TABLE filing ADD COLUMN settled_in INTEGER NOT NULL DEFAULT 0;
CREATE INDEX filing_settled_in ON filing (settled_in);

ALTER TABLE view ADD COLUMN next_try INTEGER;
ALTER TABLE view ADD COLUMN cause TEXT NOT NULL DEFAULT '';
CREATE INDEX view_failed ON view (filing) WHERE cause <> '';

PRAGMA user_version = 2;
