import { readPage } from '#app/values/page.ts'
import { lineAsSeen } from '#app/values/seen-text.ts'
import { fromLocalDay } from '#app/values/time.ts'
import { readDate } from '#app/values/typed-date.ts'
import { type AuditSubject, auditSubjects } from './subject.ts'

export type AuditFilter = {
  action: string
  /** The actor: an id, or part of a name they have or had, or of their email address. */
  who: string
  subject: AuditSubject | ''
  /** The actor or the person concerned: an id, or part of a name or email address. */
  person: string
  event: string
  /** Days as a date field writes them. */
  from: string
  to: string
  start: number | undefined
  end: number | undefined
  problems: string[]
  page: number
}

export function readAuditFilter(params: URLSearchParams, timeZone: string): AuditFilter {
  const read = (name: string) => (params.get(name) ?? '').trim().slice(0, 100)
  const [from, to] = [readDay(read('from')), readDay(read('to'))]
  const start = startOfDay(from, timeZone)
  const end = startOfDay(dayAfter(to), timeZone)
  const problems = [from !== '' && start === undefined, to !== '' && end === undefined]
    .map((isWrong, i) =>
      isWrong ? `“${i === 0 ? from : to}” is not a date, so it was ignored.` : '',
    )
    .filter(Boolean)
  if (start !== undefined && end !== undefined && end <= start)
    problems.push('The last day is before the first, so nothing was found.')
  return {
    ...{ from, to, start, end, problems },
    action: read('action'),
    who: read('who'),
    subject: subjectOf(read('subject')),
    person: read('person'),
    event: read('event'),
    page: readPage(params),
  }
}

function subjectOf(word: string): AuditSubject | '' {
  return Object.hasOwn(auditSubjects, word) ? (word as AuditSubject) : ''
}

function readDay(typed: string): string {
  return readDate(lineAsSeen(typed)).date ?? typed
}

/** A day may begin after midnight, where the clocks skip that hour. */
function startOfDay(day: string, timeZone: string): number | undefined {
  return readDate(day).date === day
    ? fromLocalDay({ date: day, time: '00:00' }, timeZone)
    : undefined
}

function dayAfter(day: string): string {
  const midnight = readDate(day).date === day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(midnight)
    ? ''
    : new Date(midnight + 24 * 3_600_000).toISOString().slice(0, 10)
}
