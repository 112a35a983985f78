import { SEEDED_NOTE } from './cast.ts'
import { type Entry, findBrokenPromises, type Promises } from './kills/promises.ts'
import { askShell, findDamage } from './shell.ts'

const TRAIL = `
  SELECT thread, word FROM (
    SELECT id,
      CASE
        WHEN subject = 'request' THEN 'request ' || event_id || ' ' || actor_id
        WHEN action = 'session.started' THEN 'sign-in ' || actor_id
        WHEN action = 'access-link.mailed' THEN 'link ' || subject_id
        WHEN action = 'user.created' THEN 'people ' || coalesce(actor_id, 'beside the server')
        WHEN subject = 'tickets' THEN 'tickets ' || event_id
        ELSE 'allocation ' || event_id END AS thread,
      CASE action
        WHEN 'request.made' THEN 'asked ' || (after ->> 'note')
        WHEN 'request.changed' THEN 'asked ' || (after ->> 'note')
        WHEN 'request.withdrawn' THEN 'withdrew ' || subject_id
        WHEN 'session.started' THEN coalesce(
          (SELECT token_hash FROM sessions WHERE sessions.id = subject_id), 'a session that is gone')
        WHEN 'access-link.mailed' THEN 'mailed ' || (after ->> 'kind')
        WHEN 'user.created' THEN 'added ' || (after ->> 'email')
        WHEN 'allocation.saved' THEN 'saved ' || (SELECT value ->> 'reason' FROM json_each(after) LIMIT 1)
        WHEN 'draw.made' THEN 'drew ' || (after ->> 'draw')
        WHEN 'draw.sealed-again' THEN 'sealed for ' || (after ->> 'reason')
        WHEN 'tickets.changed' THEN 'changed ' || (after ->> 'reason')
        WHEN 'event.finalized' THEN 'finalized'
        WHEN 'event.unfinalized' THEN 'took back for ' || (after ->> 'reason') END AS word
    FROM audit_entries WHERE id > SINCE)
  WHERE word IS NOT NULL ORDER BY id`

const CONTRADICTIONS = `
  WITH last AS (SELECT subject_id, max(id) AS id FROM audit_entries WHERE subject = 'request' GROUP BY 1),
  last_saved AS (
    SELECT a.event_id, typed.key AS request_id, max(a.id) AS id FROM audit_entries a, json_each(a.after) typed
    WHERE a.action = 'allocation.saved' GROUP BY 1, 2),
  last_drawn AS (
    SELECT event_id, max(id) AS id, max(after ->> 'draw') AS number FROM audit_entries
    WHERE action = 'draw.made' GROUP BY 1)

  SELECT 'request ' || r.id || ' is not what its last entry says' AS wrong FROM requests r
  WHERE r.note <> '${SEEDED_NOTE}' AND NOT EXISTS (
    SELECT 1 FROM last JOIN audit_entries a ON a.id = last.id
    WHERE last.subject_id = r.id AND a.action IN ('request.made', 'request.changed')
      AND a.after ->> 'note' = r.note AND a.after ->> 'sizes' = r.sizes AND a.after ->> 'version' = r.version)
  UNION ALL
  SELECT 'request ' || last.subject_id || ' is gone without an entry' FROM last
  JOIN audit_entries a ON a.id = last.id AND a.action <> 'request.withdrawn'
  WHERE NOT EXISTS (SELECT 1 FROM requests WHERE id = last.subject_id)
  UNION ALL
  SELECT 'entry ' || a.id || ' has no receipt' FROM audit_entries a
  WHERE a.subject = 'request' AND NOT EXISTS (SELECT 1 FROM mails WHERE reason_key = 'request-receipt:' ||
    a.subject_id || ':' || iif(a.action = 'request.withdrawn', 'withdrawn', a.after ->> 'version'))
  UNION ALL
  SELECT 'there are receipts of nothing'
  WHERE (SELECT count(*) FROM mails WHERE kind = 'request-receipt')
    <> (SELECT count(*) FROM audit_entries WHERE subject = 'request')
  UNION ALL
  SELECT 'drafted row ' || r.id || ' is not what was saved last' FROM requests r
  JOIN last_saved s ON s.request_id = r.id JOIN audit_entries a ON a.id = s.id
  WHERE NOT EXISTS (SELECT 1 FROM last_drawn d WHERE d.event_id = r.event_id AND d.id > s.id)
    AND (r.draft_amount IS NOT json_extract(a.after, '$."' || r.id || '".amount')
      OR r.draft_reason IS NOT json_extract(a.after, '$."' || r.id || '".reason'))
  UNION ALL
  SELECT 'drafted row ' || r.id || ' is not what was drawn last' FROM requests r
  JOIN last_drawn d ON d.event_id = r.event_id
  JOIN draws w ON w.event_id = r.event_id AND w.number = d.number
  JOIN entry_codes c ON c.event_id = r.event_id AND c.user_id = r.user_id
  WHERE NOT EXISTS (SELECT 1 FROM last_saved s WHERE s.request_id = r.id AND s.id > d.id)
    AND r.draft_amount IS NOT json_extract(w.document, '$.result."' || c.code || '"')
  UNION ALL
  SELECT 'event ' || event_id || ': draws and their entries differ' FROM
    (SELECT event_id, count(*) AS n FROM audit_entries WHERE action = 'draw.made' GROUP BY 1) a
    FULL JOIN (SELECT event_id, count(*) AS n FROM draws GROUP BY 1) d USING (event_id)
  WHERE a.n IS NOT d.n
  UNION ALL
  SELECT 'finalization ' || f.id || ' and its entries differ' FROM finalizations f
  WHERE NOT EXISTS (SELECT 1 FROM audit_entries WHERE action = 'event.finalized' AND subject_id = f.id)
    OR (f.undone_at IS NOT NULL) <>
      EXISTS (SELECT 1 FROM audit_entries WHERE action = 'event.unfinalized' AND subject_id = f.id)
  UNION ALL
  SELECT 'the results of ' || a.subject_id || ' are not what its entry says' FROM audit_entries a
  WHERE a.action = 'event.finalized' AND (
    EXISTS (SELECT 1 FROM json_each(a.after, '$.amounts') said LEFT JOIN results r
      ON r.finalization_id = a.subject_id AND r.request_id = said.key WHERE r.amount IS NOT said.value)
    OR (SELECT count(*) FROM results WHERE finalization_id = a.subject_id)
      <> (SELECT count(*) FROM json_each(a.after, '$.amounts'))
    OR (SELECT count(*) FROM mails WHERE reason_key > 'result:' || a.subject_id || ':'
      AND reason_key < 'result:' || a.subject_id || ';') <> a.after ->> 'mailed')
  UNION ALL
  SELECT 'event ' || e.id || ' is half finalized' FROM events e WHERE (e.finalized_at IS NOT NULL) <>
    EXISTS (SELECT 1 FROM finalizations f WHERE f.event_id = e.id AND f.undone_at IS NULL)
  UNION ALL
  SELECT 'event ' || e.id || ' does not count its requests' FROM events e
  WHERE e.asked_people <> (SELECT count(*) FROM requests WHERE event_id = e.id)
  UNION ALL
  SELECT 'event ' || e.id || ' gives more than it has' FROM events e
  WHERE (SELECT sum(draft_amount) FROM requests WHERE event_id = e.id) > e.total_tickets
  UNION ALL
  SELECT 'event ' || s.event_id || ' has tickets that do not add up' FROM after_states s
  JOIN events e ON e.id = s.event_id JOIN finalizations f ON f.id = s.finalization_id AND f.undone_at IS NULL
  WHERE s.free <> e.total_tickets - e.held_back
    - (SELECT sum(holding) FROM standings WHERE finalization_id = s.finalization_id)
    - (SELECT coalesce(sum(tickets), 0) FROM offers WHERE finalization_id = s.finalization_id AND state = 'open')
  UNION ALL
  SELECT 'the log of ' || s.event_id || ' does not end where it should' FROM after_states s
  LEFT JOIN ticket_moves m ON m.finalization_id = s.finalization_id AND m.n = s.n
  WHERE m.head IS NOT s.head
    OR s.n <> (SELECT count(*) FROM ticket_moves WHERE finalization_id = s.finalization_id)
  UNION ALL
  SELECT 'a change of tickets in ' || a.event_id || ' has no mail' FROM audit_entries a
  WHERE a.action = 'tickets.changed' AND NOT EXISTS (SELECT 1 FROM mails
    WHERE mails.event_id = a.event_id AND mails.facts LIKE '%' || (a.after ->> 'reason') || '%')
  UNION ALL
  SELECT 'person ' || a.subject_id || ' is not there' FROM audit_entries a WHERE a.action = 'user.created'
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = a.subject_id AND email = a.after ->> 'email')
  UNION ALL
  SELECT 'person ' || a.subject_id || ' has no welcome' FROM audit_entries a
  WHERE a.action = 'user.created' AND a.actor_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM mails WHERE user_id = a.subject_id AND kind = 'welcome')
  UNION ALL
  SELECT 'links and their entries differ'
  WHERE (SELECT count(*) FROM mails WHERE kind IN ('sign-in-link', 'password-reset'))
    <> (SELECT count(*) FROM audit_entries WHERE action = 'access-link.mailed')`

export function lastEntry(database: string): number {
  return Number(askShell(database, 'SELECT coalesce(max(id), 0) AS id FROM audit_entries')[0]?.id)
}

/** Compares a database with what was promised and with itself; an empty result is good. */
export function findWrongs(database: string, promises: Promises, since: number): string[] {
  const trail = askShell(database, TRAIL.replace('SINCE', String(since))) as Entry[]
  return [
    ...findDamage(database),
    ...findBrokenPromises(promises, trail),
    ...askShell(database, CONTRADICTIONS).map(row => String(row.wrong)),
  ]
}
