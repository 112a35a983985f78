import { expect, test } from 'vitest'
import { sayOverCapacity } from './pins.ts'

const present = { totalTickets: 6, heldBack: 2, inPins: 3 }

test('too many pinned tickets are reported beside their amount, with the tickets held back', () => {
  expect(sayOverCapacity(present, { amount: 4 })).toEqual({
    amount: [
      'Reserved and held back, that would be 9 tickets, but there are only 6. Nothing was changed.',
    ],
  })
})

test('too many tickets held back are reported beside their number, which replaces the present one', () => {
  expect(sayOverCapacity(present, { heldBack: 4 })).toEqual({
    heldBack: [
      'Reserved and held back, that would be 7 tickets, but there are only 6. Nothing was changed.',
    ],
  })
})
