import { expect, test } from 'vitest'
import type { AfterKind } from '#app/allocation/after/line.ts'
import { lettersAbout } from './letters.ts'

const event = { id: 'e', name: 'Gala', place: '', startsAt: 0, timeZone: 'UTC' }
const END = 1_800_000_000

type Written = [kind: AfterKind, code: string, more?: { reason?: string; tickets?: number }]

function lettersOf(written: Written[], why?: string) {
  const lines = written.map(([kind, code, { reason = '', tickets = 2 } = {}], index) => ({
    line: { n: index + 1, at: 0, kind, code, tickets, sizes: [], until: END },
    head: `head ${index + 1}`,
    userId: code ? `user-${code}` : null,
    reason,
    holdingAfter: 3,
    offerId: `offer-${code}`,
    beginsAt: kind === 'offered' ? 5 : undefined,
  }))
  return lettersAbout({ event, finalizationId: 'f', lines, why })
}

const told = (...written: Written[]) =>
  lettersOf(written).map(({ kind, userId }) => `${kind} to ${userId}`)

test('an offer is told once, when the day begins, with its line and the head', () => {
  expect(
    lettersOf([
      ['added', ''],
      ['offered', 'a'],
    ]),
  ).toEqual([
    {
      kind: 'offer',
      reasonKey: 'offer:offer-a',
      userId: 'user-a',
      subject: 'You can have 2 tickets: Gala',
      dueAt: 5,
      facts: { tickets: 2, holding: 3, n: 2, head: 'head 2', offerId: 'offer-a', until: END },
    },
  ])
})

test.each<[AfterKind, string]>([
  ['accepted', 'answered'],
  ['declined', 'answered'],
  ['taken', 'answered'],
  ['expired', 'offer-ended'],
  ['withdrawn', 'offer-ended'],
  ['shortened', 'offer-shortened'],
  ['returned', 'returned'],
  ['released', 'released'],
  ['skipped', 'changed-by-organizer'],
  ['lowered', 'changed-by-organizer'],
  ['recalled', 'changed-by-organizer'],
])('%s is told by a mail %s', (line, kind) => {
  expect(told([line, 'a', { reason: 'Why' }])).toEqual([`${kind} to user-a`])
})

test.each<AfterKind>(['joined', 'sizes', 'left', 'rejoined', 'given'])(
  '%s without a reason needs no mail',
  kind => expect(told([kind, 'a'])).toEqual([]),
)

test.each<AfterKind>(['given', 'rejoined'])('%s with a reason is the act of an organizer', kind => {
  expect(told([kind, 'a', { reason: 'A mistake' }])).toEqual(['changed-by-organizer to user-a'])
})

test('an act that ends an offer on its way is one mail, which says so', () => {
  const [letter, ...others] = lettersOf([
    ['withdrawn', 'a', { tickets: 1, reason: 'A mistake' }],
    ['lowered', 'a', { reason: 'A mistake' }],
  ])
  expect(others).toEqual([])
  expect(letter).toMatchObject({
    kind: 'changed-by-organizer',
    reasonKey: 'moved:f:2',
    facts: { what: 'lowered', endedOffer: 1, n: 2, head: 'head 2', reason: 'A mistake' },
  })
  expect(told(['declined', 'a'], ['returned', 'a'])).toEqual(['returned to user-a'])
  expect(told(['declined', 'a'], ['left', 'a'])).toEqual([])
  expect(told(['withdrawn', 'a'], ['lowered', 'b'])).toHaveLength(2)
})

test('an offer whose mail came too late puts back without asking', () => {
  expect(
    lettersOf([
      ['expired', 'a'],
      ['rejoined', 'a'],
    ]),
  ).toMatchObject([
    { kind: 'offer-ended', reasonKey: 'offer-ended:offer-a', facts: { isPutBack: true } },
  ])
})

test('why the program withdrew an offer goes along', () => {
  expect(lettersOf([['withdrawn', 'a']], 'moved')).toMatchObject([{ facts: { why: 'moved' } }])
})
