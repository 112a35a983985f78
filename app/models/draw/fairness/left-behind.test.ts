import { expect, test } from 'vitest'
import { sayNeed } from './left-behind.ts'

const person = { requestId: 'a', name: 'Ann', losses: 1, smallest: 1, drawn: 0, isPinned: false }

test.each([
  ['lost in the draw', {}, 'needed 1 at least, and none fitted'],
  [
    'lost a ticket to a change by hand',
    { drawn: 2 },
    'the draw gave 2, and that was changed to none by hand',
  ],
  ['lost a pinned ticket', { drawn: 2, isPinned: true }, 'changed to none by hand'],
  ['was pinned to none', { isPinned: true }, 'set to none by hand before the draw'],
  ['got none without a draw', { drawn: null }, 'needed 1 at least, and got none'],
])('describes a person who %s', (_who, over, words) => {
  expect(sayNeed({ ...person, ...over })).toContain(words)
})
