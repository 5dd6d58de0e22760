-- The versions of question sets that were taken: what a file said, kept as bytes in `texts` under its hash. A row ends when
-- the same version is given anew; one that a round uses is never ended.
CREATE TABLE frameworks (
    id             BYTEA PRIMARY KEY,
    slug           TEXT NOT NULL,
    version        TEXT NOT NULL,
    title          TEXT NOT NULL,
    text_hash      TEXT NOT NULL,
    questions      BIGINT NOT NULL,
    source         TEXT NOT NULL,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX frameworks_version ON frameworks (slug, version) WHERE until_sequence IS NULL;
CREATE INDEX frameworks_from_sequence ON frameworks (from_sequence);
CREATE INDEX frameworks_until_sequence ON frameworks (until_sequence) WHERE until_sequence IS NOT NULL;

-- A time in which organisations answer a question set.
CREATE TABLE rounds (
    id             BYTEA PRIMARY KEY,
    slug           TEXT NOT NULL,
    name           TEXT NOT NULL,
    framework      TEXT NOT NULL,
    opened_on      TEXT NOT NULL,
    closed_on      TEXT,
    is_invented    BIGINT NOT NULL CHECK (is_invented IN (0, 1)),
    source         TEXT NOT NULL,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX rounds_slug ON rounds (slug) WHERE until_sequence IS NULL;
CREATE INDEX rounds_from_sequence ON rounds (from_sequence);
CREATE INDEX rounds_until_sequence ON rounds (until_sequence) WHERE until_sequence IS NOT NULL;

-- What one organisation answered in a round: a word for each question of the set, in its order, parted by commas. Why
-- something does not apply, and evidence, lie in `texts`, so that they can be removed. Results are made of the newest row
-- that is final. `saved_by` is the account that saved it; none when it came from a file.
CREATE TABLE assessments (
    id             BYTEA PRIMARY KEY,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    care_setting   TEXT NOT NULL,
    answers        TEXT NOT NULL,
    notes_hash     TEXT,
    answered_on    TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'final')),
    saved_by       BYTEA,
    source         TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX assessments_of ON assessments (round, organisation) WHERE until_sequence IS NULL;
CREATE INDEX assessments_final ON assessments (round, organisation, from_sequence) WHERE state = 'final';
CREATE INDEX assessments_from_sequence ON assessments (from_sequence);
CREATE INDEX assessments_until_sequence ON assessments (until_sequence) WHERE until_sequence IS NOT NULL;

-- Published results. Rows never end: what was wrong is put right by another edition, which names the one it corrects.
-- The files are kept under their hashes: the question set and the recipe in `texts`, data and results as files.
CREATE TABLE editions (
    id             BYTEA PRIMARY KEY,
    slug           TEXT NOT NULL UNIQUE,
    title          TEXT NOT NULL,
    round          TEXT NOT NULL,
    framework_hash TEXT NOT NULL,
    recipe_hash    TEXT NOT NULL,
    data_hash      TEXT NOT NULL,
    results_hash   TEXT NOT NULL,
    hash           TEXT NOT NULL,
    organisations  BIGINT NOT NULL,
    is_invented    BIGINT NOT NULL CHECK (is_invented IN (0, 1)),
    published_on   TEXT NOT NULL,
    corrects       TEXT,
    note           TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX editions_from_sequence ON editions (from_sequence);
