-- What comes after a decision. The log of each finalization is append-only; the other tables hold where it has led.
CREATE TABLE after_states (
  finalization_id TEXT PRIMARY KEY REFERENCES finalizations (id),
  event_id TEXT NOT NULL REFERENCES events (id),
  n INTEGER NOT NULL CHECK (n >= 0),
  start_head TEXT NOT NULL CHECK (length(start_head) = 64),
  head TEXT NOT NULL CHECK (length(head) = 64),
  at INTEGER NOT NULL,
  free INTEGER NOT NULL,
  next_place INTEGER NOT NULL,
  last_call_until INTEGER,
  had_last_call INTEGER NOT NULL DEFAULT 0 CHECK (had_last_call IN (0, 1)),
  offers_tickets INTEGER NOT NULL CHECK (offers_tickets IN (0, 1))
) STRICT, WITHOUT ROWID;
--> statement
CREATE INDEX after_states_event ON after_states (event_id);
--> statement
CREATE TABLE standings (
  finalization_id TEXT NOT NULL REFERENCES finalizations (id),
  code TEXT NOT NULL,
  event_id TEXT NOT NULL REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  sizes TEXT NOT NULL,
  decided INTEGER NOT NULL CHECK (decided >= 0),
  holding INTEGER NOT NULL CHECK (holding >= 0),
  level INTEGER NOT NULL DEFAULT 0 CHECK (level >= 0),
  place INTEGER NOT NULL,
  is_willing INTEGER NOT NULL CHECK (is_willing IN (0, 1)),
  has_left INTEGER NOT NULL CHECK (has_left IN (0, 1)),
  was_skipped INTEGER NOT NULL CHECK (was_skipped IN (0, 1)),
  was_set_to_none INTEGER NOT NULL CHECK (was_set_to_none IN (0, 1)),
  has_joined INTEGER NOT NULL DEFAULT 0 CHECK (has_joined IN (0, 1)),
  put_back INTEGER NOT NULL DEFAULT 0,
  returned INTEGER NOT NULL DEFAULT 0,
  was_given INTEGER NOT NULL DEFAULT 0 CHECK (was_given IN (0, 1)),
  PRIMARY KEY (finalization_id, code),
  UNIQUE (finalization_id, place),
  UNIQUE (event_id, user_id, finalization_id)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TABLE ticket_moves (
  finalization_id TEXT NOT NULL REFERENCES finalizations (id),
  n INTEGER NOT NULL CHECK (n > 0),
  event_id TEXT NOT NULL REFERENCES events (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL DEFAULT '',
  tickets INTEGER NOT NULL DEFAULT 0 CHECK (tickets >= 0),
  sizes TEXT NOT NULL DEFAULT '',
  until_at INTEGER,
  head TEXT NOT NULL CHECK (length(head) = 64),
  reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  PRIMARY KEY (finalization_id, n)
) STRICT, WITHOUT ROWID;
--> statement
CREATE INDEX ticket_moves_code ON ticket_moves (event_id, code);
--> statement
CREATE TRIGGER ticket_moves_follow BEFORE INSERT ON ticket_moves
WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM ticket_moves WHERE finalization_id = NEW.finalization_id)
BEGIN SELECT RAISE(ABORT, 'refused moved'); END;
--> statement
CREATE TRIGGER ticket_moves_never_change BEFORE UPDATE ON ticket_moves
BEGIN SELECT RAISE(ABORT, 'refused written'); END;
--> statement
CREATE TRIGGER ticket_moves_never_go BEFORE DELETE ON ticket_moves
BEGIN SELECT RAISE(ABORT, 'refused written'); END;
--> statement
CREATE TABLE offers (
  id TEXT PRIMARY KEY,
  finalization_id TEXT NOT NULL REFERENCES finalizations (id),
  event_id TEXT NOT NULL REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  code TEXT NOT NULL,
  tickets INTEGER NOT NULL CHECK (tickets > 0),
  made_at INTEGER NOT NULL,
  begins_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
  answered_at INTEGER,
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND tickets),
  CHECK ((state = 'open') = (answered_at IS NULL)),
  CHECK ((state = 'accepted') = (taken > 0))
) STRICT, WITHOUT ROWID;
--> statement
CREATE UNIQUE INDEX offers_open ON offers (event_id, user_id) WHERE state = 'open';
--> statement
CREATE INDEX offers_person ON offers (event_id, user_id);
--> statement
CREATE INDEX offers_due ON offers (until_at) WHERE state = 'open';
--> statement
CREATE INDEX offers_finalization ON offers (finalization_id) WHERE state = 'open';
--> statement
CREATE TRIGGER offers_end_once BEFORE UPDATE ON offers
WHEN OLD.state <> 'open' OR NEW.until_at > OLD.until_at OR NEW.tickets <> OLD.tickets
  OR NEW.code <> OLD.code OR NEW.user_id <> OLD.user_id OR NEW.finalization_id <> OLD.finalization_id
BEGIN SELECT RAISE(ABORT, 'refused answered'); END;
--> statement
CREATE TRIGGER offers_never_go BEFORE DELETE ON offers
BEGIN SELECT RAISE(ABORT, 'refused answered'); END;
--> statement
CREATE TRIGGER after_states_balance AFTER UPDATE ON after_states
WHEN (NEW.free < 0 AND NEW.free < OLD.free) OR NEW.n < OLD.n OR NEW.at < OLD.at OR NEW.next_place < OLD.next_place
  OR NEW.free <> (SELECT total_tickets - held_back FROM events WHERE id = NEW.event_id)
    - (SELECT coalesce(sum(holding), 0) FROM standings WHERE finalization_id = NEW.finalization_id)
    - (SELECT coalesce(sum(tickets), 0) FROM offers WHERE finalization_id = NEW.finalization_id AND state = 'open')
BEGIN SELECT RAISE(ABORT, 'refused unbalanced'); END;
--> statement
CREATE TRIGGER after_states_begin_balanced AFTER INSERT ON after_states
WHEN NEW.free <> (SELECT total_tickets - held_back FROM events WHERE id = NEW.event_id)
    - (SELECT coalesce(sum(holding), 0) FROM standings WHERE finalization_id = NEW.finalization_id)
    - (SELECT coalesce(sum(tickets), 0) FROM offers WHERE finalization_id = NEW.finalization_id AND state = 'open')
BEGIN SELECT RAISE(ABORT, 'refused unbalanced'); END;
--> statement
CREATE TRIGGER after_states_never_go BEFORE DELETE ON after_states
BEGIN SELECT RAISE(ABORT, 'refused written'); END;
--> statement
DROP TRIGGER events_total_covers_given;
--> statement
CREATE TRIGGER events_total_covers_given BEFORE UPDATE OF total_tickets, held_back ON events
WHEN NEW.total_tickets - NEW.held_back < OLD.total_tickets - OLD.held_back AND (
  CASE WHEN EXISTS (SELECT 1 FROM after_states s JOIN finalizations f ON f.id = s.finalization_id
      WHERE f.event_id = NEW.id AND f.undone_at IS NULL)
    THEN NEW.total_tickets - NEW.held_back < (
      SELECT coalesce(sum(holding), 0) + (SELECT coalesce(sum(tickets), 0) FROM offers
        WHERE offers.event_id = NEW.id AND state = 'open')
      FROM standings JOIN finalizations f ON f.id = standings.finalization_id
      WHERE f.event_id = NEW.id AND f.undone_at IS NULL)
    ELSE NEW.total_tickets < OLD.total_tickets AND NEW.total_tickets < (
      SELECT max(
        coalesce((SELECT sum(draft_amount) FROM requests WHERE event_id = NEW.id), 0),
        coalesce((SELECT sum(r.amount) FROM results r JOIN finalizations f ON f.id = r.finalization_id
          WHERE f.event_id = NEW.id AND f.undone_at IS NULL), 0)))
  END)
BEGIN SELECT RAISE(ABORT, 'refused below-given'); END;
--> statement
-- The document of the draw as it was finalized, with its changes by hand: the log begins with its hash.
ALTER TABLE finalizations ADD COLUMN document TEXT;
--> statement
ALTER TABLE events ADD COLUMN offer_hours INTEGER NOT NULL DEFAULT 24 CHECK (offer_hours BETWEEN 1 AND 168);
--> statement
ALTER TABLE events ADD COLUMN offers_end_hours INTEGER NOT NULL DEFAULT 3 CHECK (offers_end_hours BETWEEN 0 AND 72);
--> statement
ALTER TABLE events ADD COLUMN confirm_by INTEGER;
--> statement
ALTER TABLE events ADD COLUMN releases_unconfirmed INTEGER NOT NULL DEFAULT 0 CHECK (releases_unconfirmed IN (0, 1));
--> statement
ALTER TABLE events ADD COLUMN how_to_get TEXT NOT NULL DEFAULT '' CHECK (length(how_to_get) <= 2000);
--> statement
ALTER TABLE events ADD COLUMN asks_guest_names INTEGER NOT NULL DEFAULT 0 CHECK (asks_guest_names IN (0, 1));
--> statement
ALTER TABLE events ADD COLUMN guest_names_until INTEGER;
--> statement
-- What is known of somebody who holds tickets, or held them once.
CREATE TABLE holders (
  event_id TEXT NOT NULL REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  door_code TEXT UNIQUE CHECK (length(door_code) = 32),
  confirmed_at INTEGER,
  handed_at INTEGER,
  handed_by_name TEXT,
  came INTEGER NOT NULL DEFAULT 0 CHECK (came >= 0),
  came_at INTEGER,
  came_by_name TEXT,
  guest_names TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(guest_names)),
  PRIMARY KEY (event_id, user_id)
) STRICT, WITHOUT ROWID;
--> statement
INSERT INTO holders (event_id, user_id, door_code)
SELECT requests.event_id, requests.user_id, lower(hex(randomblob(16)))
FROM results JOIN finalizations ON finalizations.id = results.finalization_id AND finalizations.undone_at IS NULL
JOIN requests ON requests.id = results.request_id
WHERE results.amount > 0;
--> statement
CREATE TABLE door_helpers (
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (event_id, user_id)
) STRICT, WITHOUT ROWID;
--> statement
-- The secret address of a person's calendar: its hash finds it, its sealed text shows it to its owner.
CREATE TABLE calendars (
  user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  sealed_token TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
