-- Who signed the answers of an organisation: `answers_hash` binds a signature to the very row that was seen, so that it says
-- nothing of answers saved later. Whoever saved them cannot sign, and the two who sign are two people.
CREATE TABLE assessment_signatures (
    id            BYTEA PRIMARY KEY,
    round         TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('director', 'board')),
    answers_hash  TEXT NOT NULL,
    account_id    BYTEA NOT NULL,
    saved_by      BYTEA NOT NULL,
    signed_on     TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT    assessment_signatures_not_own CHECK (account_id <> saved_by)
);
CREATE UNIQUE INDEX assessment_signatures_person ON assessment_signatures (round, organisation, answers_hash, account_id);
CREATE UNIQUE INDEX assessment_signatures_kind ON assessment_signatures (round, organisation, answers_hash, kind);
CREATE INDEX assessment_signatures_from_sequence ON assessment_signatures (from_sequence);

-- The sections of signed answers that the office opened again, and why. A row ends when the answers are signed anew.
CREATE TABLE section_openings (
    id             BYTEA PRIMARY KEY,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    section        TEXT NOT NULL,
    why            TEXT NOT NULL,
    opened_on      TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX section_openings_of ON section_openings (round, organisation) WHERE until_sequence IS NULL;
CREATE INDEX section_openings_from_sequence ON section_openings (from_sequence);
CREATE INDEX section_openings_until_sequence ON section_openings (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who was asked to answer a section.
CREATE TABLE section_owners (
    id             BYTEA PRIMARY KEY,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    section        TEXT NOT NULL,
    account_id     BYTEA NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX section_owners_of ON section_owners (round, organisation, section) WHERE until_sequence IS NULL;
CREATE INDEX section_owners_from_sequence ON section_owners (from_sequence);
CREATE INDEX section_owners_until_sequence ON section_owners (until_sequence) WHERE until_sequence IS NOT NULL;
