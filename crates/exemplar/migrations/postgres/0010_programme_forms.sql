-- What people say of programmes in the browser, and what they look after with it. `fact` is as in 0006_programmes.sql.

-- What is looked at before a member of a group goes on: needed for the state it stands before.
CREATE TABLE programme_checks (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT NOT NULL,
    slug           TEXT NOT NULL,
    place          BIGINT NOT NULL,
    title          TEXT NOT NULL,
    asks_for       TEXT NOT NULL,
    needed_for     TEXT NOT NULL CHECK (needed_for IN ('agreed', 'funded', 'completed')),
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX programme_checks_fact ON programme_checks (fact) WHERE until_sequence IS NULL;
CREATE INDEX programme_checks_from_sequence ON programme_checks (from_sequence);
CREATE INDEX programme_checks_until_sequence ON programme_checks (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX programme_checks_programme ON programme_checks (programme, group_slug, place);

-- What was found of a member. Rows never end: the newest counts.
CREATE TABLE programme_check_answers (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    check_slug     TEXT NOT NULL,
    decision       TEXT NOT NULL CHECK (decision IN ('met', 'not-met', 'set-aside')),
    evidence       TEXT,
    owner          TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX programme_check_answers_fact ON programme_check_answers (fact);
CREATE INDEX programme_check_answers_from_sequence ON programme_check_answers (from_sequence);
CREATE INDEX programme_check_answers_member ON programme_check_answers (programme, organisation);

-- What a group expects of its members.
CREATE TABLE programme_expectations (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT NOT NULL,
    slug           TEXT NOT NULL,
    place          BIGINT NOT NULL,
    title          TEXT NOT NULL,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX programme_expectations_fact ON programme_expectations (fact) WHERE until_sequence IS NULL;
CREATE INDEX programme_expectations_from_sequence ON programme_expectations (from_sequence);
CREATE INDEX programme_expectations_until_sequence ON programme_expectations (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX programme_expectations_programme ON programme_expectations (programme, group_slug, place);

-- What a member says of what is expected of it. Rows never end: the newest counts.
CREATE TABLE programme_expectation_answers (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    expectation    TEXT NOT NULL,
    answer         TEXT NOT NULL CHECK (answer IN ('accepted', 'met', 'not-yet')),
    answered_on    TEXT,
    evidence       TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX programme_expectation_answers_fact ON programme_expectation_answers (fact);
CREATE INDEX programme_expectation_answers_from_sequence ON programme_expectation_answers (from_sequence);
CREATE INDEX programme_expectation_answers_member ON programme_expectation_answers (programme, organisation);

-- Which systems an organisation runs, as it or a source says.
CREATE TABLE systems_in_use (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    product        TEXT NOT NULL,
    slug           TEXT NOT NULL,
    supplier       TEXT,
    since          TEXT,
    until          TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX systems_in_use_fact ON systems_in_use (fact) WHERE until_sequence IS NULL;
CREATE INDEX systems_in_use_from_sequence ON systems_in_use (from_sequence);
CREATE INDEX systems_in_use_until_sequence ON systems_in_use (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX systems_in_use_organisation ON systems_in_use (organisation);
CREATE INDEX systems_in_use_slug ON systems_in_use (slug);

-- Places that organisations plan for together: transformation footprints then, integrated care systems now.
CREATE TABLE footprints (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    slug           TEXT NOT NULL,
    name           TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('footprint', 'care-system', 'region')),
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX footprints_fact ON footprints (fact) WHERE until_sequence IS NULL;
CREATE INDEX footprints_from_sequence ON footprints (from_sequence);
CREATE INDEX footprints_until_sequence ON footprints (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX footprints_slug ON footprints (slug);

-- Which organisation belongs to which place, since and until when.
CREATE TABLE footprint_members (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    footprint      TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    since          TEXT,
    until          TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX footprint_members_fact ON footprint_members (fact) WHERE until_sequence IS NULL;
CREATE INDEX footprint_members_from_sequence ON footprint_members (from_sequence);
CREATE INDEX footprint_members_until_sequence ON footprint_members (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX footprint_members_footprint ON footprint_members (footprint);
CREATE INDEX footprint_members_organisation ON footprint_members (organisation);

-- By when the centre said something would be so everywhere. Rows never end: each date stands beside those before it.
CREATE TABLE national_targets (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    slug           TEXT NOT NULL,
    name           TEXT NOT NULL,
    due_on         TEXT NOT NULL,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX national_targets_fact ON national_targets (fact);
CREATE INDEX national_targets_from_sequence ON national_targets (from_sequence);
CREATE INDEX national_targets_slug ON national_targets (slug);

-- What an organisation says shows that a milestone is done. It counts when somebody from outside accepts it.
CREATE TABLE milestone_evidence (
    id            BYTEA PRIMARY KEY,
    programme     TEXT NOT NULL,
    milestone     TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    done_on       TEXT NOT NULL,
    words         TEXT NOT NULL,
    account_id    BYTEA NOT NULL REFERENCES accounts (id),
    said_on       TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX milestone_evidence_from_sequence ON milestone_evidence (from_sequence);
CREATE INDEX milestone_evidence_milestone ON milestone_evidence (programme, milestone, organisation);
CREATE INDEX milestone_evidence_organisation ON milestone_evidence (organisation);

-- Whether it was accepted, once, by somebody else than whoever gave it.
CREATE TABLE milestone_decisions (
    id            BYTEA PRIMARY KEY,
    evidence_id   BYTEA NOT NULL REFERENCES milestone_evidence (id),
    given_by      BYTEA NOT NULL,
    account_id    BYTEA NOT NULL REFERENCES accounts (id),
    says          TEXT NOT NULL CHECK (says IN ('accepted', 'not-accepted')),
    reason        TEXT,
    decided_on    TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT    milestone_decisions_two_people CHECK (account_id <> given_by)
);
CREATE UNIQUE INDEX milestone_decisions_evidence ON milestone_decisions (evidence_id);
CREATE INDEX milestone_decisions_from_sequence ON milestone_decisions (from_sequence);

-- A public record that somebody disputes. Who, and in which words, lies beside the journal.
CREATE TABLE corrections (
    id            BYTEA PRIMARY KEY,
    record        TEXT NOT NULL,
    organisation  TEXT,
    account_id    BYTEA,
    is_concerned  BIGINT NOT NULL CHECK (is_concerned IN (0, 1)),
    asked_on      TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX corrections_from_sequence ON corrections (from_sequence);
CREATE INDEX corrections_record ON corrections (record);
CREATE INDEX corrections_asked_on ON corrections (asked_on);

-- What became of it, in order. The words are for everyone to read.
CREATE TABLE correction_moves (
    id            BYTEA PRIMARY KEY,
    correction_id BYTEA NOT NULL REFERENCES corrections (id),
    number        BIGINT NOT NULL,
    what          TEXT NOT NULL CHECK (what IN ('arguable', 'not-arguable', 'upheld', 'partly-upheld', 'not-upheld')),
    words         TEXT NOT NULL,
    account_id    BYTEA NOT NULL REFERENCES accounts (id),
    moved_on      TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX correction_moves_number ON correction_moves (correction_id, number);
CREATE INDEX correction_moves_from_sequence ON correction_moves (from_sequence);

-- Not journalled: up to which entry somebody of the office has looked, and which reminders went out.
CREATE TABLE office_looks (
    account_id BYTEA   PRIMARY KEY REFERENCES accounts (id),
    sequence   BIGINT NOT NULL,
    looked_at  BIGINT NOT NULL
);
CREATE TABLE office_reminders (
    id           BYTEA   PRIMARY KEY,
    organisation TEXT   NOT NULL,
    about        TEXT   NOT NULL,
    sent_at      BIGINT NOT NULL
);
CREATE INDEX office_reminders_organisation ON office_reminders (organisation, about);

-- What was promised for, or done on, which day; and what comes next.
CREATE INDEX milestone_dates_due ON milestone_dates (programme, kind, due_on);
