-- What people's acts changed, so that each can be undone; pauses; who a journal entry is about; full text; documents of an
-- earlier reading. Prose in docs/LEDGER.md.

-- What one act changed: the thing as it stood before and after, each one JSON object, '' where there was none.
CREATE TABLE act_change (
    act      INTEGER NOT NULL REFERENCES act (number),
    position INTEGER NOT NULL,
    what     TEXT    NOT NULL CHECK (what IN ('message', 'filing', 'exemption', 'address', 'pause')),
    key      TEXT    NOT NULL,
    before   TEXT    NOT NULL,
    after    TEXT    NOT NULL,
    PRIMARY KEY (act, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_change_key ON act_change (what, key, act);

-- Units that get no reminders: to the end of `until`, or until a person resumes them.
CREATE TABLE pause (
    unit  TEXT PRIMARY KEY,
    until TEXT
) STRICT, WITHOUT ROWID;

-- The history of a message or a filing, by its label (M1, F2).
CREATE TABLE journal_about (
    subject TEXT    NOT NULL,
    number  INTEGER NOT NULL REFERENCES journal (number),
    PRIMARY KEY (subject, number)
) STRICT, WITHOUT ROWID;

-- Full text, one token a Han character. The index holds no text and forgets nothing: a row counts while search_entry names it,
-- so that a message read anew simply gets another row.
CREATE TABLE search_entry (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL UNIQUE REFERENCES message (id),
    digest  TEXT    NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');

-- A document that an earlier reading found and the present one does not: kept for its bytes and for filings that hold it.
ALTER TABLE document ADD COLUMN former INTEGER NOT NULL DEFAULT 0 CHECK (former IN (0, 1));

-- Objects on their way into the archive for a message read anew, before its documents are recorded.
CREATE TABLE expected_object (
    sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
