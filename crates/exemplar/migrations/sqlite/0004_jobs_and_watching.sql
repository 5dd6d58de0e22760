-- Work done beside requests. Not journalled. A job that runs is due again when its lease ends.
CREATE TABLE jobs (
    id         BLOB   PRIMARY KEY,
    kind       TEXT   NOT NULL,
    name       TEXT,
    payload    TEXT   NOT NULL,
    lane       TEXT   NOT NULL CHECK (lane IN ('urgent', 'ordinary')),
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'running', 'parked')),
    due_at     BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    lease      BLOB,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT jobs_name UNIQUE (name)
);
CREATE INDEX jobs_due ON jobs (lane, due_at) WHERE state <> 'parked';

-- A letter that is being handed over has a sending_at; one that was taken has a sent_at.
ALTER TABLE letters ADD COLUMN sending_at BIGINT;
ALTER TABLE letters ADD COLUMN stop_address TEXT;
CREATE INDEX letters_created ON letters (created_at);
CREATE INDEX letters_sent ON letters (sent_at) WHERE sent_at IS NOT NULL;
INSERT INTO jobs (id, kind, payload, lane, state, due_at, tries, created_at)
    SELECT id, 'letter', '{"letter":"' || lower(hex(id)) || '"}', 'ordinary', 'waiting', created_at, 0, created_at
    FROM letters WHERE sent_at IS NULL;

-- What people watch, and what they are still to be told. Not journalled: it is nobody else's business.
CREATE TABLE watches (
    id          BLOB   PRIMARY KEY,
    account_id  BLOB   NOT NULL REFERENCES accounts (id),
    subject     TEXT   NOT NULL,
    pace        TEXT   NOT NULL CHECK (pace IN ('at-once', 'daily', 'off')),
    since_entry BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    CONSTRAINT watches_once UNIQUE (account_id, subject)
);
CREATE INDEX watches_subject ON watches (subject);
CREATE INDEX watches_searches ON watches (subject) WHERE substr(subject, 1, 7) = 'search/';

-- An entry is told to a person once, whichever of their watches it touches.
CREATE TABLE watch_news (
    account_id BLOB   NOT NULL REFERENCES accounts (id),
    entry      BIGINT NOT NULL,
    subject    TEXT   NOT NULL,
    pace       TEXT   NOT NULL CHECK (pace IN ('at-once', 'daily')),
    told_at    BIGINT,
    PRIMARY KEY (account_id, entry)
);
CREATE INDEX watch_news_waiting ON watch_news (account_id) WHERE told_at IS NULL;
CREATE INDEX watch_news_told ON watch_news (told_at) WHERE told_at IS NOT NULL;

-- The secret in a person's letters that stops them without signing in. It can do nothing else.
CREATE TABLE watch_links (
    account_id BLOB   PRIMARY KEY REFERENCES accounts (id),
    token      TEXT   NOT NULL,
    CONSTRAINT watch_links_token UNIQUE (token)
);

-- Up to which entry, and which account of the next one, watches were looked through.
CREATE TABLE watch_position (
    id            BIGINT PRIMARY KEY CHECK (id = 1),
    entry         BIGINT NOT NULL,
    after_account BLOB   NOT NULL
);
INSERT INTO watch_position (id, entry, after_account) SELECT 1, sequence, X'' FROM journal_head;
