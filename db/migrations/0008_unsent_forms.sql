-- Forms that were sent when their session had ended: kept for an hour, sealed, for the person who filled them in.
CREATE TABLE unsent_forms (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  page TEXT NOT NULL CHECK (length(page) <= 1000),
  sealed TEXT NOT NULL CHECK (length(sealed) <= 100000),
  expires_at INTEGER NOT NULL
) STRICT;
--> statement
CREATE INDEX unsent_forms_of_user ON unsent_forms (user_id, expires_at);
--> statement
CREATE INDEX unsent_forms_by_end ON unsent_forms (expires_at);
