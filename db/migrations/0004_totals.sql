-- What every page says of an event, kept up to date with each request instead of counted for each page.
ALTER TABLE events ADD COLUMN asked_people INTEGER NOT NULL DEFAULT 0;
--> statement
ALTER TABLE events ADD COLUMN first_sizes INTEGER NOT NULL DEFAULT 0;
--> statement
UPDATE events SET
  asked_people = (SELECT count(*) FROM requests WHERE event_id = events.id),
  first_sizes = (SELECT coalesce(sum(CAST(sizes AS INTEGER)), 0) FROM requests WHERE event_id = events.id);
--> statement
DROP TRIGGER requests_new_bumps_allocation;
--> statement
DROP TRIGGER requests_gone_bumps_allocation;
--> statement
DROP TRIGGER requests_changed_bumps_allocation;
--> statement
CREATE TRIGGER requests_new_counts AFTER INSERT ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1, asked_people = asked_people + 1,
  first_sizes = first_sizes + CAST(NEW.sizes AS INTEGER) WHERE id = NEW.event_id; END;
--> statement
CREATE TRIGGER requests_gone_counts AFTER DELETE ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1, asked_people = asked_people - 1,
  first_sizes = first_sizes - CAST(OLD.sizes AS INTEGER) WHERE id = OLD.event_id; END;
--> statement
CREATE TRIGGER requests_changed_counts AFTER UPDATE OF sizes, draft_amount, draft_reason ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1,
  first_sizes = first_sizes - CAST(OLD.sizes AS INTEGER) + CAST(NEW.sizes AS INTEGER) WHERE id = NEW.event_id; END;
--> statement
CREATE TRIGGER requests_stay_with_their_event BEFORE UPDATE OF event_id ON requests
WHEN NEW.event_id <> OLD.event_id
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
