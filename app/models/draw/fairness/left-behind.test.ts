import { expect, test } from 'vitest'
import { sayNeed } from './left-behind.ts'

const person = { requestId: 'a', name: 'Ann', losses: 1, smallest: 1, drawn: 0, isPinned: false }

test.each([
  ['lost in the draw', {}, 'needed at least 1, and none fitted'],
  [
    'lost a ticket to a change by hand',
    { drawn: 2 },
    'The draw gave 2, and you changed that to none',
  ],
  ['lost a pinned ticket', { drawn: 2, isPinned: true }, 'you changed that to none'],
  ['was pinned to none', { isPinned: true }, 'set to none by hand before the draw'],
  ['got none without a draw', { drawn: null }, 'needed at least 1, and got none'],
])('describes a person who %s', (_who, over, words) => {
  expect(sayNeed({ ...person, ...over })).toContain(words)
})
