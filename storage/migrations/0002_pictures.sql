-- Documents may be pieces of an office file (role 'picture'). SQLite changes no CHECK in place: the
-- table is written anew, with the rows that refer to it set aside meanwhile.
CREATE TABLE document_with_pictures (
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
INSERT INTO document_with_pictures
SELECT id, message, position, part, name, sha256, size, media_type, role, text_source, pages, seal
  FROM document;

CREATE TEMP TABLE filing_document_aside AS SELECT * FROM filing_document;
DELETE FROM filing_document;
DROP TABLE document;
ALTER TABLE document_with_pictures RENAME TO document;
CREATE INDEX document_bytes ON document (sha256) WHERE sha256 <> '';
INSERT INTO filing_document SELECT * FROM temp.filing_document_aside;
DROP TABLE temp.filing_document_aside;

PRAGMA user_version = 2;
