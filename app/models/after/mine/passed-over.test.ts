import { expect, test } from 'vitest'
import type { AfterKind } from '#app/allocation/after/line.ts'
import { listPassedOver } from './passed-over.ts'

type Written = [kind: AfterKind, code: string, tickets?: number, sizes?: string]
const me = { code: 'me', sizes: [4, 2], holding: 0 }
const passed = (written: Written[], free: number, mine = me) =>
  listPassedOver(
    written.map(([kind, code, tickets = 0, sizes = ''], at) => ({
      at,
      kind,
      code,
      tickets,
      sizes,
    })),
    mine,
    free,
  )

test('what was free and too little is told, with what was needed', () => {
  expect(
    passed(
      [
        ['returned', 'x', 1],
        ['offered', 'a', 1],
      ],
      0,
    ),
  ).toEqual([{ at: 1, free: 1, left: 0, needed: 2 }])
})

test('one dealing is told once, with what it left', () => {
  const lines: Written[] = [
    ['added', '', 4],
    ['offered', 'a', 2],
    ['offered', 'b', 1],
  ]
  expect(passed(lines, 1)).toEqual([{ at: 2, free: 4, left: 1, needed: 2 }])
})

test('nothing is told of times when the person did not wait', () => {
  const deals: Written[] = [
    ['returned', 'x', 1],
    ['offered', 'a', 1],
  ]
  expect(passed([['offered', 'me', 2], ...deals], 0)).toEqual([])
  expect(passed([['offered', 'me', 2], ['declined', 'me', 2], ...deals], 2)).toEqual([])
  expect(passed([['left', 'me'], ...deals, ['rejoined', 'me']], 0)).toEqual([])
  expect(passed([...deals, ['joined', 'me', 0, '4,2']], 0)).toEqual([])
  expect(passed(deals, 0, { ...me, holding: 4 })).toEqual([])
})

test('what the person holds counts as it was then', () => {
  const lines: Written[] = [
    ['returned', 'x', 1],
    ['offered', 'a', 1],
    ['added', '', 2],
    ['given', 'me', 2],
    ['returned', 'x', 1],
    ['offered', 'b', 1],
  ]
  const mine = { ...me, sizes: [5, 2], holding: 2 }
  expect(passed(lines, 0, mine).map(({ needed }) => needed)).toEqual([2, 3])
})

test('nothing is told of times when the person had listed other numbers', () => {
  const deal: Written[] = [
    ['returned', 'x', 1],
    ['offered', 'a', 1],
  ]
  expect(passed([...deal, ['sizes', 'me', 0, '4,2'], ...deal], 0).map(({ at }) => at)).toEqual([4])
})

test('what an offer before the first line freed is not known, so nothing before it is told', () => {
  const lines: Written[] = [
    ['returned', 'x', 1],
    ['offered', 'a', 1],
    ['accepted', 'z', 1],
    ['returned', 'y', 1],
    ['offered', 'b', 1],
  ]
  expect(passed(lines, 0).map(({ at }) => at)).toEqual([4])
})
