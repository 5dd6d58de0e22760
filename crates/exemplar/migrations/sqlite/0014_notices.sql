-- What keeps copies safe and in step: safety notices with the duty to answer them, concerns, offers, attached copies.

-- What every copy of a guide has to answer: its source was corrected for safety, withdrawn, or somebody raised a concern.
-- `entry` is the entry that made it so, so that no act raises it twice.
CREATE TABLE safety_notices (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('correction', 'withdrawal', 'concern')),
    number        BIGINT NOT NULL,
    entry         BIGINT NOT NULL,
    words_hash    TEXT,
    raised_on     TEXT   NOT NULL,
    answer_by     TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX safety_notices_entry ON safety_notices (blueprint_id, entry);
CREATE INDEX safety_notices_from_sequence ON safety_notices (from_sequence);

-- One for each copy, and copies of copies.
CREATE TABLE notice_duties (
    id            BLOB   PRIMARY KEY,
    notice_id     BLOB   NOT NULL,
    blueprint_id  BLOB   NOT NULL,
    organisation  TEXT   NOT NULL,
    due_on        TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX notice_duties_copy ON notice_duties (notice_id, blueprint_id);
CREATE INDEX notice_duties_blueprint ON notice_duties (blueprint_id);
CREATE INDEX notice_duties_organisation ON notice_duties (organisation);
CREATE INDEX notice_duties_from_sequence ON notice_duties (from_sequence);

-- What was answered. `copy_number` is the version that everyone read of the copy when the correction was only in its draft.
CREATE TABLE notice_answers (
    id             BLOB   PRIMARY KEY,
    duty_id        BLOB   NOT NULL,
    answer         TEXT   NOT NULL CHECK (answer IN ('taken', 'not-relevant', 'will-do')),
    words_hash     TEXT   NOT NULL,
    by_when        TEXT,
    copy_number    BIGINT,
    account_id     BLOB   NOT NULL,
    answered_on    TEXT   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX notice_answers_duty ON notice_answers (duty_id) WHERE until_sequence IS NULL;
CREATE INDEX notice_answers_from_sequence ON notice_answers (from_sequence);
CREATE INDEX notice_answers_until_sequence ON notice_answers (until_sequence) WHERE until_sequence IS NOT NULL;

-- Who was told again, and for which day: once before it, and once after it, when it goes to the director.
CREATE TABLE notice_reminders (
    id            BLOB   PRIMARY KEY,
    duty_id       BLOB   NOT NULL,
    what          TEXT   NOT NULL CHECK (what IN ('soon', 'late')),
    due_on        TEXT   NOT NULL,
    sent_on       TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX notice_reminders_once ON notice_reminders (duty_id, what, due_on);
CREATE INDEX notice_reminders_from_sequence ON notice_reminders (from_sequence);

-- To whom of an organisation a notice goes that is not answered in time.
CREATE TABLE safety_directors (
    id             BLOB   PRIMARY KEY,
    organisation   TEXT   NOT NULL,
    account_id     BLOB   NOT NULL,
    from_sequence  BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED,
    until_sequence BIGINT
);
CREATE UNIQUE INDEX safety_directors_of ON safety_directors (organisation) WHERE until_sequence IS NULL;
CREATE INDEX safety_directors_from_sequence ON safety_directors (from_sequence);
CREATE INDEX safety_directors_until_sequence ON safety_directors (until_sequence) WHERE until_sequence IS NOT NULL;

-- Concerns about the safety of a guide. Who reports, and in which words, lies beside the journal.
CREATE TABLE concerns (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    organisation  TEXT,
    account_id    BLOB,
    reported_on   TEXT   NOT NULL,
    due_on        TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX concerns_blueprint ON concerns (blueprint_id);
CREATE INDEX concerns_from_sequence ON concerns (from_sequence);

-- How one was answered; the words lie beside the journal.
CREATE TABLE concern_answers (
    id            BLOB   PRIMARY KEY,
    concern_id    BLOB   NOT NULL,
    what          TEXT   NOT NULL CHECK (what IN ('answered', 'notice')),
    account_id    BLOB   NOT NULL,
    answered_on   TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX concern_answers_concern ON concern_answers (concern_id);
CREATE INDEX concern_answers_from_sequence ON concern_answers (from_sequence);

-- Changes of a copy that its people offer to the source.
CREATE TABLE offers (
    id            BLOB   PRIMARY KEY,
    blueprint_id  BLOB   NOT NULL,
    source_id     BLOB   NOT NULL,
    organisation  TEXT   NOT NULL,
    update_id     TEXT   NOT NULL,
    base_hash     TEXT   NOT NULL,
    text_hash     TEXT   NOT NULL,
    words_hash    TEXT   NOT NULL,
    alike         BIGINT NOT NULL,
    account_id    BLOB   NOT NULL,
    offered_on    TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX offers_change ON offers (blueprint_id, update_id);
CREATE INDEX offers_source ON offers (source_id);
CREATE INDEX offers_from_sequence ON offers (from_sequence);

-- What the source's people made of one.
CREATE TABLE offer_answers (
    id            BLOB   PRIMARY KEY,
    offer_id      BLOB   NOT NULL,
    answer        TEXT   NOT NULL CHECK (answer IN ('used', 'used-in-own-words', 'declined')),
    words_hash    TEXT   NOT NULL,
    account_id    BLOB   NOT NULL,
    answered_on   TEXT   NOT NULL,
    from_sequence BIGINT NOT NULL REFERENCES journal_entries (sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX offer_answers_offer ON offer_answers (offer_id);
CREATE INDEX offer_answers_from_sequence ON offer_answers (from_sequence);

-- Documents that somebody brought and that are not copies yet: no records, gone once they are.
CREATE TABLE brought_documents (
    id           BLOB   PRIMARY KEY,
    organisation TEXT   NOT NULL,
    account_id   BLOB   NOT NULL,
    name         TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    likely       TEXT   NOT NULL,
    came_at      BIGINT NOT NULL
);
CREATE INDEX brought_documents_organisation ON brought_documents (organisation);

-- What versions of guides are known again by. No record: made again from the texts.
CREATE TABLE revision_fingerprints (
    blueprint_id BLOB   NOT NULL,
    number       BIGINT NOT NULL,
    marks        BLOB   NOT NULL,
    PRIMARY KEY (blueprint_id, number)
);
