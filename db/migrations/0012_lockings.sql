-- Terms fixed before the public value can be known. A locking ends with its draw, or is cancelled before the value is.
CREATE TABLE lockings (
  event_id TEXT NOT NULL,
  draw INTEGER NOT NULL,
  roll_number INTEGER NOT NULL,
  secret TEXT NOT NULL CHECK (length(secret) = 64),
  terms TEXT NOT NULL CHECK (terms <> ''),
  pins TEXT NOT NULL CHECK (json_valid(pins)),
  known_at INTEGER,
  with_mail INTEGER NOT NULL CHECK (with_mail IN (0, 1)),
  locked_at INTEGER NOT NULL,
  locked_by_name TEXT NOT NULL DEFAULT '',
  public_value TEXT,
  public_proof TEXT,
  valued_at INTEGER,
  cancelled_at INTEGER,
  cancelled_by_name TEXT,
  cancel_reason TEXT CHECK (cancel_reason IS NULL OR length(cancel_reason) BETWEEN 1 AND 300),
  PRIMARY KEY (event_id, draw),
  FOREIGN KEY (event_id, draw) REFERENCES seals (event_id, draw),
  FOREIGN KEY (event_id, roll_number) REFERENCES rolls (event_id, number),
  CHECK ((public_value IS NULL) = (valued_at IS NULL)),
  CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)),
  CHECK (cancelled_at IS NULL OR public_value IS NULL)
) STRICT, WITHOUT ROWID;
--> statement
CREATE INDEX lockings_undrawn ON lockings (known_at) WHERE cancelled_at IS NULL;
--> statement
CREATE TRIGGER lockings_never_change BEFORE UPDATE ON lockings
WHEN OLD.public_value IS NOT NULL OR OLD.cancelled_at IS NOT NULL
  OR NEW.event_id <> OLD.event_id OR NEW.draw <> OLD.draw OR NEW.roll_number <> OLD.roll_number
  OR NEW.secret <> OLD.secret OR NEW.terms <> OLD.terms OR NEW.pins <> OLD.pins
  OR NEW.known_at IS NOT OLD.known_at OR NEW.with_mail <> OLD.with_mail
  OR NEW.locked_at <> OLD.locked_at OR NEW.locked_by_name <> OLD.locked_by_name
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
CREATE TRIGGER lockings_never_go BEFORE DELETE ON lockings
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
CREATE TRIGGER events_keep_locked_terms BEFORE UPDATE OF total_tickets, held_back ON events
WHEN (NEW.total_tickets <> OLD.total_tickets OR NEW.held_back <> OLD.held_back)
  AND EXISTS (SELECT 1 FROM lockings WHERE lockings.event_id = OLD.id AND lockings.cancelled_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM draws WHERE draws.event_id = OLD.id AND draws.number = lockings.draw))
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
ALTER TABLE events ADD COLUMN publishes_draw INTEGER NOT NULL DEFAULT 0 CHECK (publishes_draw IN (0, 1));
