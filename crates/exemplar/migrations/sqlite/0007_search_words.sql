-- What editors add to the words that mean the same: a group a row, its words parted by `=`.
CREATE TABLE synonym_groups (
    id             BLOB   PRIMARY KEY,
    words          TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX synonym_groups_from_sequence ON synonym_groups (from_sequence);
CREATE INDEX synonym_groups_until_sequence ON synonym_groups (until_sequence) WHERE until_sequence IS NOT NULL;

-- Not journalled: what was searched for and found nothing, how often, and when last.
CREATE TABLE empty_searches (
    words   TEXT   PRIMARY KEY,
    times   BIGINT NOT NULL,
    last_on TEXT   NOT NULL
);
