import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import type { EventProgress, EventStage, NextStep } from './next-step.ts'

export type ActionLink = { path: string; label: string }

/** `form` is a button that acts at once; a link leads to a page. */
export type SaidStep = {
  says: string
  hint?: string
  form?: 'open'
  primary?: ActionLink
  secondary?: ActionLink
}

export const stageWords: Record<EventStage, string> = {
  draft: 'Draft',
  open: 'Open',
  closed: 'Closed',
  locked: 'Locked',
  drawn: 'Drawn',
  decided: 'Finalized',
}

/** Times are in words, null where there is none. */
export type StepFacts = {
  asked: number
  drafted: number
  given: number
  served: number
  wasDrawn: boolean
  opens: string | null
  closes: string | null
  drawsAt: string | null
  draw: number
}

export function sayNextStep(step: NextStep, facts: StepFacts): SaidStep {
  return says[step](facts)
}

const closing = { path: 'closing', label: 'Reopen requests' }
const NOBODY = 'Nobody asked for tickets, so there is nothing to decide.'

const RECIPIENTS = 'Who gets tickets'
const LINE = 'Tickets after the decision'
const DOOR = 'Door list'
const REPORT = 'What became of the tickets'

const NOT_YET = 'You don’t need to do anything until then.'

const says: Record<NextStep, (facts: StepFacts) => SaidStep> = {
  'open requests': ({ opens }) => ({
    says: opens ? `Requests open on ${opens}.` : 'Requests are not open yet.',
    hint: 'Until they open, only you and the admins can see this event.',
    form: 'open',
  }),
  'wait for closing': ({ closes }) => ({
    says: closes ? `Requests close on ${closes}.` : 'Requests are open until you close them.',
    ...(closes && { hint: NOT_YET }),
    secondary: { path: 'closing', label: 'Close requests now' },
  }),
  'reopen requests': () => ({ says: NOBODY, primary: closing }),
  nothing: () => ({ says: NOBODY }),
  'choose how': ({ asked }) => ({
    says: `${sayCount(asked, 'person')} asked for tickets. How do you want to decide?`,
    hint: 'By draw: chance decides, and everyone can check it. By hand: you give each person a number.',
    primary: { path: 'terms', label: 'Decide by draw' },
    secondary: { path: 'allocation', label: 'Decide by hand' },
  }),
  'wait for the draw': ({ drawsAt }) => ({
    says: drawsAt ? `The draw takes place on ${drawsAt}.` : 'The draw comes next.',
    hint: NOT_YET,
    secondary: { path: 'terms', label: 'See the locked terms' },
  }),
  'see the draw': ({ drawsAt, draw }) => ({
    says: `The draw was due on ${drawsAt}.`,
    primary: { path: `draws/${draw}`, label: `See draw ${draw}` },
  }),
  'lock again': ({ draw }) => ({
    says: `Draw ${draw} is sealed. Lock its terms to make it.`,
    primary: { path: 'terms', label: `Lock the terms of draw ${draw}` },
  }),
  'go on by hand': ({ asked, drafted }) => ({
    says: `${asked - drafted} of ${sayCount(asked, 'request')} ${asked - drafted === 1 ? 'is' : 'are'} not decided yet.`,
    primary: { path: 'allocation', label: 'Go on with the list' },
  }),
  finalize: ({ wasDrawn }) => ({
    says: wasDrawn ? 'The draw is made.' : 'Every request is decided.',
    hint: 'Nobody sees their result until you finalize.',
    primary: { path: 'finalization', label: 'Check and finalize' },
  }),
  'hand out': ({ given, served }) => ({
    says: sayGiven(given, served),
    primary: { path: 'recipients', label: RECIPIENTS },
    secondary: { path: 'line', label: LINE },
  }),
  'open the door': ({ given, served }) => ({
    says: sayGiven(given, served),
    primary: { path: 'door', label: DOOR },
    secondary: { path: 'recipients', label: RECIPIENTS },
  }),
  'look back': ({ given, served }) => ({
    says: sayGiven(given, served),
    primary: { path: 'report', label: REPORT },
    secondary: { path: 'recipients', label: RECIPIENTS },
  }),
}

/** "12 tickets to 12 people". */
export function sayGiven(given: number, served: number): string {
  return given === 0
    ? 'Nobody gets a ticket.'
    : `${sayTickets(given)} to ${sayCount(served, 'person')}.`
}

type Possible = Omit<EventProgress, 'isDrawDue' | 'isAnotherSealed'> & { canDelete: boolean }

/** Everything else that the organizer can do now, without what the page offers above it. */
export function otherActions(event: Possible, { primary, secondary }: SaidStep): ActionLink[] {
  const shown = [primary?.path, secondary?.path]
  return actionsOf(event).flatMap(([path, label, isPossible]) =>
    isPossible && !shown.includes(path) ? [{ path, label }] : [],
  )
}

function actionsOf(event: Possible): [path: string, label: string, isPossible: boolean][] {
  const { state, isLocked, wasDrawn, wasFinalized, canReopen, canDelete } = event
  const isEarly = state === 'draft' || state === 'open'
  const isFrozen = state === 'closed' || state === 'finalized'
  const canDraw = state === 'closed' && !wasFinalized && !wasDrawn
  const isReady = state === 'closed' && !isLocked && event.drafted >= event.asked
  return [
    ['requests', 'All requests', true],
    ['recipients', RECIPIENTS, state === 'finalized'],
    ['line', LINE, state === 'finalized'],
    ['door', DOOR, state === 'finalized'],
    ['report', REPORT, state === 'finalized' && event.door !== 'later'],
    ['comparison', 'Compare the rules', isEarly || state === 'closed'],
    ['pins', 'Reserved tickets', isEarly || (canDraw && !isLocked)],
    ['terms', isLocked ? 'The locked terms' : 'Decide by draw', canDraw],
    ['allocation', canDraw && !isLocked ? 'Decide by hand' : 'The list', isFrozen],
    ['finalization', 'Check and finalize', isReady],
    ['finalization', 'Reopen results', state === 'finalized'],
    ['invitation', 'Tell people about it', state === 'open'],
    ['edit', 'Edit the event', state !== 'cancelled'],
    ['closing', 'Close requests now', state === 'open'],
    ['closing', 'Reopen requests', canReopen],
    ['cancellation', 'Cancel the event', state !== 'cancelled'],
    ['deletion', 'Delete the event', canDelete],
  ]
}
