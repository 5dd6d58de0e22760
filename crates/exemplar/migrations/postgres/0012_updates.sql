-- What a copy has settled of what its source changed.

-- The text of the source as the copy has settled it: what differs from the source now waits.
CREATE TABLE copy_bases (
    row_id         BYTEA  PRIMARY KEY,
    blueprint_id   BYTEA  NOT NULL,
    source_number  BIGINT NOT NULL,
    base_hash      TEXT   NOT NULL,
    settled_on     TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX copy_bases_blueprint ON copy_bases (blueprint_id);
CREATE INDEX copy_bases_from_sequence ON copy_bases (from_sequence);
CREATE INDEX copy_bases_until_sequence ON copy_bases (until_sequence) WHERE until_sequence IS NOT NULL;

-- What was decided about each change; one act may decide several.
CREATE TABLE update_decisions (
    row_id         BYTEA  PRIMARY KEY,
    blueprint_id   BYTEA  NOT NULL,
    update_id      TEXT   NOT NULL,
    decision       TEXT   NOT NULL CHECK (decision IN ('used', 'used-in-own-words', 'kept-ours', 'later')),
    words_hash     TEXT   NOT NULL,
    source_number  BIGINT NOT NULL,
    base_before    TEXT   NOT NULL,
    text_before    TEXT   NOT NULL,
    text_after     TEXT   NOT NULL,
    decided_by     BYTEA  NOT NULL,
    decided_on     TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX update_decisions_blueprint ON update_decisions (blueprint_id);
CREATE INDEX update_decisions_from_sequence ON update_decisions (from_sequence);
CREATE INDEX update_decisions_until_sequence ON update_decisions (until_sequence) WHERE until_sequence IS NOT NULL;
