import { expect, test } from 'vitest'
import type { LedgerLine, Verdict } from './ledger.ts'
import { sayNextTime } from './next-time.ts'

const line = (eventId: string, verdict: Verdict, streak: number) =>
  ({ eventId, verdict, streak }) as LedgerLine

test('a loss says how many count by now', () => {
  const lines = [line('a', 'lost', 1), line('b', 'lost', 2)]
  expect(sayNextTime(lines, 'b')).toContain(
    'This counts as a loss. You now have 2 losses in a row.',
  )
  expect(sayNextTime([line('a', 'lost', 12)], 'a')).toContain(
    '12 losses in a row, of which 10 count',
  )
})

test('a loss before a later win promises nothing', () => {
  const lines = [line('a', 'lost', 1), line('b', 'won', 0)]
  expect(sayNextTime(lines, 'a')).toContain('your count is back to 0')
  expect(sayNextTime(lines, 'b')).toContain('went back to 0')
})

test('what does not count says why', () => {
  expect(sayNextTime([line('a', 'enough', 0)], 'a')).toBe(
    'This does not count as a loss: there were enough tickets for everyone who asked. Your chances stay the same.',
  )
})

test('says nothing of an event that the record does not have', () => {
  expect(sayNextTime([line('a', 'lost', 1)], 'b')).toBeNull()
  expect(sayNextTime([line('a', 'not-final', 1)], 'a')).toBeNull()
})
