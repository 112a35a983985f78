-- What admins choose on the page of settings; a variable of the environment comes first.
CREATE TABLE settings (
  name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 40),
  value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 1000)
) STRICT, WITHOUT ROWID;
