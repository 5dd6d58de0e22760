-- Reporting on milestones: how sure an organisation and the centre are, and rounds of reports. `fact` is as in
-- 0006_programmes.sql.

-- The levels of a scale that delivery confidence is said on. A programme may use another scale from some year on.
CREATE TABLE confidence_scales (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    scale          TEXT NOT NULL,
    level          TEXT NOT NULL,
    place          BIGINT NOT NULL,
    title          TEXT NOT NULL,
    meaning        TEXT NOT NULL,
    since          TEXT,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX confidence_scales_fact ON confidence_scales (fact) WHERE until_sequence IS NULL;
CREATE INDEX confidence_scales_from_sequence ON confidence_scales (from_sequence);
CREATE INDEX confidence_scales_until_sequence ON confidence_scales (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX confidence_scales_programme ON confidence_scales (programme);

-- How sure an organisation is that it delivers, or the centre is of it. What is said later stands beside what was said before.
CREATE TABLE delivery_confidence (
    id             BYTEA PRIMARY KEY,
    fact           TEXT NOT NULL,
    programme      TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    said_by        TEXT NOT NULL CHECK (said_by IN ('own', 'centre')),
    scale          TEXT NOT NULL,
    level          TEXT NOT NULL,
    narrative      TEXT NOT NULL,
    given_on       TEXT NOT NULL,
    source         TEXT NOT NULL,
    published      TEXT,
    known_from     TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX delivery_confidence_fact ON delivery_confidence (fact) WHERE until_sequence IS NULL;
CREATE INDEX delivery_confidence_from_sequence ON delivery_confidence (from_sequence);
CREATE INDEX delivery_confidence_until_sequence ON delivery_confidence (until_sequence) WHERE until_sequence IS NOT NULL;
CREATE INDEX delivery_confidence_programme ON delivery_confidence (programme, organisation, said_by, given_on);
CREATE INDEX delivery_confidence_organisation ON delivery_confidence (organisation);

-- A round in which the members of a programme report on their milestones.
CREATE TABLE reporting_rounds (
    id             BYTEA PRIMARY KEY,
    programme      TEXT NOT NULL,
    slug           TEXT NOT NULL,
    name           TEXT NOT NULL,
    opened_on      TEXT NOT NULL,
    due_on         TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT     reporting_rounds_due CHECK (due_on >= opened_on)
);
CREATE UNIQUE INDEX reporting_rounds_slug ON reporting_rounds (programme, slug);
CREATE INDEX reporting_rounds_from_sequence ON reporting_rounds (from_sequence);

-- What an organisation reports, as a text by its hash. A draft ends when it is saved anew or approved; what was approved never ends.
CREATE TABLE milestone_reports (
    id             BYTEA PRIMARY KEY,
    programme      TEXT NOT NULL,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    number         BIGINT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'approved')),
    text_hash      TEXT NOT NULL,
    saved_by       BYTEA NOT NULL,
    saved_on       TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT     milestone_reports_frozen CHECK (state = 'draft' OR until_sequence IS NULL)
);
CREATE UNIQUE INDEX milestone_reports_approved ON milestone_reports (programme, round, organisation, number) WHERE state = 'approved';
CREATE UNIQUE INDEX milestone_reports_draft ON milestone_reports (programme, round, organisation) WHERE state = 'draft' AND until_sequence IS NULL;
CREATE INDEX milestone_reports_of ON milestone_reports (programme, round, organisation);
CREATE INDEX milestone_reports_from_sequence ON milestone_reports (from_sequence);
CREATE INDEX milestone_reports_until_sequence ON milestone_reports (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who signed a report: one who passes it on, and a second who approves it and saved none of it. `seen` binds a signature to
-- the very row that was seen.
CREATE TABLE report_signatures (
    id             BYTEA PRIMARY KEY,
    programme      TEXT NOT NULL,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('passes-on', 'approves')),
    seen           TEXT NOT NULL,
    account_id     BYTEA NOT NULL REFERENCES accounts (id),
    saved_by       BYTEA NOT NULL,
    signed_on      TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT     report_signatures_not_own CHECK (kind = 'passes-on' OR account_id <> saved_by)
);
CREATE UNIQUE INDEX report_signatures_person ON report_signatures (seen, account_id);
CREATE UNIQUE INDEX report_signatures_kind ON report_signatures (seen, kind);
CREATE INDEX report_signatures_from_sequence ON report_signatures (from_sequence);

-- The parts of an approved report that the office opened again, and why. A row ends when the report is approved anew.
CREATE TABLE report_openings (
    id             BYTEA PRIMARY KEY,
    programme      TEXT NOT NULL,
    round          TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    part           TEXT NOT NULL CHECK (part IN ('dates', 'confidence', 'pairing')),
    why            TEXT NOT NULL,
    opened_on      TEXT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX report_openings_of ON report_openings (programme, round, organisation) WHERE until_sequence IS NULL;
CREATE INDEX report_openings_from_sequence ON report_openings (from_sequence);
CREATE INDEX report_openings_until_sequence ON report_openings (until_sequence) WHERE until_sequence IS NOT NULL;

-- Not journalled: which letters about a report went out.
CREATE TABLE report_reminders (
    programme    TEXT   NOT NULL,
    round        TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    stage        BIGINT NOT NULL,
    PRIMARY KEY (programme, round, organisation, stage)
);

-- Dates that were recorded wrongly and set aside after a correction was upheld. The date itself stays where it is.
CREATE TABLE milestone_dates_set_aside (
    id            BYTEA PRIMARY KEY,
    date_id       BYTEA NOT NULL REFERENCES milestone_dates (id),
    correction_id BYTEA NOT NULL REFERENCES corrections (id),
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX milestone_dates_set_aside_date ON milestone_dates_set_aside (date_id);
CREATE INDEX milestone_dates_set_aside_from_sequence ON milestone_dates_set_aside (from_sequence);

-- What a correction changed: what the record said before, and what it says since.
CREATE TABLE correction_changes (
    id            BYTEA PRIMARY KEY,
    correction_id BYTEA NOT NULL REFERENCES corrections (id),
    about         TEXT NOT NULL,
    said          TEXT NOT NULL,
    says          TEXT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX correction_changes_correction ON correction_changes (correction_id);
CREATE INDEX correction_changes_from_sequence ON correction_changes (from_sequence);

-- What is done or expected of each milestone, in the order of its day: a year or month counts as its last day.
DROP INDEX milestone_dates_milestone;
DROP INDEX milestone_dates_due;
DROP INDEX membership_states_programme;
CREATE INDEX membership_states_programme
    ON membership_states (programme, group_slug, organisation, state, known_from, from_sequence, until_sequence);
DROP INDEX milestone_dates_organisation;
CREATE INDEX milestone_dates_organisation ON milestone_dates (organisation, programme, known_from, from_sequence);
CREATE INDEX milestone_dates_plan
    ON milestone_dates (programme, milestone, organisation, kind, known_from, from_sequence, id);
CREATE INDEX milestone_dates_comes
    ON milestone_dates (programme, milestone,
        (CASE length(due_on) WHEN 4 THEN due_on || '-12-31' WHEN 7 THEN due_on || '-31' ELSE due_on END),
        organisation, kind, known_from, from_sequence, id);
CREATE INDEX milestone_dates_due ON milestone_dates (programme, kind, due_on, known_from, from_sequence, organisation, milestone, id);

-- Not journalled: how many dates moved, by how many days and of how many organisations, for each reason, by the day it was known
-- from and the day it was recorded. What is recorded later of an earlier day stands in rows of its own, which may be below zero.
CREATE TABLE moved_dates (
    programme     TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    known_from    TEXT   NOT NULL,
    recorded_on   TEXT   NOT NULL,
    dates         BIGINT NOT NULL,
    organisations BIGINT NOT NULL,
    days          BIGINT NOT NULL,
    PRIMARY KEY (programme, reason, known_from, recorded_on)
);
