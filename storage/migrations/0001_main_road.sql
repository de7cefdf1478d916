-- The ledger from its first day on; prose in docs/LEDGER.md. Instants are milliseconds since 1970 UTC, dates are
-- county days as YYYY-MM-DD, enum words are those of the program's interfaces.

CREATE TABLE folder (
    id           INTEGER PRIMARY KEY,
    mailbox      TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    uid_validity INTEGER NOT NULL CHECK (uid_validity BETWEEN 0 AND 4294967295),
    first_seen   INTEGER NOT NULL,
    current      INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX folder_current ON folder (mailbox, name) WHERE current = 1;
CREATE INDEX folder_lives ON folder (mailbox, name, first_seen);

CREATE TABLE message (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256            TEXT    NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size              INTEGER NOT NULL CHECK (size >= 0),
    received_at       INTEGER NOT NULL,
    state             TEXT    NOT NULL DEFAULT 'spooled'
                      CHECK (state IN ('spooled', 'parsed', 'judged', 'settled')),
    outcome           TEXT    CHECK (outcome IN ('filed', 'duplicate', 'not_a_filing', 'out_of_scope',
                                                 'review', 'failed')),
    reason            TEXT    NOT NULL DEFAULT '',
    attempts          INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    waiting_cause     TEXT    NOT NULL DEFAULT '',
    next_try          INTEGER,
    message_id_header TEXT    NOT NULL DEFAULT '',
    date_header       TEXT    NOT NULL DEFAULT '',
    from_text         TEXT    NOT NULL DEFAULT '',
    from_address      TEXT    NOT NULL DEFAULT '',
    subject           TEXT    NOT NULL DEFAULT '',
    receipt_number    TEXT    UNIQUE,
    CHECK ((state = 'settled') = (outcome IS NOT NULL)),
    CHECK (state <> 'settled' OR next_try IS NULL)
) STRICT;
CREATE INDEX message_work     ON message (received_at, id) WHERE state <> 'settled';
CREATE INDEX message_next_try ON message (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX message_arrival  ON message (received_at, id);
CREATE INDEX message_outcome  ON message (outcome, received_at, id) WHERE outcome IS NOT NULL;
CREATE INDEX message_state    ON message (state, received_at, id) WHERE state <> 'settled';

CREATE TABLE place (
    id          INTEGER PRIMARY KEY,
    folder      INTEGER NOT NULL REFERENCES folder (id),
    uid         INTEGER NOT NULL CHECK (uid BETWEEN 1 AND 4294967295),
    message     INTEGER REFERENCES message (id),
    received_at INTEGER NOT NULL DEFAULT 0,
    size        INTEGER NOT NULL DEFAULT 0 CHECK (size >= 0),
    gone        INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    backfill    INTEGER NOT NULL DEFAULT 0 CHECK (backfill IN (0, 1)),
    outcome     TEXT    CHECK (outcome IN ('out_of_scope', 'failed')),
    reason      TEXT    NOT NULL DEFAULT '',
    UNIQUE (folder, uid),
    -- A place with a message shows the message's outcome, never one of its own.
    CHECK (message IS NULL OR outcome IS NULL)
) STRICT;
CREATE INDEX place_message ON place (message, gone) WHERE message IS NOT NULL;

CREATE TABLE refused_fetch (
    folder   INTEGER NOT NULL REFERENCES folder (id),
    uid      INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    count    INTEGER NOT NULL DEFAULT 1,
    cause    TEXT    NOT NULL,
    PRIMARY KEY (folder, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE parse_result (
    message INTEGER PRIMARY KEY REFERENCES message (id),
    bytes   BLOB NOT NULL
) STRICT;

CREATE TABLE judgement (
    message INTEGER PRIMARY KEY REFERENCES message (id),
    bytes   BLOB NOT NULL
) STRICT;

CREATE TABLE document (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    message     INTEGER NOT NULL REFERENCES message (id),
    position    INTEGER NOT NULL,
    part        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    sha256      TEXT    NOT NULL CHECK (length(sha256) IN (0, 64)),
    size        INTEGER NOT NULL CHECK (size >= 0),
    media_type  TEXT    NOT NULL,
    role        TEXT    NOT NULL
                CHECK (role IN ('body', 'attachment', 'inline_logo', 'signature_card', 'container',
                                'picture')),
    text_source TEXT    NOT NULL CHECK (text_source IN ('text', 'ocr', 'none')),
    pages       INTEGER NOT NULL DEFAULT 0,
    seal        TEXT    NOT NULL DEFAULT '',
    UNIQUE (message, position)
) STRICT;
CREATE INDEX document_bytes ON document (sha256) WHERE sha256 <> '';

CREATE TABLE problem (
    message  INTEGER NOT NULL REFERENCES message (id),
    position INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    severity TEXT    NOT NULL CHECK (severity IN ('note', 'degraded', 'lost')),
    part     TEXT    NOT NULL,
    detail   TEXT    NOT NULL,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE candidate (
    message    INTEGER NOT NULL REFERENCES message (id),
    position   INTEGER NOT NULL,
    unit       TEXT    NOT NULL,
    obligation TEXT    NOT NULL,
    period     TEXT    NOT NULL,
    score      REAL    NOT NULL,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_year (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE filing (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    unit         TEXT    NOT NULL,
    obligation   TEXT    NOT NULL,
    period       TEXT    NOT NULL,
    status       TEXT    NOT NULL
                 CHECK (status IN ('complete', 'incomplete', 'review', 'superseded', 'withdrawn')),
    missing      TEXT    NOT NULL DEFAULT '',
    received_at  INTEGER NOT NULL,
    completed_at INTEGER,
    due          TEXT,
    due_nominal  TEXT,
    on_time      INTEGER CHECK (on_time IN (0, 1)),
    fields       TEXT    NOT NULL DEFAULT '{}',
    score        REAL    NOT NULL
) STRICT;
-- One duty is answered by one filing: the database's own guard of "no message filed twice".
CREATE UNIQUE INDEX filing_duty ON filing (unit, obligation, period) WHERE status IN ('complete', 'incomplete');
CREATE INDEX filing_by_duty   ON filing (unit, obligation, period);
CREATE INDEX filing_by_period ON filing (obligation, period, unit);
CREATE INDEX filing_by_status ON filing (status);
CREATE INDEX filing_period    ON filing (period, id);

-- Where a filing stands in archive/by-filing. No reference: the folder outlives a removed filing until it is cleared.
CREATE TABLE view (
    filing INTEGER PRIMARY KEY,
    folder TEXT    NOT NULL DEFAULT '',
    change INTEGER NOT NULL DEFAULT 1,
    shown  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX view_stale  ON view (filing) WHERE shown <> change;
CREATE INDEX view_folder ON view (folder) WHERE folder <> '';

CREATE TABLE filing_message (
    filing   INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    message  INTEGER NOT NULL REFERENCES message (id),
    PRIMARY KEY (filing, position),
    UNIQUE (filing, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX filing_message_message ON filing_message (message);

CREATE TABLE filing_document (
    filing     INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    document   INTEGER NOT NULL REFERENCES document (id),
    piece      TEXT    NOT NULL
               CHECK (piece IN ('word', 'stamped-pdf', 'decision', 'link', 'document', 'other')),
    version    INTEGER NOT NULL CHECK (version >= 1),
    superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
    PRIMARY KEY (filing, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX filing_document_document ON filing_document (document);

CREATE TABLE evidence (
    filing    INTEGER NOT NULL REFERENCES filing (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    about     TEXT    NOT NULL CHECK (about IN ('obligation', 'unit', 'period', 'piece')),
    points_to TEXT    NOT NULL,
    origin    TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    weight    REAL    NOT NULL,
    PRIMARY KEY (filing, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('receipt', 'reminder', 'digest', 'alarm')),
    state      TEXT    NOT NULL CHECK (state IN ('held', 'queued', 'sending', 'sent', 'uncertain',
                                                 'refused', 'cancelled')),
    unit       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    message_id TEXT    NOT NULL UNIQUE,
    rendered   BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    send_after INTEGER,
    attempts   INTEGER NOT NULL DEFAULT 0,
    answer     TEXT    NOT NULL DEFAULT '',
    about      INTEGER REFERENCES message (id),
    begun_at   INTEGER,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_state ON notice (state, created_at, id);
-- The order in which the mailer takes them: digest and alarm, reminder, receipt.
CREATE INDEX notice_queue ON notice (
    CASE kind WHEN 'receipt' THEN 2 WHEN 'reminder' THEN 1 ELSE 0 END, id) WHERE state = 'queued';
CREATE INDEX notice_begun ON notice (begun_at) WHERE begun_at IS NOT NULL;
CREATE INDEX notice_about ON notice (about) WHERE about IS NOT NULL;

CREATE TABLE notice_recipient (
    notice   INTEGER NOT NULL REFERENCES notice (id),
    position INTEGER NOT NULL,
    address  TEXT    NOT NULL,
    PRIMARY KEY (notice, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_item (
    notice     INTEGER NOT NULL REFERENCES notice (id),
    position   INTEGER NOT NULL,
    unit       TEXT    NOT NULL,
    obligation TEXT    NOT NULL,
    period     TEXT    NOT NULL,
    stage      TEXT    NOT NULL,
    -- 0 once its notice was cancelled before it could have gone out: the stage is open again.
    counts     INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1)),
    PRIMARY KEY (notice, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notice_item_once ON notice_item (unit, obligation, period, stage) WHERE counts = 1;

CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('settled', 'act', 'notice')),
    line   TEXT    NOT NULL
) STRICT;

CREATE TABLE act (
    number INTEGER PRIMARY KEY REFERENCES journal (number),
    kind   TEXT    NOT NULL,
    json   TEXT    NOT NULL,
    undone INTEGER REFERENCES journal (number)
) STRICT;

CREATE TABLE address (
    address TEXT PRIMARY KEY,
    unit    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exemption (
    unit       TEXT NOT NULL,
    obligation TEXT NOT NULL,
    period     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (unit, obligation, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE value (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
