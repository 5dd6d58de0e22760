-- Who was asked to check an organisation's answers, and the organisation they come from. Never one of its own people.
CREATE TABLE assessment_checkers (
    id             BYTEA PRIMARY KEY,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    account_id     BYTEA NOT NULL,
    checker        TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('peer', 'assessor')),
    named_on       TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT     assessment_checkers_not_own CHECK (checker <> organisation)
);
CREATE UNIQUE INDEX assessment_checkers_of ON assessment_checkers (round, organisation, account_id) WHERE until_sequence IS NULL;
CREATE INDEX assessment_checkers_account ON assessment_checkers (account_id) WHERE until_sequence IS NULL;
CREATE INDEX assessment_checkers_from_sequence ON assessment_checkers (from_sequence);
CREATE INDEX assessment_checkers_until_sequence ON assessment_checkers (until_sequence) WHERE until_sequence IS NOT NULL;

-- What somebody else found, in the shape of the answers, and what was agreed on. Each save ends the row and writes it anew;
-- `answers_hash` binds it to the signed answers that were looked at. Whoever saved those cannot be who checks them.
CREATE TABLE assessment_checks (
    id             BYTEA PRIMARY KEY,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    checked_by     TEXT NOT NULL,
    reason         TEXT NOT NULL CHECK (reason IN ('drawn', 'asked')),
    found          TEXT NOT NULL,
    agreed         TEXT NOT NULL,
    remarks_hash   TEXT,
    answers_hash   TEXT NOT NULL,
    checked_on     TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'asked', 'replied', 'final')),
    checker        BYTEA,
    answered_by    BYTEA,
    source         TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT     assessment_checks_not_own CHECK (checker IS NULL OR answered_by IS NULL OR checker <> answered_by)
);
CREATE UNIQUE INDEX assessment_checks_of ON assessment_checks (round, organisation) WHERE until_sequence IS NULL;
CREATE INDEX assessment_checks_from_sequence ON assessment_checks (from_sequence);
CREATE INDEX assessment_checks_until_sequence ON assessment_checks (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who is checked, drawn at random from a list and a seed that everybody can read. Drawn once a round.
CREATE TABLE audit_samples (
    id            BYTEA PRIMARY KEY,
    round         TEXT NOT NULL UNIQUE,
    size          BIGINT NOT NULL,
    seed          BIGINT NOT NULL,
    seed_from     TEXT NOT NULL,
    list_hash     TEXT NOT NULL,
    drawn         TEXT NOT NULL,
    known_from    TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX audit_samples_from_sequence ON audit_samples (from_sequence);

-- Results that are published and not yet public. Whoever answered reads its own before. A row ends when they become public.
CREATE TABLE edition_embargoes (
    id             BYTEA PRIMARY KEY,
    edition        TEXT NOT NULL,
    until_at       BIGINT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX edition_embargoes_of ON edition_embargoes (edition) WHERE until_sequence IS NULL;
CREATE INDEX edition_embargoes_edition ON edition_embargoes (edition);
CREATE INDEX edition_embargoes_from_sequence ON edition_embargoes (from_sequence);
CREATE INDEX edition_embargoes_until_sequence ON edition_embargoes (until_sequence) WHERE until_sequence IS NOT NULL;

-- What an organisation says of its own result. The words lie in `texts`. A later reply ends the one before.
CREATE TABLE edition_replies (
    id             BYTEA PRIMARY KEY,
    edition        TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    words_hash     TEXT NOT NULL,
    account_id     BYTEA NOT NULL,
    said_on        TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX edition_replies_of ON edition_replies (edition, organisation) WHERE until_sequence IS NULL;
CREATE INDEX edition_replies_from_sequence ON edition_replies (from_sequence);
CREATE INDEX edition_replies_until_sequence ON edition_replies (until_sequence) WHERE until_sequence IS NOT NULL;

-- Which reminders of a round went out, so that each goes out once. No record.
CREATE TABLE round_reminders (
    round        TEXT NOT NULL,
    organisation TEXT NOT NULL,
    days_before  BIGINT NOT NULL,
    PRIMARY KEY (round, organisation, days_before)
);

-- What an organisation plans to do about sections it scored low in: by whom and when, and from which guide. Each save ends the
-- row and writes it anew. The words lie in `texts`.
CREATE TABLE improvements (
    id             BYTEA PRIMARY KEY,
    improvement    BYTEA NOT NULL,
    organisation   TEXT NOT NULL,
    edition        TEXT NOT NULL,
    section        TEXT NOT NULL,
    guide          TEXT,
    words_hash     TEXT NOT NULL,
    owner          BYTEA NOT NULL,
    due_on         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    said_on        TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX improvements_of ON improvements (improvement) WHERE until_sequence IS NULL;
CREATE INDEX improvements_organisation ON improvements (organisation) WHERE until_sequence IS NULL;
CREATE INDEX improvements_from_sequence ON improvements (from_sequence);
CREATE INDEX improvements_until_sequence ON improvements (until_sequence) WHERE until_sequence IS NOT NULL;
