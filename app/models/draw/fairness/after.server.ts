import { type SQL, sql } from 'drizzle-orm'
import type { AfterDecision } from './ledger.ts'

/** Milliseconds: an offer that was open for less is no refusal when it runs out. */
const LONG_OPEN = 12 * 3_600_000

/** Of the standing `t` in the event `e`; null where no log was begun. */
export const sqlAfter: SQL = sql`iif(t.code IS NULL, NULL, (
  SELECT json_array(
    coalesce(max(iif(m.kind = 'accepted', m.tickets, 0)), 0),
    coalesce(max(iif(m.kind = 'taken', m.tickets, 0)), 0),
    coalesce(sum(iif(m.kind = 'given' AND m.reason <> '', m.tickets, 0)), 0),
    EXISTS (SELECT 1 FROM holders h WHERE h.event_id = t.event_id AND h.user_id = t.user_id
      AND (h.confirmed_at IS NOT NULL OR h.guest_names <> '[]')),
    t.has_left OR coalesce(max(m.kind = 'declined'), 0) OR EXISTS (SELECT 1 FROM offers o
      WHERE o.event_id = t.event_id AND o.user_id = t.user_id AND o.finalization_id = t.finalization_id
        AND o.state = 'expired' AND o.until_at - o.made_at >= ${LONG_OPEN}),
    EXISTS (SELECT 1 FROM offers o WHERE o.event_id = t.event_id AND o.user_id = t.user_id AND o.state = 'open'),
    (SELECT json_array(last.kind, last.at < e.starts_at - e.offers_end_hours * 3600000)
      FROM ticket_moves last WHERE last.event_id = t.event_id AND last.code = t.code
        AND last.finalization_id = t.finalization_id
        AND last.kind IN ('returned', 'recalled', 'released', 'lowered', 'given', 'accepted', 'taken')
      ORDER BY last.n DESC LIMIT 1),
    t.holding)
  FROM ticket_moves m WHERE m.event_id = t.event_id AND m.code = t.code AND m.finalization_id = t.finalization_id))`

type Told = [
  accepted: number,
  taken: number,
  given: number,
  saysComing: number,
  refused: number,
  isOffered: number,
  last: [kind: string, isInTime: number] | null,
  holding: number,
]

export function readAfter(json: string, smallest: number): AfterDecision {
  const [accepted, taken, given, saysComing, refused, isOffered, last, holding]: Told =
    JSON.parse(json)
  const [kind, isInTime] = last ?? []
  return {
    accepted,
    taken,
    given,
    saysComing: saysComing === 1,
    refused: refused === 1,
    isOffered: isOffered === 1,
    gaveAllBack: kind === 'returned' && isInTime === 1 && holding === 0,
    wasLowered: kind === 'lowered' && holding < smallest,
  }
}
