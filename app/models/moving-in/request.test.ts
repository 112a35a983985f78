import { describe, expect, test } from 'vitest'
import type { Course, ImportedEvent } from './event.ts'
import { markOf } from './finding.ts'
import type { OriginalCell } from './original.ts'
import { judgePreferences } from './preferences.ts'
import { judgeRequest } from './request.ts'

describe('preferences', () => {
  test.each([
    ['4,2,1,0', [4, 2, 1], null, 0],
    ['4, 2 ,1', [4, 2, 1], null, 0],
    ['1,2,4', [4, 2, 1], null, 1],
    ['2,2,1,0', [2, 1], null, 1],
    ['2,-1,0', [2], 'Asks for -1 ticket.', 1],
    ['2,two', [2], 'Asks for “two”, which is not a number of tickets.', 1],
    ['2.5,1', [1], 'Asks for “2.5”, which is not a number of tickets.', 1],
    ['999999999,0', [999_999_999], 'Asks for 999,999,999 tickets of the 10 that there are.', 1],
    ['99999999999999999999', [], expect.stringMatching(/^Asks for 100,000,000,000,000,000,000/), 2],
    ['8,7', [8, 7], null, 0],
    ['0', [], 'Asks for no tickets at all.', 1],
    ['', [], 'Asks for no tickets at all.', 1],
    [null, [], 'Asks for no tickets at all.', 1],
    [3, [3], null, 0],
  ] as const)('%j become %j', (given, sizes, mark, findings) => {
    const judged = judgePreferences(given, 10)
    expect(judged.sizes).toEqual(sizes)
    expect(markOf(judged.remarks)).toEqual(mark)
    expect(judged.remarks).toHaveLength(findings)
  })

  test('above our limit are kept where there were as many tickets', () => {
    const { sizes, remarks } = judgePreferences('50,1', 200)
    expect(sizes).toEqual([50, 1])
    expect(remarks.map(r => r.weight)).toEqual(['note'])
  })
})

const at = (time: string) => Date.parse(`2026-10-${time}Z`)
const event = {
  totalTickets: 10,
  createdAt: at('01T00:00:00'),
  finalizedAt: null as number | null,
} as ImportedEvent

function judge(
  changes: Record<string, OriginalCell>,
  course: Course = 'undecided',
  around = event,
) {
  const row = {
    id: 1,
    preferences: '4,2,0',
    notes: null,
    allocated: null,
    submitted_at: '2026-10-05 10:00:00',
    updated_at: '2026-10-06 10:00:00',
    ...changes,
  }
  const { request, remarks } = judgeRequest(row, around, course)
  return { ...request, mark: markOf(remarks), reasons: remarks.map(r => r.reason) }
}

describe('what was given', () => {
  test('an empty value is undecided, and 0 is none', () => {
    expect(judge({})).toMatchObject({ amount: null, draftAmount: null, reasons: [] })
    expect(judge({ allocated: 0 })).toMatchObject({ amount: 0, draftAmount: 0, reasons: [] })
  })

  test('outside the sizes gets a reason, since the original asked for none', () => {
    expect(judge({ allocated: 3 })).toMatchObject({
      draftAmount: 3,
      draftReason: expect.any(String),
      mark: null,
      reasons: ['was given 3 tickets, which is none of the sizes asked for'],
    })
  })

  test.each([
    [-5, 'Was given -5 tickets.'],
    [1000, 'Was given 1,000 tickets of the 10 that there were.'],
    ['many', 'Was given “many”, which is not a number.'],
    [2.5, 'Was given “2.5”, which is not a number.'],
  ])('%j is marked, and is history but not a draft', (allocated, mark) => {
    const isNumber = Number.isInteger(allocated)
    for (const course of ['undecided', 'finalized'] as const)
      expect(judge({ allocated }, course)).toMatchObject({
        amount: isNumber ? allocated : null,
        draftAmount: null,
        mark,
        amountMark: mark,
      })
  })

  test('in a cancelled event stays as it was, marked', () => {
    expect(judge({ allocated: -5 }, 'cancelled')).toMatchObject({
      draftAmount: -5,
      mark: 'Was given -5 tickets.',
    })
  })

  test('an empty value in a finalized event differs from none', () => {
    expect(judge({}, 'finalized')).toMatchObject({
      amount: null,
      mark: 'Was left undecided when the event was finalized.',
    })
  })
})

describe('times', () => {
  test('giving tickets changed the time but is not a change of the request', () => {
    expect(judge({}).raisedAt).toBe(at('06T10:00:00'))
    expect(judge({ allocated: 2 }).raisedAt).toBe(at('05T10:00:00'))
  })

  test.each([
    [{ submitted_at: '2026-10-21 10:00:00' }, /after the event had been finalized/],
    [{ submitted_at: '2026-09-21 10:00:00' }, /before the event was created/],
    [{ updated_at: '2026-10-04 10:00:00' }, /changed before it was made/],
  ])('%j contradict, and stay', (changes, reason) => {
    const finalized = { ...event, finalizedAt: at('20T00:00:00') }
    const { reasons } = judge({ ...changes, allocated: 2 }, 'finalized', finalized)
    expect(reasons[0]).toMatch(reason)
  })

  test('that cannot be read are taken from the event', () => {
    expect(judge({ submitted_at: 'x', updated_at: null })).toMatchObject({
      createdAt: event.createdAt,
      reasons: [expect.stringMatching(/no readable time/)],
    })
  })
})

test('a long note is cut, and characters that cannot be shown are removed', () => {
  expect(judge({ notes: 'n'.repeat(600) }).note).toHaveLength(500)
  expect(judge({ notes: 'a\u0007b\r\nc' })).toMatchObject({ note: 'a b\nc' })
  expect(judge({ notes: '<b>bold</b> & "quotes"' })).toMatchObject({
    note: '<b>bold</b> & "quotes"',
    reasons: [],
  })
})
