-- Publication links: what each came to, the visits that say so, and the pages kept.

CREATE TABLE link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    filing     INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
    url        TEXT    NOT NULL,
    status     TEXT    NOT NULL DEFAULT 'unchecked'
               CHECK (status IN ('unchecked', 'verified', 'dead', 'unverified')),
    cause      TEXT    NOT NULL DEFAULT '',
    title      TEXT    NOT NULL DEFAULT '',
    snapshot   TEXT    NOT NULL DEFAULT '' CHECK (length(snapshot) IN (0, 64)),
    checked_at INTEGER,
    next_check INTEGER,
    UNIQUE (filing, url)
) STRICT;
CREATE INDEX link_due    ON link (next_check);
CREATE INDEX link_status ON link (status) WHERE status IN ('dead', 'unverified');

CREATE TABLE link_visit (
    link  INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
    day   TEXT    NOT NULL,
    found TEXT    NOT NULL CHECK (found IN ('good', 'gone', 'other_page', 'nothing')),
    code  INTEGER NOT NULL,
    cause TEXT    NOT NULL,
    PRIMARY KEY (link, day)
) STRICT, WITHOUT ROWID;

-- Pages in archive/objects. No reference: a page kept as evidence outlives the link it was found under.
CREATE TABLE snapshot (
    sha256     TEXT    PRIMARY KEY CHECK (length(sha256) = 64),
    size       INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    taken_at   INTEGER NOT NULL,
    -- 1 once it stands in the archive; before that its bytes are in the spool.
    kept       INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_spooled ON snapshot (sha256) WHERE kept = 0;

PRAGMA user_version = 4;
