ALTER TABLE events ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0 CHECK (held_back >= 0);
--> statement
ALTER TABLE events ADD COLUMN held_back_reason TEXT NOT NULL DEFAULT '' CHECK (length(held_back_reason) <= 200);
--> statement
CREATE TABLE entry_codes (
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code TEXT NOT NULL CHECK (code <> '' AND code NOT GLOB '*[^a-z0-9]*'),
  PRIMARY KEY (event_id, user_id),
  UNIQUE (event_id, code)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TABLE seals (
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  draw INTEGER NOT NULL CHECK (draw >= 1),
  commitment TEXT NOT NULL UNIQUE CHECK (length(commitment) = 64),
  sealed_secret TEXT NOT NULL,
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 300),
  sealed_at INTEGER NOT NULL,
  sealed_by_name TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (event_id, draw),
  CHECK (draw = 1 OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TRIGGER seals_never_change BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'refused sealed'); END;
--> statement
CREATE TABLE rule_choices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  draw INTEGER NOT NULL CHECK (draw >= 1),
  rule TEXT NOT NULL CHECK (rule IN ('fair-share', 'plain', 'most-people', 'even-shares', 'fill')),
  order_name TEXT NOT NULL CHECK (order_name IN ('draw', 'weighted', 'rotation', 'first-come')),
  cap INTEGER CHECK (cap IS NULL OR (cap >= 1 AND rule = 'plain')),
  public_value_source TEXT CHECK (public_value_source IS NULL OR length(public_value_source) BETWEEN 1 AND 200),
  chosen_at INTEGER NOT NULL,
  chosen_by_name TEXT NOT NULL DEFAULT ''
) STRICT;
--> statement
CREATE INDEX rule_choices_by_event ON rule_choices (event_id, draw);
--> statement
CREATE TRIGGER rule_choices_never_change BEFORE UPDATE ON rule_choices
BEGIN SELECT RAISE(ABORT, 'refused chosen'); END;
--> statement
CREATE TABLE rolls (
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  roll TEXT NOT NULL,
  roll_hash TEXT NOT NULL CHECK (length(roll_hash) = 64),
  order_name TEXT NOT NULL,
  frozen_at INTEGER NOT NULL,
  superseded_at INTEGER,
  PRIMARY KEY (event_id, number)
) STRICT, WITHOUT ROWID;
--> statement
CREATE UNIQUE INDEX rolls_one_in_force ON rolls (event_id) WHERE superseded_at IS NULL;
--> statement
CREATE TRIGGER rolls_never_change BEFORE UPDATE OF roll, roll_hash, order_name, frozen_at ON rolls
BEGIN SELECT RAISE(ABORT, 'refused frozen'); END;
--> statement
CREATE TABLE pins (
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
  amount INTEGER NOT NULL CHECK (amount >= 0),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  pinned_at INTEGER NOT NULL,
  pinned_by TEXT REFERENCES users (id) ON DELETE SET NULL,
  PRIMARY KEY (event_id, request_id)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TABLE draws (
  event_id TEXT NOT NULL REFERENCES events (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  roll_number INTEGER NOT NULL,
  document TEXT NOT NULL CHECK (json_valid(document)),
  drawn_at INTEGER NOT NULL,
  drawn_by_name TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (event_id, number),
  FOREIGN KEY (event_id, number) REFERENCES seals (event_id, draw),
  FOREIGN KEY (event_id, roll_number) REFERENCES rolls (event_id, number)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TRIGGER draws_never_change BEFORE UPDATE ON draws
BEGIN SELECT RAISE(ABORT, 'refused drawn'); END;
--> statement
CREATE TRIGGER draws_never_go BEFORE DELETE ON draws
BEGIN SELECT RAISE(ABORT, 'refused drawn'); END;
