-- The milestone of a programme that a step of an improvement plan leads to.
CREATE TABLE improvement_goals (
    id            BYTEA  PRIMARY KEY,
    improvement   BYTEA  NOT NULL,
    organisation  TEXT   NOT NULL,
    programme     TEXT   NOT NULL,
    milestone     TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX improvement_goals_organisation ON improvement_goals (organisation);
CREATE INDEX improvement_goals_from_sequence ON improvement_goals (from_sequence);
