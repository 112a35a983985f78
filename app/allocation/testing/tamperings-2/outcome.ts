import type { LooseDocument } from '../documents.ts'
import { decide, hashOf, remake, reweigh, seedText2, type Tampering2 } from '../remake.ts'

/** All that follows from another seed is consistent with it. */
const seed = (what: string, seedOf: (document: LooseDocument) => string): Tampering2 => ({
  what,
  step: 'seed',
  change: document => {
    document.seed = seedOf(document)
    decide(document)
  },
})

/** Remade up to the hash of the terms; the seed, and what follows from it, stay. */
const stale = (what: string, change: (document: LooseDocument) => void): Tampering2 => ({
  what: `${what}, with the old seed`,
  step: 'seed',
  change: document => {
    const { seed: old, ranking, result } = document
    change(document)
    Object.assign(document, { seed: old, ranking, result })
  },
})

const byHand = (what: string, over: LooseDocument): Tampering2 => ({
  what,
  step: 'byHand',
  change: document => remake(document, over),
})

const ranked = (what: string, change: (ranking: string[]) => unknown): Tampering2 => ({
  what,
  step: 'ranking',
  change: ({ ranking }) => void change(ranking),
})

const given = (what: string, change: (result: LooseDocument) => unknown): Tampering2 => ({
  what,
  step: 'result',
  change: ({ result }) => void change(result),
})

const pin = (code: string, amount: number) => ({ code, amount, reason: 'Host' })

export const OUTCOME_TAMPERINGS: readonly Tampering2[] = [
  {
    what: 'another secret',
    step: 'commitment',
    change: document => (document.secret = hashOf('another')),
  },
  {
    what: 'another commitment',
    step: 'commitment',
    change: document => (document.commitment = hashOf('another')),
  },
  seed('another seed', () => hashOf('another')),
  seed('the seed of version 1', ({ eventId, secret, rollHash, publicValue }) =>
    hashOf(`v1|${eventId}|${secret}|${rollHash}|${publicValue}`),
  ),
  seed('the seed of another draw', document => seedText2({ ...document, draw: 2 })),
  seed('a seed without the value', document => seedText2({ ...document, publicValue: '' })),
  stale('another event', document => remake(document, { eventId: 'ev-other' })),
  stale('another secret', document => remake(document, { secret: hashOf('another') })),
  stale('another draw', document => remake(document, { draw: 2 })),
  stale('another rule', document => remake(document, { rule: 'plain' })),
  stale('another capacity', document => remake(document, { capacity: 15 })),
  stale('other weights', document => reweigh(document, 'weighted', () => '2|0')),
  byHand('a pin for nobody', { pins: [pin('nobody', 1)] }),
  byHand('a pin without a code', { pins: [pin('', 1)] }),
  byHand('a pin for two codes', { pins: [pin('cyhq9vicfd|1', 1)] }),
  byHand('a pin twice', { pins: [pin('cyhq9vicfd', 1), pin('cyhq9vicfd', 1)] }),
  byHand('two pins for one code', { pins: [pin('cyhq9vicfd', 1), pin('cyhq9vicfd', 2)] }),
  byHand('more pinned than there is', { pins: [pin('cyhq9vicfd', 15)] }),
  byHand('more pinned than is not held back', { pins: [pin('cyhq9vicfd', 14)] }),
  byHand('more held back than there is', { heldBack: 15, pins: [] }),
  byHand('an override for nobody', { overrides: [pin('nobody', 0)] }),
  byHand('two overrides for one code', {
    overrides: [pin('q4mpea8qa6', 0), pin('q4mpea8qa6', 1)],
  }),
  byHand('overrides beyond the capacity', { overrides: [pin('q4mpea8qa6', 2)] }),
  ranked('two people changing places', ranking =>
    ranking.splice(3, 2, ...ranking.slice(3, 5).toReversed()),
  ),
  ranked('the first put last', ranking => ranking.push(ranking.shift() as string)),
  ranked('somebody left out of the ranking', ranking => ranking.pop()),
  ranked('somebody twice in the ranking', ranking => ranking.push(ranking[0] as string)),
  ranked('somebody in the place of another', ranking => ranking.splice(5, 1, ranking[0] as string)),
  ranked('a stranger in the ranking', ranking => ranking.push('stranger')),
  ranked('nobody in the ranking', ranking => ranking.splice(0)),
  {
    what: 'a ranking that counts every weight as 1',
    step: 'ranking',
    change: document => {
      const loose: LooseDocument = {
        ...document,
        roll: document.roll.replace(/\|\d+\|0$/gm, '|1|0'),
      }
      decide(loose)
      Object.assign(document, { ranking: loose.ranking, result: loose.result })
    },
  },
  {
    what: 'a ranking with the lowest priority first',
    step: 'ranking',
    change: document => {
      reweigh(document, 'rotation', place => `1|${place % 3}`)
      document.ranking.reverse()
    },
  },
  {
    what: 'a result without the pin',
    step: 'result',
    change: document => {
      const loose: LooseDocument = { ...document, pins: [] }
      decide(loose)
      document.result = { ...loose.result, cyhq9vicfd: 2 }
    },
  },
  given('a ticket moved', result => Object.assign(result, { q4mpea8qa6: 1, unjhuka7d8: 0 })),
  given('a ticket more', result => (result['94xfyhpxhh'] += 1)),
  given('somebody left out of the result', result => delete result['94xfyhpxhh']),
  given('one with 0 left out of the result', result => delete result.q4mpea8qa6),
  given('a stranger in the result', result => (result.stranger = 0)),
  given('a stranger with the name of a method', result =>
    Object.assign(result, { constructor: 0 }),
  ),
  { what: 'nobody in the result', step: 'result', change: document => (document.result = {}) },
  {
    what: 'a result with the overrides in it',
    step: 'result',
    change: document => {
      document.overrides = [pin('zu4bfcekdb', 1)]
      document.result.zu4bfcekdb = 1
    },
  },
  {
    what: 'the result of another rule',
    step: 'result',
    change: document => {
      const loose: LooseDocument = { ...document, rule: 'plain' }
      decide(loose)
      document.result = loose.result
    },
  },
]
