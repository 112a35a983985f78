import { describe, expect, test } from 'vitest'
import { explain } from '#app/allocation/explain.ts'
import type { Entry, Problem, Rule } from '#app/allocation/types.ts'
import { sayWeight } from '#app/models/draw/public/say-promise.ts'
import { sayWhy } from './why.ts'
import { sayLead } from './why-lead.ts'

const entry = (code: string, sizes: number[], overrides: Partial<Entry> = {}): Entry => ({
  code,
  sizes,
  weight: 1,
  priority: 0,
  ...overrides,
})

function problem(rule: Rule, capacity: number, ranked: Entry[]): Problem {
  return { rule, options: { cap: null }, capacity, heldBack: 0, pins: [], ranked }
}

test('a loser reads their place, what was left, and by how much their size did not fit', () => {
  const given = problem('plain', 5, [entry('a', [4]), entry('b', [2])])
  expect(sayWhy(explain(given, 'b'), 'plain', 'draw')).toEqual([
    'You were number 2 of 2 in the order. Everyone had one ticket in the hat.',
    'There were 5 tickets.',
    'At your turn 1 ticket was left. To get 2 you needed 1 more ticket.',
    'So you got no tickets.',
  ])
})

describe('in short', () => {
  const ones = (people: number) => Array.from({ length: people }, (_, at) => entry(`c${at}`, [1]))

  test.each<[Rule, string, Problem, string]>([
    ['plain', 'c20', problem('plain', 12, ones(21)), 'All 12 tickets had gone before your turn.'],
    [
      'fair-share',
      'c20',
      problem('fair-share', 1, ones(21)),
      'The only ticket had gone before your turn.',
    ],
    [
      'plain',
      'c20',
      { ...problem('plain', 2, ones(21)), heldBack: 2 },
      'There were no tickets to draw.',
    ],
    [
      'most-people',
      'c20',
      problem('most-people', 12, ones(21)),
      'The rule looked at all requests together. In its best result there was no ticket for you.',
    ],
  ])('%s tells %s of 21 why there was nothing', (rule, code, given, said) => {
    expect(sayLead(explain(given, code), rule)).toBe(`You were 21st of 21. ${said}`)
  })

  test('names the smallest number where too few tickets were left', () => {
    const given = problem('plain', 5, [entry('a', [4]), entry('b', [3, 2])])
    expect(sayLead(explain(given, 'b'), 'plain')).toBe(
      'You were 2nd of 2. When your turn came, 1 ticket was left. The smallest number you asked for was 2.',
    )
    expect(sayLead(explain(given, 'a'), 'plain')).toBe(
      'You were 1st of 2. You got 4 tickets, the most you asked for.',
    )
  })

  test('blames no draw for what was set by hand', () => {
    const pin = { code: 'a', amount: 0, reason: 'Cannot come' }
    const given = { ...problem('plain', 5, [entry('a', [1]), entry('b', [2])]), pins: [pin] }
    expect(sayLead(explain(given, 'a'), 'plain')).toContain('set to no tickets by hand')
    const override = { code: 'b', amount: 0, reason: 'Late' }
    expect(sayLead(explain(given, 'b', { overrides: [override] }), 'plain')).toContain(
      'After the draw your number was changed by hand, from 2 to 0: “Late”.',
    )
  })
})

test('a winner reads every step up', () => {
  const given = problem('fair-share', 4, [entry('a', [4, 2, 1]), entry('b', [1])])
  expect(sayWhy(explain(given, 'a'), 'fair-share', 'draw').slice(2)).toEqual([
    'At your first turn 4 tickets were left. Everyone first gets the smallest number they asked for, if it fits. Yours was 1, and it fitted.',
    'When round 1 of moving up came to you, 2 tickets were left. You moved up from 1 to 2.',
    'When round 2 of moving up came to you, 1 ticket was left. You stayed at 2. To get 4 you needed 1 more ticket.',
    'So you got 2 tickets.',
  ])
})

test('a weight is explained by the losses behind it', () => {
  const given = problem('plain', 1, [entry('a', [1], { weight: 3 })])
  expect(sayWhy(explain(given, 'a'), 'plain', 'weighted')[0]).toBe(
    'You were number 1 of 1 in the order. You had 3 tickets in the hat: 1 to start with, and 2 for your losses in a row.',
  )
})

test('getting nothing is never called "0 tickets"', () => {
  const pin = { code: 'a', amount: 0, reason: 'Cannot come' }
  const given = { ...problem('plain', 2, [entry('a', [1]), entry('b', [2]), entry('c', [1])]) }
  expect(sayWhy(explain({ ...given, pins: [pin] }, 'a'), 'plain', 'draw')).toContain(
    'You were set to no tickets by hand before the draw: “Cannot come”. The draw did not change that.',
  )
  expect(sayWhy(explain(given, 'c'), 'plain', 'draw').join(' ')).toContain('1 ticket was left')
  const gone = { ...given, capacity: 1 }
  expect(sayWhy(explain(gone, 'c'), 'plain', 'draw').join(' ')).toContain('no tickets were left')
})

test('one loss is in the singular', () => {
  const given = problem('plain', 1, [entry('a', [1], { weight: 2 })])
  const [place] = sayWhy(explain(given, 'a'), 'plain', 'weighted')
  expect(place).toContain('2 tickets in the hat: 1 to start with, and 1 for your last loss.')
  expect([0, 1, 2].map(sayWeight)).toEqual([
    'the one that everyone has, because you have no losses in a row',
    'the one that everyone has, and one more for your last loss',
    'the one that everyone has, and one more for each of your 2 losses in a row',
  ])
})

test('changes by hand show their reason, before and after the draw', () => {
  const pin = { code: 'a', amount: 3, reason: 'Host' }
  const pinned = { ...problem('plain', 5, [entry('a', [1]), entry('b', [2])]), pins: [pin] }
  expect(sayWhy(explain(pinned, 'a'), 'plain', 'draw').join(' ')).toContain(
    'before the draw: “Host”',
  )
  const override = { code: 'b', amount: 0, reason: 'Cannot come' }
  const changed = explain(pinned, 'b', { overrides: [override] })
  expect(sayWhy(changed, 'plain', 'draw').slice(-2)).toEqual([
    'After the draw your number was changed by hand, from 2 to 0: “Cannot come”. The event page counts such changes.',
    'So you got no tickets.',
  ])
})

describe('an exact rule', () => {
  test('says what more would have cost the others, though it fitted', () => {
    const given = problem('most-people', 2, [entry('a', [2]), entry('b', [1]), entry('c', [1])])
    expect(sayWhy(explain(given, 'a'), 'most-people', 'draw').slice(2)).toEqual([
      'This rule has no turns: it looks at all requests together. The order only decides between results that are equally good for the rule.',
      'The draw gave you no tickets.',
      '2 would have fitted. But with 2 for you, at best 1 person fewer would have got tickets.',
      'So you got no tickets.',
    ])
  })

  test('names a tie', () => {
    const given = problem('fill', 2, [entry('a', [2]), entry('b', [2])])
    expect(sayWhy(explain(given, 'b'), 'fill', 'draw').slice(3)).toEqual([
      'Of the tickets to draw, 2 went to people before you in the order. That left none. The draw gave you no tickets.',
      'To get 2 you needed 2 more tickets, if everyone before you kept theirs. Giving you 2 could have been just as good for this rule, but only with less for someone before you in the order.',
      'So you got no tickets.',
    ])
  })

  test('tells a winner that there was no more to want', () => {
    const given = problem('even-shares', 3, [entry('a', [2]), entry('b', [2])])
    expect(sayWhy(explain(given, 'a'), 'even-shares', 'draw').slice(3)).toEqual([
      'The draw gave you 2 tickets.',
      'So you got 2 tickets, the most you asked for.',
    ])
  })
})
