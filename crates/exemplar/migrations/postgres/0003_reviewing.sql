-- What is said of a section of a draft: open until somebody settles it. The words lie in `texts`.
CREATE TABLE comments (
    row_id         BYTEA   PRIMARY KEY,
    id             BYTEA   NOT NULL,
    blueprint_id   BYTEA   NOT NULL,
    section        TEXT   NOT NULL,
    words_hash     TEXT   NOT NULL,
    said_by        BYTEA   NOT NULL REFERENCES accounts (id),
    said_at        BIGINT NOT NULL,
    settled_by     BYTEA   REFERENCES accounts (id),
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX comments_current ON comments (id) WHERE until_sequence IS NULL;
CREATE INDEX comments_blueprint ON comments (blueprint_id);
CREATE INDEX comments_from_sequence ON comments (from_sequence);
CREATE INDEX comments_until_sequence ON comments (until_sequence) WHERE until_sequence IS NOT NULL;

-- A text that somebody said is finished and waits for the others. Bound to the text: another text was not submitted.
CREATE TABLE submissions (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    text_hash      TEXT   NOT NULL,
    submitted_by   BYTEA   NOT NULL REFERENCES accounts (id),
    submitted_at   BIGINT NOT NULL,
    said_invented  BIGINT NOT NULL CHECK (said_invented IN (0, 1)),
    note           TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX submissions_blueprint ON submissions (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX submissions_from_sequence ON submissions (from_sequence);
CREATE INDEX submissions_until_sequence ON submissions (until_sequence) WHERE until_sequence IS NOT NULL;

-- What kind of change made a version.
CREATE TABLE revision_classes (
    id            BYTEA   PRIMARY KEY,
    blueprint_id  BYTEA   NOT NULL,
    number        BIGINT NOT NULL,
    class         TEXT   NOT NULL CHECK (class IN ('safety', 'correction', 'improvement', 'editorial')),
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT revision_classes_version UNIQUE (blueprint_id, number)
);
CREATE INDEX revision_classes_from_sequence ON revision_classes (from_sequence);

-- A text that is to be published on a day to come, by whom who said so.
CREATE TABLE publication_plans (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    text_hash      TEXT   NOT NULL,
    publish_on     TEXT   NOT NULL,
    planned_by     BYTEA   NOT NULL REFERENCES accounts (id),
    class          TEXT   NOT NULL,
    note           TEXT   NOT NULL,
    said_invented  BIGINT NOT NULL CHECK (said_invented IN (0, 1)),
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX publication_plans_blueprint ON publication_plans (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX publication_plans_due ON publication_plans (publish_on) WHERE until_sequence IS NULL;
CREATE INDEX publication_plans_from_sequence ON publication_plans (from_sequence);
CREATE INDEX publication_plans_until_sequence ON publication_plans (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who looks after a guide: a person, who is reminded before its review is due.
CREATE TABLE keepers (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    account_id     BYTEA   NOT NULL REFERENCES accounts (id),
    review_due     TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX keepers_blueprint ON keepers (blueprint_id) WHERE until_sequence IS NULL;
CREATE INDEX keepers_from_sequence ON keepers (from_sequence);
CREATE INDEX keepers_until_sequence ON keepers (until_sequence) WHERE until_sequence IS NOT NULL;

-- Links that show a draft to whoever holds them, until they end or are taken back.
CREATE TABLE preview_links (
    row_id         BYTEA   PRIMARY KEY,
    id             BYTEA   NOT NULL,
    token_hash     TEXT   NOT NULL,
    blueprint_id   BYTEA   NOT NULL,
    made_by        BYTEA   NOT NULL REFERENCES accounts (id),
    made_for       TEXT   NOT NULL,
    ends_on        TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX preview_links_token ON preview_links (token_hash);
CREATE INDEX preview_links_blueprint ON preview_links (blueprint_id);
CREATE INDEX preview_links_from_sequence ON preview_links (from_sequence);
CREATE INDEX preview_links_until_sequence ON preview_links (until_sequence) WHERE until_sequence IS NOT NULL;

-- Files that the next version of a guide will have besides those of the version before it.
CREATE TABLE draft_files (
    row_id         BYTEA   PRIMARY KEY,
    blueprint_id   BYTEA   NOT NULL,
    name           TEXT   NOT NULL,
    file_hash      TEXT   NOT NULL,
    media_type     TEXT   NOT NULL,
    size_bytes     BIGINT NOT NULL,
    is_picture     BIGINT NOT NULL CHECK (is_picture IN (0, 1)),
    numbers        BIGINT NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX draft_files_name ON draft_files (blueprint_id, name) WHERE until_sequence IS NULL;
CREATE INDEX draft_files_from_sequence ON draft_files (from_sequence);
CREATE INDEX draft_files_until_sequence ON draft_files (until_sequence) WHERE until_sequence IS NOT NULL;

-- Not journalled: what somebody typed into a form and has not saved, and reminders that went out.
CREATE TABLE typed (
    account_id BYTEA   NOT NULL REFERENCES accounts (id),
    path       TEXT   NOT NULL,
    fields     TEXT   NOT NULL,
    typed_at   BIGINT NOT NULL,
    PRIMARY KEY (account_id, path)
);

CREATE TABLE review_reminders (
    blueprint_id BYTEA   NOT NULL,
    review_due   TEXT   NOT NULL,
    days_before  BIGINT NOT NULL,
    PRIMARY KEY (blueprint_id, review_due, days_before)
);
