-- When a person said that they had asked for what somebody else entered; only then does it count in their record.
ALTER TABLE requests ADD COLUMN confirmed_at INTEGER CHECK (confirmed_at IS NULL OR entered_by IS NOT NULL);
--> statement
-- What the last draw gave, and whether that was fixed before it: the ledger reads no documents.
ALTER TABLE requests ADD COLUMN drawn_amount INTEGER;
--> statement
ALTER TABLE requests ADD COLUMN was_pinned INTEGER NOT NULL DEFAULT 0 CHECK (was_pinned IN (0, 1));
--> statement
DROP TRIGGER requests_changed_counts;
--> statement
CREATE TRIGGER requests_changed_counts AFTER UPDATE OF sizes, entered_by, confirmed_at, draft_amount, draft_reason ON requests
BEGIN UPDATE events SET allocation_version = allocation_version + 1,
  first_sizes = first_sizes - CAST(OLD.sizes AS INTEGER) + CAST(NEW.sizes AS INTEGER) WHERE id = NEW.event_id; END;
--> statement
CREATE TRIGGER requests_asking_is_settled BEFORE UPDATE OF entered_by, confirmed_at ON requests
WHEN (NEW.entered_by IS NOT OLD.entered_by OR NEW.confirmed_at IS NOT OLD.confirmed_at)
  AND (EXISTS (SELECT 1 FROM draws WHERE event_id = OLD.event_id)
    OR EXISTS (SELECT 1 FROM finalizations WHERE event_id = OLD.event_id))
BEGIN SELECT RAISE(ABORT, 'refused locked'); END;
--> statement
-- How many requests of a frozen roll somebody else had entered and the person had not confirmed.
ALTER TABLE rolls ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0;
--> statement
-- What a loss rests on: the tickets drawn for (null without a draw), the first sizes of those who asked, and how long
-- requests were open.
ALTER TABLE finalizations ADD COLUMN drawn_for INTEGER;
--> statement
ALTER TABLE finalizations ADD COLUMN wanted INTEGER;
--> statement
ALTER TABLE finalizations ADD COLUMN open_seconds INTEGER;
--> statement
UPDATE rolls SET unconfirmed = (SELECT count(*) FROM requests
  WHERE requests.event_id = rolls.event_id AND off_roll = 0 AND entered_by IS NOT NULL)
WHERE superseded_at IS NULL;
--> statement
WITH last AS MATERIALIZED (SELECT event_id, max(number) AS number FROM draws GROUP BY event_id),
drawn AS MATERIALIZED (
  SELECT asked.id AS request_id, given.value AS amount
  FROM last
  CROSS JOIN draws ON draws.event_id = last.event_id AND draws.number = last.number
  CROSS JOIN json_each(draws.document, '$.result') AS given
  CROSS JOIN entry_codes ON entry_codes.event_id = last.event_id AND entry_codes.code = given.key
  CROSS JOIN requests AS asked ON asked.event_id = last.event_id AND asked.user_id = entry_codes.user_id)
UPDATE requests SET drawn_amount = drawn.amount FROM drawn WHERE requests.id = drawn.request_id;
--> statement
UPDATE requests SET was_pinned = 1 WHERE id IN (
  SELECT asked.id
  FROM (SELECT event_id, max(number) AS number FROM draws GROUP BY event_id) AS last
  CROSS JOIN draws ON draws.event_id = last.event_id AND draws.number = last.number
  CROSS JOIN json_each(draws.document, '$.pins') AS pin
  CROSS JOIN entry_codes ON entry_codes.event_id = last.event_id AND entry_codes.code = pin.value ->> 'code'
  CROSS JOIN requests AS asked ON asked.event_id = last.event_id AND asked.user_id = entry_codes.user_id);
--> statement
UPDATE finalizations SET
  drawn_for = (SELECT json_extract(document, '$.capacity') - json_extract(document, '$.heldBack') FROM draws
      WHERE draws.event_id = finalizations.event_id ORDER BY draws.number DESC LIMIT 1)
    - (SELECT coalesce(sum(drawn_amount), 0) FROM requests
      WHERE requests.event_id = finalizations.event_id AND was_pinned = 1),
  wanted = (SELECT coalesce(sum(CAST(sizes AS INTEGER)), 0) FROM requests
    WHERE requests.event_id = finalizations.event_id AND drawn_amount IS NOT NULL AND was_pinned = 0
      AND entered_by IS NULL),
  open_seconds = (
    SELECT coalesce(sum(max(0, min(until, coalesce(closes, until), coalesce(closed, until))
      - max(since, coalesce(opens, until)))), 0) / 1000
    FROM (
      SELECT at AS since, lead(at, 1, finalizations.finalized_at) OVER (ORDER BY id) AS until,
        CASE action WHEN 'event.closed' THEN before ->> 'opensAt'
          WHEN 'event.reopened' THEN min(coalesce(before ->> 'opensAt', at), at)
          ELSE after ->> 'opensAt' END AS opens,
        CASE action WHEN 'event.closed' THEN before ->> 'closesAt' ELSE after ->> 'closesAt' END AS closes,
        after ->> 'closedAt' AS closed
      FROM audit_entries
      WHERE subject = 'event' AND subject_id = finalizations.event_id AND action IN
        ('event.created', 'event.imported', 'event.changed', 'event.closed', 'event.reopened')))
WHERE EXISTS (SELECT 1 FROM draws WHERE draws.event_id = finalizations.event_id);
--> statement
-- Whose losses in a row changed with the rule: the number before and after, until the person has read it.
CREATE TABLE former_losses (
  user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  losses_before INTEGER NOT NULL,
  losses_after INTEGER NOT NULL,
  CHECK (losses_before <> losses_after)
) STRICT, WITHOUT ROWID;
--> statement
WITH published AS (
  SELECT event_id, max(number) AS last, min(finalized_at) AS first_at FROM finalizations GROUP BY event_id
),
decided AS MATERIALIZED (
  SELECT f.id, f.event_id, p.first_at, coalesce(f.available, e.total_tickets - e.held_back) AS available,
    coalesce((SELECT sum(amount) FROM results WHERE finalization_id = f.id AND amount > 0), 0) AS given,
    f.drawn_for, f.wanted, f.open_seconds
  FROM published p
  JOIN finalizations f ON f.event_id = p.event_id AND f.number = p.last
  JOIN events e ON e.id = f.event_id
  WHERE e.cancelled_at IS NULL OR e.cancelled_at >= e.starts_at
),
demand AS MATERIALIZED (
  SELECT q.event_id, sum((SELECT coalesce(max(value), 0) FROM json_each('[' || q.sizes || ']')
    WHERE value <= d.available)) AS requested
  FROM decided d JOIN requests q ON q.event_id = d.event_id AND q.off_roll = 0 GROUP BY q.event_id
),
answers AS (
  SELECT r.user_id, d.*, x.amount AS got, r.drawn_amount, r.was_pinned, r.off_roll,
    r.entered_by IS NULL AS is_asked,
    (SELECT min(value) FROM json_each('[' || r.sizes || ']')) AS smallest,
    (SELECT requested FROM demand WHERE demand.event_id = d.event_id) AS requested
  FROM decided d
  JOIN results x ON x.finalization_id = d.id
  JOIN requests r ON r.id = x.request_id
),
judged AS (
  SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY first_at, event_id) AS place,
    off_roll = 0 AND got > 0 AS won_before,
    off_roll = 0 AND got <= 0 AND smallest <= available AND requested > available
      AND smallest > available - given AS lost_before,
    is_asked AND got >= smallest AS won_after,
    is_asked AND off_roll = 0 AND got = 0 AND drawn_amount = 0 AND was_pinned = 0 AND open_seconds >= 86400
      AND smallest <= drawn_for AND wanted > drawn_for AS lost_after
  FROM answers
),
rows_of AS (
  SELECT *, max(CASE WHEN won_before THEN place ELSE 0 END) OVER (PARTITION BY user_id) AS last_before,
    max(CASE WHEN won_after THEN place ELSE 0 END) OVER (PARTITION BY user_id) AS last_after
  FROM judged
),
-- Drawn, but never finalized: a win counts already, and it comes last.
winning AS (
  SELECT r.user_id FROM requests r JOIN events e ON e.id = r.event_id
  WHERE r.drawn_amount > 0 AND r.entered_by IS NULL
    AND r.drawn_amount >= (SELECT min(value) FROM json_each('[' || r.sizes || ']'))
    AND (e.cancelled_at IS NULL OR e.cancelled_at >= e.starts_at)
    AND NOT EXISTS (SELECT 1 FROM finalizations WHERE finalizations.event_id = e.id)
),
counted AS (
  SELECT user_id,
    coalesce(sum(lost_before AND place > last_before), 0) AS losses_before,
    CASE WHEN user_id IN (SELECT user_id FROM winning) THEN 0
      ELSE min(10, coalesce(sum(lost_after AND place > last_after), 0)) END AS losses_after
  FROM rows_of GROUP BY user_id
)
INSERT INTO former_losses (user_id, losses_before, losses_after)
SELECT user_id, losses_before, losses_after FROM counted WHERE losses_before <> losses_after;
