import { type SQL, sql } from 'drizzle-orm'

/** Why a mail was dropped. */
export const OVER = 'What it offers was no longer available.'

/** Of a row of `mails`: what it offers is over, so it must not leave. */
export function sqlIsOver(now: number): SQL {
  return sql`CASE
    WHEN kind IN ('offer', 'offer-shortened') THEN NOT EXISTS (SELECT 1 FROM offers
      WHERE offers.id = mails.facts ->> 'offerId' AND offers.state = 'open' AND offers.until_at > ${now})
    WHEN kind = 'last-call' THEN NOT EXISTS (SELECT 1 FROM after_states JOIN finalizations
        ON finalizations.id = finalization_id AND finalizations.undone_at IS NULL
      WHERE after_states.event_id = mails.event_id AND last_call_until > ${now})
    ELSE 0 END`
}
