import { expect, test } from 'vitest'
import { sayOverCapacity } from './pins.ts'

const present = { totalTickets: 6, heldBack: 2, inPins: 3 }

test('too many in pins are told beside their amount, with what is held back', () => {
  expect(sayOverCapacity(present, { amount: 4 })).toEqual({
    amount: [
      'Pinned and held back, that would be 9 tickets, and there are 6. Nothing was changed.',
    ],
  })
})

test('too many held back are told beside their number, in the place of what is held back now', () => {
  expect(sayOverCapacity(present, { heldBack: 4 })).toEqual({
    heldBack: [
      'Pinned and held back, that would be 7 tickets, and there are 6. Nothing was changed.',
    ],
  })
})
