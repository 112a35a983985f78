import { changed, contradiction, impossible, note, type Remark } from './finding.ts'
import { readMoment } from './moment.ts'
import { type OriginalRow, textOf, wholeOf } from './original.ts'
import { count, fitLine, fitText, lengthOf, startOf } from './wording.ts'

export type ImportedEvent = {
  name: string
  startsAt: number
  timeZone: string
  totalTickets: number
  notes: string
  opensAt: number | null
  closesAt: number | null
  mostPerRequest: number
  closedAt: number | null
  cancelledAt: number | null
  cancelReason: string | null
  finalizedAt: number | null
  createdAt: number
}

export type Clock = { now: number; timeZone: string }
/** `finalized` and `cancelled` are history, in which even the impossible happened. */
export type Course = 'undecided' | 'finalized' | 'cancelled'
type Judged = { event: ImportedEvent; course: Course; remarks: Remark[] }

// The original stored its own times in UTC (SQLite's CURRENT_TIMESTAMP); only an event's date was typed, in local time.
export function judgeEvent(row: OriginalRow, lastActivityAt: number, clock: Clock): Judged {
  const remarks: Remark[] = []
  const createdAt = readMoment(row.created_at, 'UTC')?.at ?? clock.now
  const startsAt = startTime(row, createdAt, clock, remarks)
  const total = wholeOf(row.total_tickets)
  const course = courseOf(row, remarks)
  const lastAt = Math.min(Math.max(createdAt, lastActivityAt), clock.now)
  const event: ImportedEvent = {
    ...wordsOf(row, remarks),
    startsAt,
    timeZone: clock.timeZone,
    totalTickets: total ?? 0,
    opensAt: Math.min(createdAt, clock.now),
    closesAt: null,
    mostPerRequest: 8,
    createdAt,
    ...courseTimes(row, course, lastAt, remarks),
  }
  remarks.push(...doubts(row, event, total))
  if (course === 'undecided') close(event, row, clock, remarks)
  return { event, course, remarks }
}

function startTime(row: OriginalRow, createdAt: number, clock: Clock, remarks: Remark[]): number {
  const moment = readMoment(row.event_date, clock.timeZone)
  if (moment?.remark) remarks.push(changed(moment.remark))
  if (moment) return moment.at
  const given = startOf(textOf(row.event_date), 40)
  remarks.push(impossible(`has “${given}” for a date; the time when it was created was taken`))
  return createdAt
}

function wordsOf(row: OriginalRow, remarks: Remark[]): { name: string; notes: string } {
  const name = fitLine(textOf(row.name), 'name', 200)
  const notes = fitText(textOf(row.notes), 'note', 1000)
  for (const { remark } of [name, notes]) if (remark) remarks.push(changed(remark))
  if (lengthOf(name.text) >= 2) return { name: name.text, notes: notes.text }
  remarks.push(changed('had a name of fewer than 2 characters; “Event” and its number were added'))
  return { name: `Event ${row.id} ${name.text}`.trim(), notes: notes.text }
}

function courseOf(row: OriginalRow, remarks: Remark[]): Course {
  if (row.status === 'finalized' || row.status === 'cancelled') return row.status
  if (row.status !== 'open')
    remarks.push(
      impossible(`has “${startOf(textOf(row.status), 40)}” for a state; taken as not decided`),
    )
  else if (textOf(row.finalized_at) !== '')
    remarks.push(note('was finalized once and opened again; the earlier result is not known'))
  return 'undecided'
}

function courseTimes(row: OriginalRow, course: Course, lastAt: number, remarks: Remark[]) {
  const finalizedAt = readMoment(row.finalized_at, 'UTC')?.at ?? null
  const isDecided = course === 'finalized' || (course === 'cancelled' && finalizedAt !== null)
  if (course === 'finalized' && finalizedAt === null)
    remarks.push(changed('was finalized at a time that is not known; its last activity was taken'))
  if (course === 'cancelled')
    remarks.push(changed('was cancelled at a time that is not known; its last activity was taken'))
  const decidedAt = isDecided ? (finalizedAt ?? lastAt) : null
  return {
    finalizedAt: decidedAt,
    closedAt: decidedAt,
    cancelledAt: course === 'cancelled' ? Math.max(lastAt, decidedAt ?? lastAt) : null,
    cancelReason: course === 'cancelled' ? 'Cancelled before we moved here.' : null,
  }
}

function doubts(row: OriginalRow, event: ImportedEvent, total: number | undefined): Remark[] {
  const found: Remark[] = []
  if (total === undefined)
    found.push(
      impossible(`has “${startOf(textOf(row.total_tickets), 40)}” for a number of tickets`),
    )
  else if (total < 1) found.push(impossible(`has ${count(total, 'ticket')}`))
  if (event.finalizedAt !== null && event.finalizedAt < event.createdAt)
    found.push(contradiction('was finalized before it was created'))
  if (event.finalizedAt === null && event.startsAt < event.createdAt)
    found.push(contradiction('took place before it was created'))
  if (!readMoment(row.created_at, 'UTC'))
    found.push(changed('has no readable time of creation; that of the import was taken'))
  return found
}

/** The original took requests until somebody decided; here they end when the event starts. */
function close(event: ImportedEvent, row: OriginalRow, { now }: Clock, remarks: Remark[]): void {
  if (row.status === 'open' && event.startsAt > now) {
    event.closesAt = event.startsAt
    remarks.push(changed('had no end of requests; they close when it starts'))
    return
  }
  event.closedAt = now
  if (row.status === 'open')
    remarks.push(changed('still took requests after it had started; they are closed'))
}
