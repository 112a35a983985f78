-- Sessions and links that have ended are found and taken away without a look at all the others.
CREATE INDEX sessions_by_end ON sessions (min(idle_ends_at, ends_at));
--> statement
CREATE INDEX tokens_by_end ON tokens (expires_at);
