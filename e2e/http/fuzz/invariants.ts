import type { Client } from '@libsql/client'

/** Each query names the forbidden rows that it finds. */
const IMPOSSIBLE = [
  `SELECT 'draft over the total: ' || e.id FROM events e WHERE e.impossible IS NULL
    AND (SELECT coalesce(sum(draft_amount), 0) FROM requests WHERE event_id = e.id) > e.total_tickets`,
  `SELECT 'results over the total: ' || e.id FROM events e JOIN finalizations f ON f.event_id = e.id AND f.undone_at IS NULL
    WHERE e.impossible IS NULL
    AND (SELECT coalesce(sum(amount), 0) FROM results WHERE finalization_id = f.id) > e.total_tickets`,
  `SELECT 'a negative amount: ' || id FROM requests WHERE draft_amount < 0`,
  `SELECT 'a negative result: ' || request_id FROM results WHERE amount < 0`,
  `SELECT 'no admin left' WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND deactivated_at IS NULL)`,
  `SELECT 'finalized while cancelled before: ' || f.id FROM finalizations f JOIN events e ON e.id = f.event_id
    WHERE e.cancelled_at IS NOT NULL AND f.finalized_at > e.cancelled_at`,
  `SELECT 'two decisions in force: ' || event_id FROM finalizations WHERE undone_at IS NULL GROUP BY event_id HAVING count(*) > 1`,
  `SELECT 'in force, but not finalized: ' || e.id FROM finalizations f JOIN events e ON e.id = f.event_id
    WHERE f.undone_at IS NULL AND e.finalized_at IS NULL`,
  `SELECT 'a result without a request of its event: ' || r.request_id FROM results r
    JOIN finalizations f ON f.id = r.finalization_id LEFT JOIN requests q ON q.id = r.request_id
    WHERE q.event_id IS NOT f.event_id`,
  `SELECT 'mailed twice: ' || kind || ' ' || to_email FROM mails WHERE kind = 'result' AND event_id IS NOT NULL
    GROUP BY event_id, user_id, reason_key HAVING count(*) > 1`,
  `SELECT 'more result mails than decisions: ' || m.to_email FROM mails m WHERE m.kind = 'result' AND m.event_id IS NOT NULL
    GROUP BY m.event_id, m.user_id
    HAVING count(*) > (SELECT count(*) FROM finalizations WHERE event_id = m.event_id AND with_mail = 1)`,
  `SELECT 'a mail with a line break in its head: ' || id FROM mails
    WHERE instr(subject || to_email, char(10)) OR instr(subject || to_email, char(13))`,
  `SELECT 'sizes that are none: ' || id || ' ' || sizes FROM requests WHERE impossible IS NULL
    AND (sizes = '' OR sizes LIKE ',%' OR sizes LIKE '%,' OR sizes LIKE '%,,%')`,
  `SELECT 'asked for more than one may: ' || r.id FROM requests r JOIN events e ON e.id = r.event_id
    WHERE r.impossible IS NULL AND CAST(r.sizes AS INTEGER) > 40`,
  `SELECT 'a session of somebody who may not be in: ' || s.id FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE u.deactivated_at IS NOT NULL AND s.created_at > u.deactivated_at AND u.deactivated_at > 1`,
  `SELECT 'a control character in a name: ' || id FROM users WHERE name GLOB '*[' || char(1) || '-' || char(31) || ']*'`,
  `SELECT 'totals that do not count what is there: ' || e.id FROM events e
    WHERE asked_people <> (SELECT count(*) FROM requests WHERE event_id = e.id) OR first_sizes <>
      (SELECT coalesce(sum(CAST(sizes AS INTEGER)), 0) FROM requests WHERE event_id = e.id)`,
  `SELECT 'free tickets that do not add up: ' || s.event_id FROM after_states s JOIN events e ON e.id = s.event_id
    JOIN finalizations f ON f.id = s.finalization_id AND f.undone_at IS NULL
    WHERE s.free <> e.total_tickets - e.held_back
      - (SELECT coalesce(sum(holding), 0) FROM standings WHERE finalization_id = s.finalization_id)
      - (SELECT coalesce(sum(tickets), 0) FROM offers WHERE finalization_id = s.finalization_id AND state = 'open')`,
  `SELECT 'a log with a gap: ' || s.event_id FROM after_states s
    WHERE s.n <> (SELECT count(*) FROM ticket_moves WHERE finalization_id = s.finalization_id)`,
  `SELECT 'an open offer of a cancelled event: ' || o.id FROM offers o JOIN events e ON e.id = o.event_id
    WHERE o.state = 'open' AND e.cancelled_at IS NOT NULL`,
  `SELECT 'held back more than there is: ' || id FROM events WHERE held_back > total_tickets`,
]

export async function brokenOf(client: Client): Promise<string[]> {
  const found: string[] = []
  for (const query of IMPOSSIBLE)
    found.push(...(await client.execute(query)).rows.map(row => String(row[0])))
  const integrity = (await client.execute('PRAGMA integrity_check')).rows.map(row => String(row[0]))
  const strays = (await client.execute('PRAGMA foreign_key_check')).rows.map(
    row => `a reference to nothing in ${row[0]}`,
  )
  return [...found, ...integrity.filter(line => line !== 'ok'), ...strays]
}

/** What a person may not change unless they are an admin. `:me` is that person. */
const OTHERS: Record<string, string> = {
  users: 'SELECT id AS k, * FROM users WHERE id <> :me',
  events: 'SELECT id AS k, e.* FROM events e WHERE owner_id <> :me',
  requests: `SELECT r.id AS k, r.* FROM requests r JOIN events e ON e.id = r.event_id
    WHERE r.user_id <> :me AND e.owner_id <> :me`,
  ...Object.fromEntries(
    ['finalizations', 'draws', 'seals', 'rule_choices', 'pins'].map(table => [
      table,
      `SELECT t.event_id || '|' || coalesce(${keyOf(table)}, '') AS k, t.* FROM ${table} t
        JOIN events e ON e.id = t.event_id WHERE e.owner_id <> :me`,
    ]),
  ),
  results: `SELECT r.finalization_id || r.request_id AS k, r.* FROM results r
    JOIN finalizations f ON f.id = r.finalization_id JOIN events e ON e.id = f.event_id WHERE e.owner_id <> :me`,
  holders: `SELECT h.event_id || '|' || h.user_id AS k, h.* FROM holders h JOIN events e ON e.id = h.event_id
    WHERE h.user_id <> :me AND e.owner_id <> :me`,
  holdings: `SELECT t.finalization_id || t.code AS k, t.holding FROM standings t JOIN events e ON e.id = t.event_id
    WHERE t.user_id <> :me AND e.owner_id <> :me`,
  moves: `SELECT finalization_id || '|' || n AS k, * FROM ticket_moves`,
  codes: `SELECT event_id || '|' || user_id AS k, * FROM entry_codes WHERE user_id <> :me`,
  sessions: 'SELECT id AS k, user_id, token_hash FROM sessions WHERE user_id <> :me',
  // Without the event: a mail outlives an event that its organizer deletes, and then points nowhere.
  mails: `SELECT id AS k, kind, reason_key, user_id, to_email, subject, text, html, state, attempts,
    next_attempt_at, lease_id, last_error, sent_at FROM mails`,
  audit: 'SELECT id AS k, * FROM audit_entries',
}

function keyOf(table: string): string {
  return (
    { finalizations: 't.id', pins: 't.request_id', seals: 't.draw', rule_choices: 't.id' }[table] ??
    't.number'
  )
}

/** Counters that rise with every request to an event, also with this person's. */
const COUNTED = ['allocation_version', 'asked_people', 'first_sizes']

export async function othersRows(client: Client, me: string): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const [table, query] of Object.entries(OTHERS)) {
    const { rows } = await client.execute({ sql: query, args: query.includes(':me') ? { me } : {} })
    for (const row of rows) {
      const columns = Object.entries(row).filter(
        ([name]) => name !== 'k' && !COUNTED.includes(name),
      )
      all.set(`${table} ${row.k}`, JSON.stringify(columns))
    }
  }
  return all
}

/** Which of them are gone or changed. New rows may be this person's. */
export function touched(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...before]
    .filter(([key, row]) => after.get(key) !== row)
    .map(([key, row]) => `${key}: ${row} → ${after.get(key)}`)
}
