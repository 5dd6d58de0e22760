-- What a programme is. In every table here `fact` is the SHA-256 of what a line is known again by: one row of each
-- fact holds at a time, and a row that another import corrects ends.
CREATE TABLE programmes (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    slug           TEXT NOT NULL,
    name           TEXT NOT NULL,
    summary        TEXT NOT NULL,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX programmes_fact ON programmes (fact) WHERE until_sequence IS NULL;
CREATE INDEX programmes_from_sequence ON programmes (from_sequence);
CREATE INDEX programmes_until_sequence ON programmes (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX programmes_slug ON programmes (slug);

-- The groups and waves of a programme.
CREATE TABLE programme_groups (
    id                BYTEA PRIMARY KEY,
    fact              TEXT NOT NULL,
    programme         TEXT NOT NULL,
    slug              TEXT NOT NULL,
    name              TEXT NOT NULL,
    care_setting      TEXT,
    announced         TEXT,
    announced_members BIGINT,
    note              TEXT,
    source            TEXT NOT NULL,
    published         TEXT,
    known_from        TEXT NOT NULL,
    from_sequence     BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence    BIGINT
);
CREATE UNIQUE INDEX programme_groups_fact ON programme_groups (fact) WHERE until_sequence IS NULL;
CREATE INDEX programme_groups_from_sequence ON programme_groups (from_sequence);
CREATE INDEX programme_groups_until_sequence ON programme_groups (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX programme_groups_programme ON programme_groups (programme);

-- An organisation in a group: a state it came into, on a date, as a source says.
CREATE TABLE membership_states (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    named_as       TEXT,
    state          TEXT NOT NULL CHECK (state IN ('proposed', 'due-diligence', 'agreed', 'funded', 'completed', 'withdrawn')),
    state_on       TEXT,
    said           TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX membership_states_fact ON membership_states (fact) WHERE until_sequence IS NULL;
CREATE INDEX membership_states_from_sequence ON membership_states (from_sequence);
CREATE INDEX membership_states_until_sequence ON membership_states (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX membership_states_programme ON membership_states (programme, group_slug, organisation);
CREATE INDEX membership_states_organisation ON membership_states (organisation);

-- Who says what of two organisations: a source, or one of the two. A pairing exists only when both say so.
CREATE TABLE pairing_claims (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    partner        TEXT NOT NULL,
    said_by        TEXT NOT NULL CHECK (said_by IN ('source', 'organisation', 'partner')),
    says           TEXT NOT NULL CHECK (says IN ('paired', 'not-paired', 'ended')),
    said_on        TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT     pairing_claims_differ CHECK (organisation <> partner)
);
CREATE UNIQUE INDEX pairing_claims_fact ON pairing_claims (fact) WHERE until_sequence IS NULL;
CREATE INDEX pairing_claims_from_sequence ON pairing_claims (from_sequence);
CREATE INDEX pairing_claims_until_sequence ON pairing_claims (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX pairing_claims_programme ON pairing_claims (programme, organisation, partner);
CREATE INDEX pairing_claims_organisation ON pairing_claims (organisation);
CREATE INDEX pairing_claims_partner ON pairing_claims (partner);

-- A figure as a source states it: of a programme, one of its groups, or an organisation in it. No value means: not published.
CREATE TABLE statements (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    group_slug     TEXT,
    organisation   TEXT,
    subject        TEXT NOT NULL,
    measure        TEXT NOT NULL,
    money          TEXT CHECK (money IN ('secured', 'promised', 'match', 'paid')),
    value          TEXT,
    unit           TEXT,
    pence          BIGINT,
    per            TEXT CHECK (per IN ('each', 'shared')),
    holds_on       TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX statements_fact ON statements (fact) WHERE until_sequence IS NULL;
CREATE INDEX statements_from_sequence ON statements (from_sequence);
CREATE INDEX statements_until_sequence ON statements (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX statements_programme ON statements (programme, organisation);
CREATE INDEX statements_organisation ON statements (organisation);

-- What a programme's milestones are: read from a file of definitions.
CREATE TABLE milestones (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    slug           TEXT NOT NULL,
    place          BIGINT NOT NULL,
    title          TEXT NOT NULL,
    covers         TEXT,
    evidence       TEXT NOT NULL,
    framework      TEXT NOT NULL,
    version        TEXT NOT NULL,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX milestones_fact ON milestones (fact) WHERE until_sequence IS NULL;
CREATE INDEX milestones_from_sequence ON milestones (from_sequence);
CREATE INDEX milestones_until_sequence ON milestones (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX milestones_programme ON milestones (programme, place);

-- Dates of an organisation's milestones. Rows never end: what is expected now stands beside what was expected before.
CREATE TABLE milestone_dates (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    milestone      TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('promised', 'expected', 'done')),
    due_on         TEXT NOT NULL,
    reason         TEXT,
    note           TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX milestone_dates_fact ON milestone_dates (fact);
CREATE INDEX milestone_dates_from_sequence ON milestone_dates (from_sequence);
CREATE INDEX milestone_dates_milestone ON milestone_dates (programme, milestone, organisation);
CREATE INDEX milestone_dates_organisation ON milestone_dates (organisation);

-- What changed in public, newest first, of everything or of one organisation.
CREATE INDEX journal_entries_public ON journal_entries (sequence) WHERE is_public = 1;
CREATE INDEX journal_entries_organisation ON journal_entries (organisation, sequence) WHERE is_public = 1;
