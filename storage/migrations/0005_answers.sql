-- What comes back: addresses that mail no longer reaches, and what staff answer to a digest.

-- No notice goes to it until a person confirms it again or takes it out of here.
CREATE TABLE dead_address (
    address TEXT    PRIMARY KEY,
    since   INTEGER NOT NULL,
    notice  INTEGER REFERENCES notice (id),
    cause   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The questions of one digest by their numbers; an answer to that digest names them so.
CREATE TABLE digest_question (
    notice  INTEGER NOT NULL REFERENCES notice (id),
    number  INTEGER NOT NULL CHECK (number >= 1),
    message INTEGER NOT NULL REFERENCES message (id),
    PRIMARY KEY (notice, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE digest_proposal (
    notice     INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    unit       TEXT    NOT NULL,
    obligation TEXT    NOT NULL,
    period     TEXT    NOT NULL,
    score      REAL    NOT NULL,
    PRIMARY KEY (notice, number, position),
    FOREIGN KEY (notice, number) REFERENCES digest_question (notice, number)
) STRICT, WITHOUT ROWID;

-- What became of each line somebody answered to a notice, for the next digest and for show.
CREATE TABLE answer (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    notice  INTEGER NOT NULL REFERENCES notice (id),
    message INTEGER NOT NULL REFERENCES message (id),
    line    TEXT    NOT NULL,
    applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
    words   TEXT    NOT NULL,
    act     INTEGER REFERENCES act (number),
    told_in INTEGER REFERENCES notice (id)
) STRICT;
CREATE INDEX answer_message ON answer (message);
CREATE INDEX answer_untold ON answer (id) WHERE told_in IS NULL;

PRAGMA user_version = 5;
