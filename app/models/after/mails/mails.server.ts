import { type SQL, sql } from 'drizzle-orm'
import { lastCallMailAt } from '#app/allocation/after/times.ts'
import { subjectOfLastCall } from '#app/mail/mails/after/last-call.ts'
import { queueLetters } from '#app/mail/outbox.server.ts'
import { jsonParts } from '#db/insert-all.ts'
import type { WriteStep } from '#db/lane.ts'
import { type AfterLetter, lettersAbout, type Telling } from './letters.ts'

export interface WrittenBatch extends Telling {
  /** Whom the last call is told, once. */
  readonly lastCallTo?: readonly string[]
  /** In seconds. */
  readonly now: number
}

/** After the rows that the batch changes: what somebody may take is read from their standing. */
export function stepsToMailAbout(batch: WrittenBatch): WriteStep<never>[] {
  const { event, finalizationId } = batch
  const { id, name, place, startsAt, timeZone } = event
  const [ends, others] = partition([...lettersAbout(batch), ...lastCall(batch)])
  const about = JSON.stringify({ id, name, place, startsAt, timeZone })
  const facts = sql`json_set(value -> 'facts', '$.event', json(${about}), '$.name', users.name,
    '$.sizes', standings.sizes)`
  const from = sql`LEFT JOIN standings ON standings.event_id = ${id} AND standings.user_id = users.id
    AND standings.finalization_id = ${finalizationId}`
  return [
    ...queueLetters(id, others, { facts, from }),
    ...setEnds(ends),
    ...queueLetters(id, ends, { facts, from: sql`${from} ${unlessOfferWaits}` }),
  ]
}

function partition(letters: AfterLetter[]): [shortened: AfterLetter[], others: AfterLetter[]] {
  const isShortened = ({ kind }: AfterLetter) => kind === 'offer-shortened'
  return [letters.filter(isShortened), letters.filter(letter => !isShortened(letter))]
}

/** Excludes who has not got the mail about the offer yet: that one tells the new end. */
const unlessOfferWaits = sql`JOIN (SELECT 1) ON NOT EXISTS (SELECT 1 FROM mails AS waiting
  WHERE waiting.reason_key = 'offer:' || (value ->> '$.facts.offerId') AND waiting.state = 'queued')`

/** A mail about an offer that leaves later must not promise the earlier end. */
function setEnds(ends: readonly AfterLetter[]): SQL[] {
  return jsonParts(ends.map(({ facts }) => facts)).map(
    part => sql`UPDATE mails SET facts = json_set(mails.facts, '$.until', ends.value ->> 'until')
      FROM json_each(${part}) AS ends
      WHERE mails.reason_key = 'offer:' || (ends.value ->> 'offerId') AND mails.text = ''
        AND mails.state NOT IN ('sent', 'kept')`,
  )
}

function lastCall({
  event,
  finalizationId,
  lines,
  lastCallTo = [],
  now,
}: WrittenBatch): AfterLetter[] {
  const last = lines.at(-1)
  const startsAt = Math.floor(event.startsAt / 1000)
  return lastCallTo.map(userId => ({
    kind: 'last-call',
    reasonKey: `last-call:${finalizationId}:${userId}`,
    userId,
    subject: subjectOfLastCall({ event }),
    facts: { n: last?.line.n, head: last?.head },
    dueAt: lastCallMailAt(now, { ...event, startsAt }) * 1000,
  }))
}
