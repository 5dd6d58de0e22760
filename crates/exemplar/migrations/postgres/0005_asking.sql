-- Questions to the people who run a guide, asked and answered in public. Their words lie in texts, so that they can be
-- removed. Rows are written once: an answer that was mended is another row, and so is the end of a question.
CREATE TABLE questions (
    id            BYTEA  PRIMARY KEY,
    blueprint_id  BYTEA  NOT NULL,
    asked_of      TEXT   NOT NULL,
    organisation  TEXT   NOT NULL,
    account_id    BYTEA  NOT NULL REFERENCES accounts (id),
    shows_name    BIGINT NOT NULL CHECK (shows_name IN (0, 1)),
    text_hash     TEXT   NOT NULL,
    asked_on      TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX questions_blueprint ON questions (blueprint_id);
CREATE INDEX questions_asked_of ON questions (asked_of);
CREATE INDEX questions_account ON questions (account_id, asked_on);
CREATE INDEX questions_from_sequence ON questions (from_sequence);

CREATE TABLE answers (
    id            BYTEA  PRIMARY KEY,
    question_id   BYTEA  NOT NULL REFERENCES questions (id),
    number        BIGINT NOT NULL,
    organisation  TEXT   NOT NULL,
    account_id    BYTEA  NOT NULL REFERENCES accounts (id),
    text_hash     TEXT   NOT NULL,
    answered_on   TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT answers_number UNIQUE (question_id, number)
);
CREATE INDEX answers_from_sequence ON answers (from_sequence);

CREATE TABLE question_ends (
    id            BYTEA  PRIMARY KEY,
    question_id   BYTEA  NOT NULL REFERENCES questions (id),
    why           TEXT   NOT NULL CHECK (why IN ('off-topic', 'not-public', 'withdrawn')),
    account_id    BYTEA  NOT NULL REFERENCES accounts (id),
    ended_on      TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT question_ends_once UNIQUE (question_id)
);
CREATE INDEX question_ends_from_sequence ON question_ends (from_sequence);

-- Who agreed to be asked about a guide for a call or a visit.
CREATE TABLE contacts (
    row_id         BYTEA  PRIMARY KEY,
    blueprint_id   BYTEA  NOT NULL,
    organisation   TEXT   NOT NULL,
    account_id     BYTEA  NOT NULL REFERENCES accounts (id),
    by_call        BIGINT NOT NULL CHECK (by_call IN (0, 1)),
    by_visit       BIGINT NOT NULL CHECK (by_visit IN (0, 1)),
    shows_name     BIGINT NOT NULL CHECK (shows_name IN (0, 1)),
    stand_in_id    BYTEA  REFERENCES accounts (id),
    agreed_on      TEXT   NOT NULL,
    asked_again_on TEXT,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT contacts_some_way CHECK (by_call + by_visit > 0),
    CONSTRAINT contacts_stand_in_is_another CHECK (stand_in_id <> account_id)
);
CREATE UNIQUE INDEX contacts_person ON contacts (blueprint_id, account_id) WHERE until_sequence IS NULL AND known_until IS NULL;
CREATE INDEX contacts_account ON contacts (account_id);
CREATE INDEX contacts_agreed_on ON contacts (agreed_on) WHERE until_sequence IS NULL AND known_until IS NULL;
CREATE INDEX contacts_from_sequence ON contacts (from_sequence);
CREATE INDEX contacts_until_sequence ON contacts (until_sequence) WHERE until_sequence IS NOT NULL;

-- Requests for a call or a visit. What was written lies beside the journal, in the private part of the entry.
CREATE TABLE requests (
    id            BYTEA  PRIMARY KEY,
    blueprint_id  BYTEA  NOT NULL,
    organisation  TEXT   NOT NULL,
    account_id    BYTEA  NOT NULL REFERENCES accounts (id),
    way           TEXT   NOT NULL CHECK (way IN ('call', 'visit')),
    to_account_id BYTEA  NOT NULL REFERENCES accounts (id),
    gives_address BIGINT NOT NULL CHECK (gives_address IN (0, 1)),
    asked_on      TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT requests_of_another CHECK (to_account_id <> account_id)
);
CREATE INDEX requests_blueprint ON requests (blueprint_id);
CREATE INDEX requests_account ON requests (account_id, asked_on);
CREATE INDEX requests_to_account ON requests (to_account_id);
CREATE INDEX requests_from_sequence ON requests (from_sequence);

-- What became of a request: a person answered it or passed it on, or the portal did because nobody had.
CREATE TABLE request_moves (
    id            BYTEA  PRIMARY KEY,
    request_id    BYTEA  NOT NULL REFERENCES requests (id),
    number        BIGINT NOT NULL,
    what          TEXT   NOT NULL CHECK (what IN ('agreed', 'not-now', 'passed-on', 'unanswered')),
    account_id    BYTEA  REFERENCES accounts (id),
    to_account_id BYTEA  REFERENCES accounts (id),
    moved_on      TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT request_moves_number UNIQUE (request_id, number)
);
CREATE INDEX request_moves_to_account ON request_moves (to_account_id) WHERE to_account_id IS NOT NULL;
CREATE INDEX request_moves_from_sequence ON request_moves (from_sequence);

-- Whether a guide is still true, said by those who live with it. Every word of it is a row; the newest of an organisation counts.
CREATE TABLE confirmations (
    id            BYTEA  PRIMARY KEY,
    blueprint_id  BYTEA  NOT NULL,
    version       BIGINT NOT NULL,
    organisation  TEXT   NOT NULL,
    account_id    BYTEA  NOT NULL REFERENCES accounts (id),
    holds         BIGINT NOT NULL CHECK (holds IN (0, 1)),
    text_hash     TEXT,
    said_on       TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX confirmations_blueprint ON confirmations (blueprint_id);
CREATE INDEX confirmations_from_sequence ON confirmations (from_sequence);
