import { markOf, note, type Remark, unplaced } from '#app/models/moving-in/finding.ts'
import {
  isYes,
  type Original,
  type OriginalRow,
  textOf,
  wholeOf,
} from '#app/models/moving-in/original.ts'
import { MOST_EVER } from '#app/models/moving-in/preferences.ts'
import { judgeWholeEvent, type WholeEvent } from '#app/models/moving-in/whole-event.ts'
import { fitLine, startOf } from '#app/models/moving-in/wording.ts'
import { formatSizes } from '#app/values/size.ts'
import { idOf, type PlanMaker } from './plan.ts'
import type { People, PlacedPerson } from './plan-people.ts'

type JudgedRequest = WholeEvent['requests'][number]

export function planEvents(original: Original, people: People, maker: PlanMaker): void {
  const rowsByEvent = byEvent(original.submissions)
  for (const row of original.events) {
    const rows = rowsByEvent.get(idOf(row)) ?? []
    rowsByEvent.delete(idOf(row))
    const known = maker.knownRow('event', idOf(row))
    if (known) {
      maker.keepKnown('event', row, known, labelOf(row))
      keepApart(rows, row, 'was made after its event had been imported', people, maker)
    } else {
      planEvent(judgeWholeEvent(row, rows, maker.around), original, people, maker)
    }
  }
  for (const rows of rowsByEvent.values())
    keepApart(rows, undefined, 'is for an event that does not exist', people, maker)
}

function byEvent(rows: OriginalRow[]): Map<number | undefined, OriginalRow[]> {
  const groups = new Map<number | undefined, OriginalRow[]>()
  for (const row of rows) {
    const eventId = wholeOf(row.event_id)
    groups.set(eventId, [...(groups.get(eventId) ?? []), row])
  }
  return groups
}

function planEvent(whole: WholeEvent, original: Original, people: People, maker: PlanMaker): void {
  const { plan, around } = maker
  const { row, event, remarks } = whole
  const owner = people.get(wholeOf(row.created_by) ?? Number.NaN)
  if (!owner) {
    keepEventApart(whole, people, maker)
    return
  }
  if (!isAdmin(original, row.created_by))
    remarks.push(
      note('belongs to somebody who is no admin; make that person an organizer to manage it'),
    )
  const eventId = around.newId()
  plan.events.push({ id: eventId, ...event, ownerId: owner.userId, impossible: markOf(remarks) })
  maker.keepNew('event', row, eventId, labelOf(row), remarks)
  const finalizationId = event.finalizedAt === null ? undefined : around.newId()
  if (finalizationId && event.finalizedAt !== null)
    plan.finalizations.push({
      id: finalizationId,
      eventId,
      number: 1,
      finalizedAt: event.finalizedAt,
      withMail: false,
      available: event.totalTickets,
    })
  const later = laterRequests(whole.requests, people)
  for (const each of whole.requests)
    planRequest(each, whole, { eventId, finalizationId, later }, people, maker)
}

type Place = { eventId: string; finalizationId: string | undefined; later: Set<JudgedRequest> }

function planRequest(
  each: JudgedRequest,
  whole: WholeEvent,
  { eventId, finalizationId, later }: Place,
  people: People,
  maker: PlanMaker,
): void {
  const { row, request, remarks } = each
  const { amount, amountMark, ...values } = request
  const person = people.get(wholeOf(row.user_id) ?? Number.NaN)
  const label = requestLabel(row, person, whole.row)
  const sizes = sizesOf(each, whole)
  const problem = !person
    ? 'belongs to nobody'
    : !later.has(each)
      ? 'is not the last of the same person for the same event; the last counts'
      : sizes === undefined && 'asks for nothing in an event that is not decided'
  if (!person || sizes === undefined || problem) {
    maker.keepNew('request', row, null, label, [...remarks, unplaced(problem || '')])
    return
  }
  const id = maker.around.newId()
  const mark = markOf(remarks)
  maker.plan.requests.push({
    id,
    eventId,
    userId: person.userId,
    ...values,
    sizes,
    impossible: mark,
  })
  if (finalizationId && amount !== null)
    maker.plan.results.push({ finalizationId, requestId: id, amount, impossible: amountMark })
  maker.keepNew('request', row, id, label, remarks)
}

/** History may have none; a request that waits for a draw may not, so undefined. */
function sizesOf({ request }: JudgedRequest, { course }: WholeEvent): string | undefined {
  const { sizes, draftAmount } = request
  if (sizes.length > 0) return formatSizes(sizes)
  if (draftAmount !== null && draftAmount > 0 && draftAmount <= MOST_EVER)
    return String(draftAmount)
  return course === 'undecided' ? undefined : ''
}

function laterRequests(requests: JudgedRequest[], people: People): Set<JudgedRequest> {
  const byPerson = new Map<string, JudgedRequest>()
  for (const each of requests.toSorted((a, b) => a.request.changedAt - b.request.changedAt))
    byPerson.set(people.get(wholeOf(each.row.user_id) ?? Number.NaN)?.userId ?? '', each)
  return new Set(byPerson.values())
}

function keepApart(
  rows: OriginalRow[],
  event: OriginalRow | undefined,
  reason: string,
  people: People,
  maker: PlanMaker,
): void {
  for (const row of rows) {
    const label = requestLabel(row, people.get(wholeOf(row.user_id) ?? Number.NaN), event)
    const known = maker.knownRow('request', idOf(row))
    if (known) maker.keepKnown('request', row, known, label)
    else maker.keepNew('request', row, null, label, [unplaced(reason)])
  }
}

function keepEventApart(whole: WholeEvent, people: People, maker: PlanMaker): void {
  const remarks: Remark[] = [...whole.remarks, unplaced('belongs to nobody')]
  maker.keepNew('event', whole.row, null, labelOf(whole.row), remarks)
  const rows = whole.requests.map(r => r.row)
  keepApart(rows, whole.row, 'is for an event that belongs to nobody', people, maker)
}

function isAdmin({ users }: Original, id: OriginalRow[string] | undefined): boolean {
  return users.some(user => wholeOf(user.id) === wholeOf(id) && isYes(user.is_admin))
}

const nameOf = (event: OriginalRow) => fitLine(textOf(event.name), 'name', 60).text
const labelOf = (event: OriginalRow) => `event ${event.id} (“${nameOf(event)}”)`

function requestLabel(row: OriginalRow, person?: PlacedPerson, event?: OriginalRow): string {
  const whose = person?.name ?? 'nobody'
  const what = event ? `“${nameOf(event)}”` : `event ${startOf(textOf(row.event_id), 20)}`
  return `request ${row.id} (${whose}, ${what})`
}
