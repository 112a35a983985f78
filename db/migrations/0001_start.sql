CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
  email TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(email) BETWEEN 3 AND 254 AND email LIKE '%_@_%'),
  role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'organizer', 'admin')),
  password_hash TEXT,
  must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
  deactivated_at INTEGER,
  signed_in_at INTEGER,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
--> statement
CREATE INDEX users_by_name ON users (name COLLATE NOCASE, id);
--> statement
CREATE TRIGGER users_keep_last_admin BEFORE UPDATE OF role, deactivated_at ON users
WHEN OLD.role = 'admin' AND OLD.deactivated_at IS NULL
  AND (NEW.role <> 'admin' OR NEW.deactivated_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM users u WHERE u.role = 'admin' AND u.deactivated_at IS NULL AND u.id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'refused last-admin'); END;
--> statement
CREATE TRIGGER users_keep_last_admin_on_delete BEFORE DELETE ON users
WHEN OLD.role = 'admin' AND OLD.deactivated_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM users u WHERE u.role = 'admin' AND u.deactivated_at IS NULL AND u.id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'refused last-admin'); END;
--> statement
CREATE TRIGGER users_deactivation_ends_sessions AFTER UPDATE OF deactivated_at ON users
WHEN NEW.deactivated_at IS NOT NULL
BEGIN
  DELETE FROM sessions WHERE user_id = NEW.id;
  DELETE FROM tokens WHERE user_id = NEW.id;
END;
--> statement
CREATE TRIGGER users_new_role_ends_sessions AFTER UPDATE OF role ON users
WHEN NEW.role <> OLD.role
BEGIN DELETE FROM sessions WHERE user_id = NEW.id; END;
--> statement
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  idle_ends_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  is_remembered INTEGER NOT NULL DEFAULT 0 CHECK (is_remembered IN (0, 1)),
  user_agent TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT ''
) STRICT;
--> statement
CREATE INDEX sessions_by_user ON sessions (user_id);
--> statement
CREATE TABLE tokens (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('set-up', 'set-password', 'reset-password', 'sign-in')),
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CHECK (user_id IS NOT NULL OR purpose = 'set-up')
) STRICT;
--> statement
CREATE INDEX tokens_by_user ON tokens (user_id);
--> statement
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
  starts_at INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '' CHECK (length(place) <= 200),
  total_tickets INTEGER NOT NULL CHECK (total_tickets >= 1 OR impossible IS NOT NULL),
  notes TEXT NOT NULL DEFAULT '' CHECK (length(notes) <= 1000),
  opens_at INTEGER,
  closes_at INTEGER,
  most_per_request INTEGER NOT NULL DEFAULT 8 CHECK (most_per_request BETWEEN 1 AND 40),
  owner_id TEXT NOT NULL REFERENCES users (id),
  closed_at INTEGER,
  cancelled_at INTEGER,
  cancel_reason TEXT,
  finalized_at INTEGER,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  allocation_version INTEGER NOT NULL DEFAULT 1,
  impossible TEXT,
  CHECK (closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at OR impossible IS NOT NULL)
) STRICT;
--> statement
CREATE INDEX events_by_start ON events (starts_at, id);
--> statement
CREATE INDEX events_by_owner ON events (owner_id);
--> statement
CREATE TRIGGER events_stay_cancelled BEFORE UPDATE OF cancelled_at ON events
WHEN OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NOT OLD.cancelled_at
BEGIN SELECT RAISE(ABORT, 'refused cancelled'); END;
--> statement
CREATE TRIGGER events_finalize_only_closed BEFORE UPDATE OF finalized_at ON events
WHEN NEW.finalized_at IS NOT NULL AND OLD.finalized_at IS NULL AND OLD.cancelled_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'refused cancelled'); END;
--> statement
CREATE TRIGGER events_total_covers_given BEFORE UPDATE OF total_tickets ON events
WHEN NEW.total_tickets < OLD.total_tickets AND NEW.total_tickets < (
  SELECT max(
    coalesce((SELECT sum(draft_amount) FROM requests WHERE event_id = NEW.id), 0),
    coalesce((SELECT sum(r.amount) FROM results r JOIN finalizations f ON f.id = r.finalization_id
      WHERE f.event_id = NEW.id AND f.undone_at IS NULL), 0)))
BEGIN SELECT RAISE(ABORT, 'refused below-given'); END;
--> statement
CREATE TRIGGER events_stay_closed_after_finalizing BEFORE UPDATE OF closed_at ON events
WHEN OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL
  AND EXISTS (SELECT 1 FROM finalizations WHERE event_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES events (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  sizes TEXT NOT NULL CHECK ((sizes <> '' OR impossible IS NOT NULL) AND sizes NOT GLOB '*[^0-9,]*'),
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  raised_at INTEGER NOT NULL,
  entered_by TEXT REFERENCES users (id),
  draft_amount INTEGER,
  draft_reason TEXT CHECK (draft_reason IS NULL OR length(draft_reason) BETWEEN 1 AND 200),
  version INTEGER NOT NULL DEFAULT 1,
  impossible TEXT,
  UNIQUE (event_id, user_id),
  CHECK (draft_amount IS NULL OR draft_amount >= 0 OR impossible IS NOT NULL)
) STRICT;
--> statement
CREATE INDEX requests_by_user ON requests (user_id);
--> statement
CREATE INDEX requests_drafted ON requests (event_id, draft_amount) WHERE draft_amount > 0;
--> statement
CREATE TRIGGER requests_draft_within_total AFTER UPDATE OF draft_amount ON requests
WHEN NEW.draft_amount > coalesce(OLD.draft_amount, 0)
  AND (SELECT sum(draft_amount) FROM requests WHERE event_id = NEW.event_id AND draft_amount > 0)
    > (SELECT total_tickets FROM events WHERE id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'refused over-capacity'); END;
--> statement
CREATE TRIGGER requests_new_bumps_allocation AFTER INSERT ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1 WHERE id = NEW.event_id; END;
--> statement
CREATE TRIGGER requests_gone_bumps_allocation AFTER DELETE ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1 WHERE id = OLD.event_id; END;
--> statement
CREATE TRIGGER requests_changed_bumps_allocation AFTER UPDATE OF sizes, draft_amount, draft_reason ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1 WHERE id = NEW.event_id; END;
--> statement
CREATE TABLE finalizations (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES events (id),
  number INTEGER NOT NULL,
  finalized_at INTEGER NOT NULL,
  finalized_by TEXT REFERENCES users (id),
  with_mail INTEGER NOT NULL CHECK (with_mail IN (0, 1)),
  undone_at INTEGER,
  undone_by TEXT REFERENCES users (id),
  undo_reason TEXT,
  UNIQUE (event_id, number),
  CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
) STRICT;
--> statement
CREATE UNIQUE INDEX finalizations_one_in_force ON finalizations (event_id) WHERE undone_at IS NULL;
--> statement
CREATE TABLE results (
  finalization_id TEXT NOT NULL REFERENCES finalizations (id),
  request_id TEXT NOT NULL REFERENCES requests (id),
  amount INTEGER NOT NULL,
  impossible TEXT,
  PRIMARY KEY (finalization_id, request_id),
  CHECK (amount >= 0 OR impossible IS NOT NULL)
) STRICT, WITHOUT ROWID;
--> statement
CREATE INDEX results_by_request ON results (request_id);
--> statement
CREATE TRIGGER results_are_locked BEFORE UPDATE ON results
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
CREATE TABLE mails (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  reason_key TEXT NOT NULL UNIQUE,
  user_id TEXT REFERENCES users (id) ON DELETE SET NULL,
  event_id TEXT REFERENCES events (id) ON DELETE SET NULL,
  to_email TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept')),
  is_repeatable INTEGER NOT NULL DEFAULT 1 CHECK (is_repeatable IN (0, 1)),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  throttled_at INTEGER,
  lease_ends_at INTEGER,
  lease_id TEXT,
  last_error TEXT,
  provider_id TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  CHECK (state <> 'sent' OR (sent_at IS NOT NULL AND provider_id IS NOT NULL))
) STRICT;
--> statement
CREATE INDEX mails_due ON mails (state, next_attempt_at);
--> statement
CREATE INDEX mails_by_creation ON mails (created_at DESC, id);
--> statement
CREATE TABLE audit_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_id TEXT,
  actor_name TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  event_id TEXT,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;
--> statement
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, subject_id);
--> statement
CREATE INDEX audit_entries_by_event ON audit_entries (event_id);
--> statement
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id);
--> statement
CREATE INDEX audit_entries_by_action ON audit_entries (action);
--> statement
CREATE TRIGGER audit_entries_never_change BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
--> statement
CREATE TRIGGER audit_entries_never_go BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'refused audit'); END;
--> statement
CREATE TABLE imported_rows (
  kind TEXT NOT NULL CHECK (kind IN ('user', 'event', 'request')),
  original_id INTEGER NOT NULL,
  new_id TEXT,
  original TEXT NOT NULL CHECK (json_valid(original)),
  finding TEXT,
  imported_at INTEGER NOT NULL,
  PRIMARY KEY (kind, original_id)
) STRICT, WITHOUT ROWID;
--> statement
CREATE TABLE write_proofs (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
) STRICT;
--> statement
INSERT INTO write_proofs (id, number) VALUES (1, 0);
--> statement
CREATE VIEW refusals AS SELECT 0 AS position;
--> statement
CREATE TRIGGER refusals_abort INSTEAD OF INSERT ON refusals
BEGIN
  SELECT CASE NEW.position
    WHEN 0 THEN RAISE(ABORT, 'refused 0') WHEN 1 THEN RAISE(ABORT, 'refused 1')
    WHEN 2 THEN RAISE(ABORT, 'refused 2') WHEN 3 THEN RAISE(ABORT, 'refused 3')
    WHEN 4 THEN RAISE(ABORT, 'refused 4') WHEN 5 THEN RAISE(ABORT, 'refused 5')
    WHEN 6 THEN RAISE(ABORT, 'refused 6') WHEN 7 THEN RAISE(ABORT, 'refused 7')
    WHEN 8 THEN RAISE(ABORT, 'refused 8') WHEN 9 THEN RAISE(ABORT, 'refused 9')
    WHEN 10 THEN RAISE(ABORT, 'refused 10') WHEN 11 THEN RAISE(ABORT, 'refused 11')
    ELSE RAISE(ABORT, 'refused unknown') END;
END;
