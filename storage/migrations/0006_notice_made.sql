-- What is asked of every notice before each send. Without it a row is walked to its end for created_at, past the whole
-- mail: rendered stands before it.
CREATE INDEX notice_made ON notice (id, state, created_at);

PRAGMA user_version = 6;
