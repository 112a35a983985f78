import { sayInstant } from '#app/values/time.ts'

export type RequestFacts = {
  event: { name: string; startsAt: number; closesAt: number | null; timeZone: string }
  asked: string
  note: string
  code: string | undefined
  commitment: string | undefined
  at: number
}

/** What mails about a request say of it. @param words the names of some rows */
export function rowsOfRequest(
  { event, asked, note, code, commitment, at }: RequestFacts,
  words: { asked: string; note: string; at: string },
): [string, string][] {
  const { timeZone, closesAt } = event
  const rows: [string, string | undefined][] = [
    ['Event', event.name],
    ['Starts', sayInstant(event.startsAt, timeZone)],
    [words.asked, asked],
    [words.note, note],
    [words.at, sayInstant(at, timeZone)],
    ['Requests close', closesAt === null ? undefined : sayInstant(closesAt, timeZone)],
    ['Your code on the roll', code && `${code} (other members can't see that it is yours)`],
    ['Commitment of the draw', commitment],
  ]
  return rows.filter((row): row is [string, string] => Boolean(row[1]))
}
