-- Who was greeted by a mail that left, or has signed in, gets mail about events; nobody else does.
ALTER TABLE users ADD COLUMN welcomed_at INTEGER;
--> statement
CREATE INDEX mails_of_welcome ON mails (user_id, created_at) WHERE kind = 'welcome';
--> statement
UPDATE users SET welcomed_at = (SELECT min(created_at) FROM mails
  WHERE mails.user_id = users.id AND mails.kind = 'welcome' AND mails.state NOT IN ('kept', 'failed'))
WHERE EXISTS (SELECT 1 FROM mails
  WHERE mails.user_id = users.id AND mails.kind = 'welcome' AND mails.state NOT IN ('kept', 'failed'));
--> statement
CREATE TRIGGER mails_welcome_people AFTER INSERT ON mails
WHEN NEW.kind = 'welcome' AND NEW.state <> 'kept'
BEGIN UPDATE users SET welcomed_at = NEW.created_at WHERE id = NEW.user_id AND welcomed_at IS NULL; END;
--> statement
-- A welcome that did not get out is none, unless another one did.
CREATE TRIGGER mails_welcome_nobody AFTER UPDATE OF state ON mails
WHEN NEW.kind = 'welcome' AND NEW.state = 'failed'
BEGIN UPDATE users SET welcomed_at = NULL WHERE id = NEW.user_id AND NOT EXISTS (SELECT 1 FROM mails
  WHERE mails.user_id = NEW.user_id AND mails.kind = 'welcome' AND mails.state NOT IN ('kept', 'failed')); END;
--> statement
CREATE TRIGGER mails_welcome_again AFTER UPDATE OF state ON mails
WHEN NEW.kind = 'welcome' AND NEW.state IN ('queued', 'sent')
BEGIN UPDATE users SET welcomed_at = NEW.created_at WHERE id = NEW.user_id AND welcomed_at IS NULL; END;
--> statement
-- How many requests a frozen roll leaves out, and why.
ALTER TABLE rolls ADD COLUMN deactivated INTEGER NOT NULL DEFAULT 0;
--> statement
ALTER TABLE rolls ADD COLUMN without_size INTEGER NOT NULL DEFAULT 0;
--> statement
ALTER TABLE requests ADD COLUMN off_roll INTEGER NOT NULL DEFAULT 0 CHECK (off_roll IN (0, 1));
