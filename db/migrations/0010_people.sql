-- Who was greeted by a mail that left, or has signed in, gets mail about events; nobody else does.
ALTER TABLE users ADD COLUMN welcomed_at INTEGER;
--> statement
CREATE INDEX mails_of_welcome ON mails (user_id, created_at) WHERE kind = 'welcome';
--> statement
UPDATE users SET welcomed_at = (SELECT min(created_at) FROM mails
  WHERE mails.user_id = users.id AND mails.kind = 'welcome' AND mails.state <> 'kept')
WHERE EXISTS (SELECT 1 FROM mails
  WHERE mails.user_id = users.id AND mails.kind = 'welcome' AND mails.state <> 'kept');
--> statement
CREATE TRIGGER mails_welcome_people AFTER INSERT ON mails
WHEN NEW.kind = 'welcome' AND NEW.state <> 'kept'
BEGIN UPDATE users SET welcomed_at = NEW.created_at WHERE id = NEW.user_id AND welcomed_at IS NULL; END;
--> statement
-- How many requests a frozen roll leaves out, and why.
ALTER TABLE rolls ADD COLUMN deactivated INTEGER NOT NULL DEFAULT 0;
--> statement
ALTER TABLE rolls ADD COLUMN without_size INTEGER NOT NULL DEFAULT 0;
