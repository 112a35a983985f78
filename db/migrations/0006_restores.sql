-- Each time that a backup took the place of the database: pages say so, and nothing takes it out.
CREATE TABLE restores (
  restored_at INTEGER NOT NULL PRIMARY KEY,
  backup_at INTEGER NOT NULL
) STRICT;
--> statement
CREATE TRIGGER restores_never_change BEFORE UPDATE ON restores
BEGIN SELECT RAISE(ABORT, 'refused restored'); END;
--> statement
CREATE TRIGGER restores_never_go BEFORE DELETE ON restores
BEGIN SELECT RAISE(ABORT, 'refused restored'); END;
--> statement
-- Whether the one-time links in a mail are sealed. Older mails that hold one are sealed by the program at its next start.
ALTER TABLE mails ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0 CHECK (is_sealed IN (0, 1));
--> statement
UPDATE mails SET is_sealed = 1 WHERE kind NOT IN ('welcome', 'password-reset', 'sign-in-link');
--> statement
CREATE INDEX mails_unsealed ON mails (id) WHERE is_sealed = 0;
