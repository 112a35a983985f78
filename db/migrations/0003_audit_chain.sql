-- One link for each entry of the audit trail: the hash of the link before it and of the entry.
CREATE TABLE audit_links (
  entry_id INTEGER NOT NULL PRIMARY KEY REFERENCES audit_entries (id),
  hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  linked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
--> statement
CREATE TRIGGER audit_links_only_grow BEFORE INSERT ON audit_links
WHEN NEW.entry_id <= (SELECT coalesce(max(entry_id), 0) FROM audit_links)
  OR NOT EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
--> statement
CREATE TRIGGER audit_links_never_change BEFORE UPDATE ON audit_links
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
--> statement
CREATE TRIGGER audit_links_never_go BEFORE DELETE ON audit_links
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
--> statement
-- REPLACE deletes without the trigger of deleting: an entry only ever takes a number that was never given.
CREATE TRIGGER audit_entries_only_grow AFTER INSERT ON audit_entries
WHEN NEW.id <= coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'), 0)
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
