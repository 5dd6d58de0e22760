-- Not journalled: the words of attached PDF and Word files, which can be taken out again at any time, or why there are none.
CREATE TABLE file_words (
    file_hash TEXT   PRIMARY KEY,
    words     TEXT   NOT NULL,
    trouble   TEXT   NOT NULL,
    read_at   BIGINT NOT NULL
);
