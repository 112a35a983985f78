import type {
  AnswerRefusal,
  JoinRefusal,
  MemberRefusal,
  ReturnRefusal,
  TakeRefusal,
} from '#app/models/after/refusals.ts'
import { MOST_PUT_BACK, MOST_RETURNS } from './mine.ts'

type Errors = Record<string, string[]>
type Everywhere = 'undecided' | 'cancelled' | 'started'

const everywhere: Record<Everywhere, Errors> = {
  undecided: { '': ['The results of this event are not out. Nothing was changed.'] },
  cancelled: { '': ['The event is cancelled. Nothing was changed.'] },
  started: { '': ['The event has started, so this is no longer possible. Nothing was changed.'] },
}

/** By form field. */
export const returnRefusals: Record<ReturnRefusal | Everywhere, Errors> = {
  ...everywhere,
  none: { '': ['You have no tickets for this event, so there is nothing to give back.'] },
  stale: {
    tickets: [
      'Your number of tickets has changed since this page was opened. Nothing was given back. Choose again.',
    ],
  },
  'handed-over': {
    '': ['You already have your tickets. Ask the organizer if you want to give them back.'],
  },
  'too-many': { tickets: ['You do not have that many tickets. Choose again.'] },
  'too-often': {
    '': [
      `You have given tickets back ${MOST_RETURNS} times for this event. Ask the organizer to do it for you.`,
    ],
  },
}

export const answerRefusals: Record<AnswerRefusal | Everywhere, Errors> = {
  ...everywhere,
  over: { '': ['This offer has ended. Nothing was changed.'] },
  'not-listed': {
    tickets: ['You can no longer take this number. Choose one of the numbers below.'],
  },
}

export const memberRefusals: Record<MemberRefusal | Everywhere, Errors> = {
  ...everywhere,
  'not-waiting': { '': ['You are not on the waiting list. Nothing was changed.'] },
  'open-offer': { '': ['You have an open offer. Answer it first.'] },
  'waits-already': { '': ['You are already waiting for tickets. Nothing was changed.'] },
  'set-to-none': {
    '': ['The organizer set your number to 0. Ask them if you still want tickets.'],
  },
  'has-all': { '': ['You already have as many tickets as you listed. Nothing was changed.'] },
  'too-often': {
    '': [
      `You have put yourself back ${MOST_PUT_BACK} times for this event. Ask the organizer to do it for you.`,
    ],
  },
  'no-size': { sizes: ['Keep at least one number. To get no more offers, leave the list.'] },
  'same-sizes': { sizes: ['Nothing was changed. Untick the numbers you no longer want.'] },
}

export const joinRefusals: Record<JoinRefusal | Everywhere, Errors> = {
  ...everywhere,
  'is-there': { '': ['You are already on the waiting list. Nothing was changed.'] },
  'no-size': { sizes: ['Tick at least one number of tickets.'] },
  'size-too-large': {
    sizes: ['The organizer has lowered the most tickets per person. Choose again.'],
  },
}

export const takeRefusals: Record<TakeRefusal | Everywhere, Errors> = {
  ...everywhere,
  'not-waiting': { '': ['You are not on the waiting list, so you can’t take tickets.'] },
  'no-last-call': { '': ['Tickets can’t be taken now. They are offered in turn.'] },
  'not-listed': { tickets: ['You can no longer take this number. Choose again.'] },
  'too-few': { tickets: ['Someone else was faster. See what is still free.'] },
}
