-- Roles that an organisation offers to people of others: taken on, declined or taken back, and then ended.
CREATE TABLE role_offers (
    id             BLOB   PRIMARY KEY,
    account_id     BLOB   NOT NULL REFERENCES accounts (id),
    organisation   TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    ends_on        TEXT,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX role_offers_account ON role_offers (account_id);
CREATE INDEX role_offers_organisation ON role_offers (organisation);
CREATE INDEX role_offers_from_sequence ON role_offers (from_sequence);
CREATE INDEX role_offers_until_sequence ON role_offers (until_sequence) WHERE until_sequence IS NOT NULL;
