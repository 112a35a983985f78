-- What a mail to many is rendered from when it leaves; until then its text and HTML are empty.
ALTER TABLE mails ADD COLUMN facts TEXT CHECK (facts IS NULL OR json_valid(facts));
--> statement
CREATE INDEX mails_of_locked_terms ON mails (reason_key, state, sent_at) WHERE kind = 'terms-locked';
