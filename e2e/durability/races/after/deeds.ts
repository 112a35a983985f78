import { changeLine } from '#app/models/after/line/change.server.ts'
import {
  answerOffer,
  giveBack,
  joinLine,
  leaveLine,
  putMeBack,
  takeTickets,
} from '#app/models/after/member.server.ts'
import { viewerOf } from '#app/testing/factories.ts'
import { toLocalTime } from '#app/values/time.ts'
import type { Page } from '../../../http/page.ts'
import type { Visitor } from '../../../http/visitor.ts'
import { IN_ANOTHER_WINDOW } from '../../../http/visitor.ts'
import type { Racer } from './stage.ts'

/** One press. What it leaves if it is done, is named as in the log, or as in the audit trail. */
export type Deed = {
  eventId: string
  by: Racer
  kind: keyof typeof FORMS
  /** Of the person concerned; '' for none. */
  code: string
  tickets: number
  /** Of the offer or finalization, or another fact that the form sends. */
  id: string
  /** In the reason or notes of what an organizer does, so that it is found again. */
  mark: string
}

export type Done = Deed & { status: number; isBeside?: true }

type Form = (deed: Deed) => [page: string, fields: Record<string, string>]

const inLine =
  (intent: string): Form =>
  ({ tickets }) => ['waiting-list', { intent, tickets: String(tickets) }]
const onPerson =
  (kind: string): Form =>
  ({ code, tickets, mark }) => [
    'line',
    { intent: 'change', kind, code, tickets: String(tickets), reason: mark },
  ]

function startingAt(instant: number): Record<string, string> {
  const { date, time } = toLocalTime(instant, 'Europe/Berlin')
  return { startsDate: date, startsTime: time }
}

const FORMS = {
  accepted: ({ id, tickets }) => [`offers/${id}`, { intent: 'accept', tickets: String(tickets) }],
  declined: ({ id }) => [`offers/${id}`, { intent: 'decline' }],
  returned: ({ tickets, id }) => ['return', { tickets: String(tickets), seen: id }],
  rejoined: inLine('back'),
  left: inLine('leave'),
  joined: () => ['waiting-list', { intent: 'join', sizes: '1' }],
  taken: inLine('take'),
  lowered: onPerson('lower'),
  recalled: onPerson('recall'),
  given: onPerson('give'),
  skipped: onPerson('skip'),
  held: ({ tickets, mark }) => [
    'line',
    { intent: 'hold', heldBack: String(tickets), heldBackReason: mark, receiver: '' },
  ],
  changed: ({ tickets, mark, id }) => [
    'edit',
    { totalTickets: String(tickets), notes: mark, ...(id === '' ? {} : startingAt(Number(id))) },
  ],
  finalized: ({ id }) => ['finalization', { allocationVersion: id }],
  undone: ({ id, mark }) => ['finalization', { intent: 'undo', finalizationId: id, reason: mark }],
  cancelled: ({ mark }) => ['cancellation', { reason: mark }],
} satisfies Record<string, Form>

/** Over HTTP. The key of a form would answer a second press with the first one's answer. */
export async function press(deed: Deed, visitor: Visitor): Promise<Done> {
  const [page, fields] = FORMS[deed.kind](deed)
  const path = `/events/${deed.eventId}/${page}`
  if (deed.kind !== 'changed') return answerOf(deed, await visitor.post(path, fields))
  const shown = await visitor.get(path)
  if (!shown.forms.some(({ id }) => id === 'event')) return { ...deed, status: 422 }
  const form = { form: 'event', fields: { ...fields, ...IN_ANOTHER_WINDOW } }
  return answerOf(deed, await visitor.press(shown, form))
}

function answerOf(deed: Deed, { status, headers }: Page): Done {
  if (headers.get('location')?.startsWith('/login')) throw new Error('a session has ended')
  return { ...deed, status }
}

const KINDS = { lowered: 'lower', recalled: 'recall', given: 'give' } as const

/** By the models, in this process, beside the server. @returns undefined for what only the server does here */
export function doBeside(deed: Deed): Promise<{ refusal: string | undefined }> | undefined {
  const { by, kind, eventId, id, code, tickets, mark: reason } = deed
  const viewer = viewerOf(by)
  switch (kind) {
    case 'accepted':
      return answerOffer(viewer, eventId, { offerId: id, take: tickets })
    case 'declined':
      return answerOffer(viewer, eventId, { offerId: id, take: 0 })
    case 'returned':
      return giveBack(viewer, eventId, { tickets, seen: Number(id) })
    case 'rejoined':
      return putMeBack(viewer, eventId)
    case 'left':
      return leaveLine(viewer, eventId)
    case 'joined':
      return joinLine(viewer, eventId, [1])
    case 'taken':
      return takeTickets(viewer, eventId, tickets)
    case 'lowered':
    case 'recalled':
    case 'given':
      return changeLine(viewer, eventId, [{ kind: KINDS[kind], code, tickets, reason }])
    case 'skipped':
      return changeLine(viewer, eventId, [{ kind: 'skip', code, reason }])
    case 'held':
      return changeLine(viewer, eventId, [{ kind: 'hold-back', tickets, reason }])
  }
}
