-- People. What is about a person lies here and beside the journal, never in it: entries name accounts by id alone.
CREATE TABLE accounts (
    id         BYTEA   PRIMARY KEY,
    mail       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    password   TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_mail UNIQUE (mail)
);

CREATE TABLE roles (
    id             BYTEA   PRIMARY KEY,
    account_id     BYTEA   NOT NULL REFERENCES accounts (id),
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
    account_id   BYTEA   NOT NULL REFERENCES accounts (id),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE sign_in_links (
    token_hash TEXT   PRIMARY KEY,
    account_id BYTEA   NOT NULL REFERENCES accounts (id),
    expires_at BIGINT NOT NULL
);

CREATE TABLE calendar_links (
    token_hash TEXT   PRIMARY KEY,
    account_id BYTEA  NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    CONSTRAINT calendar_links_account UNIQUE (account_id)
);

CREATE TABLE one_time_keys (
    one_time_key TEXT   PRIMARY KEY,
    answer       TEXT   NOT NULL,
    spent_at     BIGINT NOT NULL
);

CREATE TABLE letters (
    id         BYTEA   PRIMARY KEY,
    recipient  TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at    BIGINT
);
CREATE INDEX letters_waiting ON letters (created_at) WHERE sent_at IS NULL;

-- A copy is a guide like any other; this row says whose it was and how far it got.
CREATE TABLE copies (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    source_id      BYTEA   NOT NULL,
    source_number  BIGINT NOT NULL,
    base_hash      TEXT   NOT NULL,
    organisation   TEXT   NOT NULL,
    standing       TEXT   NOT NULL CHECK (standing IN ('considering', 'adapting', 'live', 'stopped')),
    cost           TEXT   NOT NULL,
    months         BIGINT,
    evidence       TEXT   NOT NULL,
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
    id             BYTEA   PRIMARY KEY,
    organisation   TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    value          TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX organisation_variables_organisation ON organisation_variables (organisation);
CREATE INDEX organisation_variables_from_sequence ON organisation_variables (from_sequence);
CREATE INDEX organisation_variables_until_sequence ON organisation_variables (until_sequence) WHERE until_sequence IS NOT NULL;

-- What is planned for the steps of a copy: who does it by when. A step is known by its title.
CREATE TABLE plan_steps (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    title          TEXT   NOT NULL,
    owner          TEXT   NOT NULL,
    due_on         TEXT,
    done_on        TEXT,
    note           TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX plan_steps_step ON plan_steps (blueprint_id, title) WHERE until_sequence IS NULL;
CREATE INDEX plan_steps_from_sequence ON plan_steps (from_sequence);
CREATE INDEX plan_steps_until_sequence ON plan_steps (until_sequence) WHERE until_sequence IS NOT NULL;

-- The text somebody is writing: what may become the next version of a guide. One row for each time it was saved.
CREATE TABLE drafts (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    made_from      BIGINT NOT NULL,
    number         BIGINT NOT NULL,
    text_hash      TEXT   NOT NULL,
    saved_by       BYTEA   NOT NULL REFERENCES accounts (id),
    saved_at       BIGINT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX drafts_number ON drafts (blueprint_id, made_from, number);
CREATE UNIQUE INDEX drafts_current ON drafts (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX drafts_from_sequence ON drafts (from_sequence);
CREATE INDEX drafts_until_sequence ON drafts (until_sequence) WHERE until_sequence IS NOT NULL;

-- The three questions that decide whether a guide touches care.
CREATE TABLE care_answers (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    changes_what   TEXT   NOT NULL CHECK (changes_what IN ('yes', 'no')),
    could_harm     TEXT   NOT NULL CHECK (could_harm IN ('yes', 'no')),
    states_dose    TEXT   NOT NULL CHECK (states_dose IN ('yes', 'no')),
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX care_answers_blueprint ON care_answers (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX care_answers_from_sequence ON care_answers (from_sequence);
CREATE INDEX care_answers_until_sequence ON care_answers (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who agreed to a text, bound to the text itself: another text has no approval. Nobody agrees to what they wrote.
CREATE TABLE approvals (
    id            BYTEA   PRIMARY KEY,
    blueprint_id  BYTEA   NOT NULL,
    text_hash     TEXT   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('shared', 'reviewed', 'safety')),
    account_id    BYTEA   NOT NULL REFERENCES accounts (id),
    written_by    BYTEA  REFERENCES accounts (id),
    organisation  TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    given_on      TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT approvals_two_people CHECK (account_id <> written_by),
    CONSTRAINT approvals_once UNIQUE (blueprint_id, text_hash, kind, account_id)
);
CREATE INDEX approvals_from_sequence ON approvals (from_sequence);

-- What the safety officer who signed a copy said of each hazard of its text.
CREATE TABLE hazard_answers (
    id            BYTEA   PRIMARY KEY,
    approval_id   BYTEA   NOT NULL REFERENCES approvals (id),
    hazard        TEXT   NOT NULL,
    answer        TEXT   NOT NULL CHECK (answer IN ('holds', 'otherwise', 'not-here')),
    words         TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX hazard_answers_approval ON hazard_answers (approval_id);
CREATE INDEX hazard_answers_from_sequence ON hazard_answers (from_sequence);

-- Why a guide is withdrawn, and what to read instead.
CREATE TABLE withdrawals (
    row_id         BYTEA  PRIMARY KEY,
    blueprint_id   BYTEA  NOT NULL,
    reason         TEXT   NOT NULL,
    replaced_by    BYTEA,
    withdrawn_on   TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX withdrawals_blueprint ON withdrawals (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX withdrawals_from_sequence ON withdrawals (from_sequence);
CREATE INDEX withdrawals_until_sequence ON withdrawals (until_sequence) WHERE until_sequence IS NOT NULL;
