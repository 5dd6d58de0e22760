-- Who is in which state is read from an index alone, with the source's own word: whoever it only names stands apart.
DROP INDEX membership_states_programme;
CREATE INDEX membership_states_programme
    ON membership_states (programme, group_slug, organisation, state, said, known_from, from_sequence, until_sequence);

-- What is stated comes by organisation, first what is of none.
DROP INDEX statements_programme;
CREATE INDEX statements_programme ON statements (programme, (COALESCE(organisation, '')));

-- Few organisations have closed.
CREATE INDEX organisations_closed ON organisations (closed_on, code) WHERE closed_on IS NOT NULL;

-- What has no date of its own is counted on pages of a past day.
CREATE INDEX membership_states_undated ON membership_states (programme, known_from) WHERE published IS NULL;
CREATE INDEX pairing_claims_undated ON pairing_claims (programme, known_from) WHERE published IS NULL;
CREATE INDEX statements_undated ON statements (programme, known_from) WHERE published IS NULL;
