-- Not journalled: how many dates were promised for, or done in, each month, by the day they were known from and the day they were
-- recorded; as moved_dates, of which nothing is kept here, so that all are counted together.
CREATE TABLE dates_by_month (
    programme     TEXT   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('promised', 'done')),
    month         TEXT   NOT NULL,
    known_from    TEXT   NOT NULL,
    recorded_on   TEXT   NOT NULL,
    dates         BIGINT NOT NULL,
    PRIMARY KEY (programme, kind, month, known_from, recorded_on)
);
CREATE INDEX dates_by_month_sums ON dates_by_month (programme, kind, month, known_from, recorded_on, dates);

-- Not journalled: how many organisations have a date for each milestone, by the day the first of theirs was known from.
CREATE TABLE dated_organisations (
    programme     TEXT   NOT NULL,
    milestone     TEXT   NOT NULL,
    known_from    TEXT   NOT NULL,
    recorded_on   TEXT   NOT NULL,
    organisations BIGINT NOT NULL,
    PRIMARY KEY (programme, milestone, known_from, recorded_on)
);
CREATE INDEX dated_organisations_sums ON dated_organisations (programme, milestone, known_from, recorded_on, organisations);
DELETE FROM moved_dates;

-- Not journalled: what stands of each milestone, done or else expected, from which day it is known until which, and from which entry
-- until which that is on record. Worked out of the dates in the transaction that writes them.
CREATE TABLE standing_dates (
    programme      TEXT   NOT NULL,
    milestone      TEXT   NOT NULL,
    organisation   TEXT   NOT NULL,
    kind           TEXT   NOT NULL CHECK (kind IN ('promised', 'expected', 'done')),
    due_on         TEXT   NOT NULL,
    day            TEXT   NOT NULL,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    from_entry  BIGINT NOT NULL,
    until_entry BIGINT
);
CREATE INDEX standing_dates_milestone
    ON standing_dates (programme, milestone, day, organisation, known_from, known_until, from_entry, until_entry, due_on);
CREATE INDEX standing_dates_open
    ON standing_dates (programme, day, organisation, milestone, known_from, known_until, from_entry, until_entry, due_on)
    WHERE kind <> 'done';
CREATE INDEX standing_dates_organisation
    ON standing_dates (organisation, programme, known_from, known_until, from_entry, until_entry);
DROP INDEX milestone_dates_comes;
DROP INDEX milestone_dates_due;
