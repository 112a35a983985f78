import { expect, test } from 'vitest'
import { termsLockedMail } from './terms-locked.ts'

const facts = {
  appName: 'Tickets',
  appUrl: 'https://tickets.example.org',
  name: 'Ann',
  line: 'a1b2|2,1|1|0',
  off: null,
  event: { id: 'abc', name: 'Gala', timeZone: 'Europe/Berlin' },
  draw: 1,
  commitment: 'ab'.repeat(32),
  rollHash: 'cd'.repeat(32),
  termsHash: 'ef'.repeat(32),
  terms: 'draw|1\nrule|plain\n',
  source: `drand:${'12'.repeat(32)}:34444112`,
  sourceInWords: 'Round 34444112 of drand',
  knownAt: Date.UTC(2026, 11, 1, 14, 35),
}

test('says when the draw takes place, in the zone of the event', () => {
  const { text } = termsLockedMail(facts)
  expect(text).toContain('The draw takes place: Tuesday, 1 December 2026, 15:35 CET')
  expect(text).toContain('It is a witness only if it came before Tuesday, 1 December 2026, 15:35')
})

test('promises no time for numbers that somebody enters', () => {
  const { text } = termsLockedMail({ ...facts, source: 'numbers:2026-12-01T14:35:00Z:Lottery' })
  expect(text).toContain('The draw takes place: when the numbers are entered, not before Tuesday')
})

test('breaks hashes anywhere, so that they widen nothing', () => {
  const { html } = termsLockedMail(facts)
  expect(html).toMatch(/word-break:break-all">Commitment:<br><code>(ab){32}<\/code>/)
})
