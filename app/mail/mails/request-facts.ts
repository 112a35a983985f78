import type { Block } from '#app/mail/compose.ts'
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
  { event, asked, note, at }: RequestFacts,
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
  ]
  return rows.filter((row): row is [string, string] => Boolean(row[1]))
}

/** For checking the draw later: after the facts, and in small print, so that it widens nothing. */
export function exactOfRequest({ code, commitment }: RequestFacts): Block[] {
  const rows: [string, string | undefined][] = [
    ['Your code on the roll', code],
    ['Commitment of the draw', commitment],
  ]
  const exact = rows.filter((row): row is [string, string] => Boolean(row[1]))
  if (exact.length === 0) return []
  return [
    'Keep this email. You can use the lines below to check the draw later. Other members cannot see that the code is yours.',
    { exact },
  ]
}
