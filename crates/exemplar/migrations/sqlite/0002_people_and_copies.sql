-- People. What is about a person lies here and beside the journal, never in it: entries name accounts by id alone.
CREATE TABLE accounts (
    id         BLOB   PRIMARY KEY,
    mail       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    password   TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_mail UNIQUE (mail)
);

CREATE TABLE roles (
    id             BLOB   PRIMARY KEY,
    account_id     BLOB   NOT NULL REFERENCES accounts (id),
    organisation   TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    ends_on        TEXT,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX roles_account ON roles (account_id);
CREATE INDEX roles_from_sequence ON roles (from_sequence);
CREATE INDEX roles_until_sequence ON roles (until_sequence) WHERE until_sequence IS NOT NULL;

-- Not journalled: sessions, links to sign in with, one-time keys, letters on their way.
CREATE TABLE sessions (
    token_hash   TEXT   PRIMARY KEY,
    account_id   BLOB   NOT NULL REFERENCES accounts (id),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE sign_in_links (
    token_hash TEXT   PRIMARY KEY,
    account_id BLOB   NOT NULL REFERENCES accounts (id),
    expires_at BIGINT NOT NULL
);

CREATE TABLE one_time_keys (
    one_time_key TEXT   PRIMARY KEY,
    answer       TEXT   NOT NULL,
    spent_at     BIGINT NOT NULL
);

CREATE TABLE letters (
    id         BLOB   PRIMARY KEY,
    recipient  TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at    BIGINT
);
CREATE INDEX letters_waiting ON letters (created_at) WHERE sent_at IS NULL;

-- A copy is a guide like any other; this row says whose it was and how far it got.
CREATE TABLE copies (
    row_id         BLOB   PRIMARY KEY,
    blueprint_id   BLOB   NOT NULL,
    source_id      BLOB   NOT NULL,
    source_number  BIGINT NOT NULL,
    base_hash      TEXT   NOT NULL,
    organisation   TEXT   NOT NULL,
    standing       TEXT   NOT NULL CHECK (standing IN ('considering', 'adapting', 'live', 'stopped')),
    note           TEXT   NOT NULL,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    first_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX copies_blueprint ON copies (blueprint_id);
CREATE INDEX copies_source ON copies (source_id);
CREATE INDEX copies_organisation ON copies (organisation);
CREATE INDEX copies_from_sequence ON copies (from_sequence);
CREATE INDEX copies_until_sequence ON copies (until_sequence) WHERE until_sequence IS NOT NULL;

-- What an organisation calls things: asked for once, filled into every guide it copies.
CREATE TABLE organisation_variables (
    id             BLOB   PRIMARY KEY,
    organisation   TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    value          TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX organisation_variables_organisation ON organisation_variables (organisation);
CREATE INDEX organisation_variables_from_sequence ON organisation_variables (from_sequence);
CREATE INDEX organisation_variables_until_sequence ON organisation_variables (until_sequence) WHERE until_sequence IS NOT NULL;

-- The steps of a copy as a plan: who does what by when.
CREATE TABLE plan_steps (
    row_id         BLOB   PRIMARY KEY,
    id             BLOB   NOT NULL,
    blueprint_id   BLOB   NOT NULL,
    position       BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    owner          TEXT   NOT NULL,
    due_on         TEXT,
    done_on        TEXT,
    note           TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX plan_steps_blueprint ON plan_steps (blueprint_id, position);
CREATE INDEX plan_steps_from_sequence ON plan_steps (from_sequence);
CREATE INDEX plan_steps_until_sequence ON plan_steps (until_sequence) WHERE until_sequence IS NOT NULL;
