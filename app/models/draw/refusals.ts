import type { ChoiceRefusal } from '#app/models/draw/preparing/choice.server.ts'
import type { AnotherRefusal } from './another-draw.server.ts'
import type { DrawRefusal } from './draw.server.ts'

type Errors = Record<string, string[]>

const published = 'The event was decided once. After publishing nothing is ever drawn again.'

/** `not-found` has its own page. */
export const drawRefusals: Record<Exclude<DrawRefusal, 'not-found'>, Errors> = {
  'not-closed': { '': ['Requests are not closed, so nothing can be drawn. Nothing was changed.'] },
  published: { '': [published] },
  drawn: { '': ['This draw was made already, and nothing is drawn twice. Nothing was changed.'] },
  'not-sealed': {
    '': ['This is no longer the sealed draw. Nothing was drawn. Check it again.'],
  },
  'value-missing': {
    publicValue: ['Enter the public value: its source was named before closing.'],
  },
  'value-unwanted': {
    publicValue: [
      'No source was named before closing, so no public value may enter now. Leave it empty.',
    ],
  },
  changed: {
    '': [
      'The draw was cancelled, or a pin, a request, the rule or the draft changed while it was worked out. Nothing was drawn. Check it again.',
    ],
  },
  'over-capacity': {
    '': ['Pins and held-back tickets are more than there are tickets. Nothing was drawn.'],
  },
  'too-large': {
    '': [
      'This event has more requests than the database server can keep in one draw. Nothing was drawn. Ask the person who runs this site to move it to a database file.',
    ],
  },
}

export const choiceRefusals: Record<Exclude<ChoiceRefusal, 'not-found'>, Errors> = {
  published: { '': [published] },
  'too-late': { '': ['The event is cancelled. Nothing was changed.'] },
  'not-sealed': {
    '': ['The draw was made. To choose another rule, another draw needs a reason first.'],
  },
  drawn: { '': ['The draw was made meanwhile. Nothing was changed.'] },
  frozen: {
    '': [
      'Requests are closed: the order and the source of a public value stand. Nothing was changed.',
    ],
  },
}

export const anotherRefusals: Record<Exclude<AnotherRefusal, 'not-found'>, Errors> = {
  published: { '': [published] },
  'not-closed': { '': ['Requests are not closed, so nothing can be drawn. Nothing was changed.'] },
  sealed: { '': ['Another draw was sealed meanwhile. Nothing was sealed twice.'] },
  'not-drawn': { '': ['The draw before this one was not made yet. Nothing was changed.'] },
}
