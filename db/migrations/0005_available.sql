-- How many tickets there were when an event was first decided, whatever becomes of its total afterwards.
ALTER TABLE finalizations ADD COLUMN available INTEGER;
--> statement
UPDATE finalizations SET available = coalesce(
  (SELECT json_extract(document, '$.capacity') - json_extract(document, '$.heldBack') FROM draws
    WHERE draws.event_id = finalizations.event_id ORDER BY draws.number DESC LIMIT 1),
  (SELECT total_tickets - held_back FROM events WHERE events.id = finalizations.event_id));
