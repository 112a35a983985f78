import { type Clock, type Course, type ImportedEvent, judgeEvent } from './event.ts'
import { changed, impossible, note, type Remark } from './finding.ts'
import { readMoment } from './moment.ts'
import type { OriginalRow } from './original.ts'
import { MOST_EVER } from './preferences.ts'
import { type ImportedRequest, judgeRequest } from './request.ts'
import { count } from './wording.ts'

type JudgedRequest = { row: OriginalRow; request: ImportedRequest; remarks: Remark[] }
export type WholeEvent = {
  row: OriginalRow
  event: ImportedEvent
  course: Course
  remarks: Remark[]
  requests: JudgedRequest[]
}

/** Whether an event can be true depends on its requests, and the other way round. */
export function judgeWholeEvent(row: OriginalRow, rows: OriginalRow[], clock: Clock): WholeEvent {
  const times = rows.flatMap(r => [r.submitted_at, r.updated_at])
  const lastActivityAt = Math.max(0, ...times.map(t => readMoment(t, 'UTC')?.at ?? 0))
  const { event, course, remarks } = judgeEvent(row, lastActivityAt, clock)
  const requests = rows.map(each => ({ row: each, ...judgeRequest(each, event, course) }))
  const whole = { row, event, course, remarks, requests }
  widen(whole)
  judgeTotal(whole)
  closeWhatIsGiven(whole, clock.now)
  return whole
}

function widen({ event, requests }: WholeEvent): void {
  for (const { request } of requests)
    for (const size of request.sizes)
      if (size <= MOST_EVER) event.mostPerRequest = Math.max(event.mostPerRequest, size)
}

/** A decided one is kept as history, a draft is dropped. */
function judgeTotal({ event, course, remarks, requests }: WholeEvent): void {
  const amounts = requests.map(r => r.request.amount ?? 0).filter(amount => amount > 0)
  const given = amounts.reduce((sum, amount) => sum + amount, 0)
  if (given <= Math.max(0, event.totalTickets)) return
  const words = `gives ${count(given, 'ticket')} of ${event.totalTickets.toLocaleString('en')}`
  if (course !== 'undecided') {
    remarks.push(impossible(words))
    return
  }
  remarks.push(impossible(`${words}; what was given so far is not taken over`))
  for (const { request, remarks: own } of requests) {
    if (request.draftAmount === null) continue
    own.push(changed(`had ${count(request.draftAmount, 'ticket')} given that are not taken over`))
    request.draftAmount = null
    request.draftReason = null
  }
}

/** Requests may change only while nothing is given: otherwise people could see the answer and change the question. */
function closeWhatIsGiven({ event, course, remarks, requests }: WholeEvent, now: number): void {
  const given = requests.filter(r => r.request.draftAmount !== null).length
  if (course !== 'undecided' || given === 0) return
  remarks.push(note(`has tickets given in ${count(given, 'request')}, not finalized; a draft here`))
  if (event.closedAt !== null) return
  event.closedAt = now
  remarks.push(changed('had tickets given while it still took requests; requests are closed'))
}
