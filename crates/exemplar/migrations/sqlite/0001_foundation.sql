-- The journal: every change of a record appends one entry. `entry` holds the hashed bytes as hashed.
CREATE TABLE journal_entries (
    sequence     BIGINT PRIMARY KEY,
    recorded_at  BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    organisation TEXT,
    action       TEXT   NOT NULL,
    record       TEXT   NOT NULL,
    is_public    BIGINT NOT NULL CHECK (is_public IN (0, 1)),
    entry        BLOB   NOT NULL,
    hash         TEXT   NOT NULL
);
CREATE INDEX journal_entries_recorded_at ON journal_entries (recorded_at);
CREATE INDEX journal_entries_record ON journal_entries (record, sequence);

CREATE TABLE journal_private (
    sequence BIGINT PRIMARY KEY REFERENCES journal_entries (sequence),
    salt     BLOB NOT NULL,
    body     BLOB NOT NULL
);

-- One row; whoever changes anything locks it first, so that numbers have no gaps.
CREATE TABLE journal_head (
    id              BIGINT PRIMARY KEY CHECK (id = 1),
    sequence        BIGINT NOT NULL,
    public_sequence BIGINT NOT NULL,
    hash            TEXT   NOT NULL
);
INSERT INTO journal_head (id, sequence, public_sequence, hash)
VALUES (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE texts (
    hash TEXT PRIMARY KEY,
    body BLOB NOT NULL
);

-- What was known of an organisation, from a day on, as recorded by an entry. `first_sequence` is the entry that
-- first said it: a row cut short by a later one is written anew and keeps it.
CREATE TABLE organisations (
    id             BLOB   PRIMARY KEY,
    code           TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    shown_name     TEXT   NOT NULL,
    sort_name      TEXT   NOT NULL,
    kind           TEXT,
    kind_source    TEXT,
    national_group TEXT,
    local_group    TEXT,
    address        TEXT,
    postcode       TEXT,
    opened_on      TEXT,
    closed_on      TEXT,
    is_invented    BIGINT NOT NULL CHECK (is_invented IN (0, 1)),
    source         TEXT   NOT NULL,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    first_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX organisations_code ON organisations (code, known_from);
CREATE INDEX organisations_sort_name ON organisations (sort_name, code);
CREATE INDEX organisations_from_sequence ON organisations (from_sequence);
CREATE INDEX organisations_until_sequence ON organisations (until_sequence) WHERE until_sequence IS NOT NULL;

CREATE TABLE successions (
    id             BLOB   PRIMARY KEY,
    predecessor    TEXT   NOT NULL,
    successor      TEXT   NOT NULL,
    succeeded_on   TEXT   NOT NULL,
    source         TEXT   NOT NULL,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT,
    CONSTRAINT successions_differ CHECK (predecessor <> successor)
);
CREATE INDEX successions_predecessor ON successions (predecessor);
CREATE INDEX successions_successor ON successions (successor);
CREATE INDEX successions_from_sequence ON successions (from_sequence);
CREATE INDEX successions_until_sequence ON successions (until_sequence) WHERE until_sequence IS NOT NULL;

-- The lists the register was read from, each by its date.
CREATE TABLE organisation_lists (
    id            BLOB   PRIMARY KEY,
    listed_on     TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    organisations BIGINT NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX organisation_lists_from_sequence ON organisation_lists (from_sequence);

-- What was publicly known of a guide, from a day on.
CREATE TABLE blueprints (
    row_id         BLOB   PRIMARY KEY,
    id             BLOB   NOT NULL,
    slug           TEXT   NOT NULL,
    organisation   TEXT,
    origin         TEXT,
    origin_path    TEXT,
    state          TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    is_held        BIGINT NOT NULL CHECK (is_held IN (0, 1)),
    held_at        TEXT,
    revision       BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    listing_hash   TEXT   NOT NULL,
    published_on   TEXT   NOT NULL,
    known_from     TEXT   NOT NULL,
    known_until    TEXT,
    first_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE INDEX blueprints_id ON blueprints (id, known_from);
CREATE INDEX blueprints_newest ON blueprints (is_held DESC, published_on DESC, row_id DESC) WHERE state = 'published';
CREATE INDEX blueprints_organisation ON blueprints (organisation, published_on DESC);
CREATE INDEX blueprints_origin ON blueprints (origin, origin_path);
CREATE INDEX blueprints_from_sequence ON blueprints (from_sequence);
CREATE INDEX blueprints_until_sequence ON blueprints (until_sequence) WHERE until_sequence IS NOT NULL;

-- The versions of a guide's text. Never changed.
CREATE TABLE revisions (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    number        BIGINT NOT NULL,
    text_hash     TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    revised_on    TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT revisions_number UNIQUE (blueprint_id, number)
);
CREATE INDEX revisions_from_sequence ON revisions (from_sequence);

CREATE TABLE attachments (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    number        BIGINT NOT NULL,
    path          TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    file_hash     TEXT   NOT NULL,
    media_type    TEXT   NOT NULL,
    size_bytes    BIGINT NOT NULL,
    is_picture    BIGINT NOT NULL CHECK (is_picture IN (0, 1)),
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX attachments_revision ON attachments (blueprint_id, number);
CREATE INDEX attachments_from_sequence ON attachments (from_sequence);

-- Where the relative links of a version lead.
CREATE TABLE revision_links (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    number        BIGINT NOT NULL,
    href          TEXT   NOT NULL,
    target_slug   TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX revision_links_revision ON revision_links (blueprint_id, number);
CREATE INDEX revision_links_from_sequence ON revision_links (from_sequence);

-- Every address a guide ever had. Never used again for another.
CREATE TABLE slugs (
    slug          TEXT   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX slugs_blueprint ON slugs (blueprint_id);
CREATE INDEX slugs_from_sequence ON slugs (from_sequence);
