import type { ChoiceRefusal } from '#app/models/draw/preparing/choice.server.ts'
import type { AnotherRefusal } from './another-draw.server.ts'
import type { DrawRefusal } from './draw.server.ts'

type Errors = Record<string, string[]>

const published = 'This event has already been decided. After results are out, we never redraw.'

/** `not-found` has its own page. */
export const drawRefusals: Record<Exclude<DrawRefusal, 'not-found'>, Errors> = {
  'not-closed': { '': ['Requests are not closed, so nothing can be drawn. Nothing was changed.'] },
  published: { '': [published] },
  drawn: { '': ['This draw has already been made. Nothing was changed.'] },
  'not-sealed': {
    '': ['This is no longer the sealed draw. Nothing was drawn. Check it again.'],
  },
  locked: { '': ['The terms of this draw are already locked. Nothing was changed.'] },
  nobody: { '': ['Nobody is on the roll, so there is nothing to draw.'] },
  'seal-broken': {
    '': [
      'The secret of this draw cannot be opened: the key of this server is not the one it was sealed with. Seal another draw, with this reason.',
    ],
  },
  'too-soon': {
    '': ['The draw must be at least 15 minutes away. Choose a later time. Nothing was locked.'],
  },
  clock: {
    '': [
      'The clock of the database is behind the time of the public beacon. Nothing was locked. Ask the person who runs this site to set it.',
    ],
  },
  changed: {
    '': [
      'The draw was cancelled, or reserved tickets, a request, the rule or the number of tickets has changed. Nothing was drawn. Check it again.',
    ],
  },
  'roll-changed': {
    '': [
      'The roll is not the one that the audit trail has. Nothing was drawn. Someone changed the database. Ask the person who runs this site.',
    ],
  },
  'too-much': {
    '': [
      'This rule is too much work for so many requests and tickets. Nothing was locked. Choose the fair-share draw or the plain draw.',
    ],
  },
  'over-capacity': {
    '': ['More tickets are reserved than there are. Nothing was drawn.'],
  },
  'too-large': {
    '': [
      'This event has more requests than the database server can keep in one draw. Nothing was drawn. Ask the person who runs this site to move it to a database file.',
    ],
  },
}

export const choiceRefusals: Record<Exclude<ChoiceRefusal, 'not-found'>, Errors> = {
  published: { '': [published] },
  locked: {
    '': ['The terms of the draw are locked, so the rule can’t change. Nothing was changed.'],
  },
  'too-late': { '': ['The event is cancelled. Nothing was changed.'] },
  'not-sealed': {
    '': ['The draw has been made. To choose another rule, make another draw first, with a reason.'],
  },
  drawn: { '': ['The draw has been made. Nothing was changed.'] },
  frozen: {
    '': [
      'Requests are closed, so the order and the random number can’t change. Nothing was changed.',
    ],
  },
}

export const anotherRefusals: Record<Exclude<AnotherRefusal, 'not-found'>, Errors> = {
  published: { '': [published] },
  'not-closed': { '': ['Requests are not closed, so nothing can be drawn. Nothing was changed.'] },
  locked: { '': ['The terms of this draw are locked. It takes place first. Nothing was changed.'] },
  sealed: { '': ['Another draw has already been sealed. Nothing was changed. Reload the page.'] },
  'not-drawn': { '': ['The last draw has not been made yet. Nothing was changed.'] },
}
