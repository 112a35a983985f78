import type { LooseDocument } from './documents.ts'
import {
  type Change2,
  drandSource,
  hashOf,
  remake,
  reweigh,
  SMALL_X,
  valueOfProof,
} from './remake.ts'

const remade = (what: string, over: LooseDocument): Change2 => ({
  what,
  change: document => remake(document, over),
})

const numbers = (text: string, publicValue: string): Change2 =>
  remade(`the numbers ${publicValue}`, {
    publicValueSource: `numbers:2026-12-12T19:00:00Z:${text}`,
    publicProof: null,
    publicValue,
  })

const pin = (code: string, amount: number, reason = 'Host') => ({ code, amount, reason })

/** Documents that verify: genuine, or forged from the genuine one without a flaw inside. */
export const CONSISTENT_2: readonly Change2[] = [
  remade('as it is', {}),
  remade('another secret', { secret: hashOf('another') }),
  remade('an event id of 64 characters', { eventId: '-_aZ09xx'.repeat(8) }),
  remade('the largest draw', { draw: 1_000_000_000 }),
  ...['plain', 'most-people', 'even-shares', 'fill'].map(rule => remade(`rule ${rule}`, { rule })),
  remade('a cap', { rule: 'plain', options: { cap: 1 } }),
  remade('a capacity of 0', { capacity: 0, heldBack: 0, pins: [] }),
  remade('the largest capacity', { capacity: 1_000_000_000, heldBack: 999_999_998 }),
  remade('nothing held back', { heldBack: 0 }),
  remade('everything held back', { heldBack: 14, pins: [] }),
  remade('no pins', { pins: [] }),
  remade('pins in any sequence', { pins: [pin('zu4bfcekdb', 2), pin('3ik4espnn5', 0)] }),
  remade('a pin of no listed size', { pins: [pin('wswga6mkuj', 7)] }),
  remade('reasons in any script', {
    pins: [pin('zu4bfcekdb', 2, '\u2067 ведущая e\u0301 🎫 | 9')],
  }),
  remade('overrides up to the capacity', {
    overrides: [pin('q4mpea8qa6', 1), pin('cyhq9vicfd', 1)],
  }),
  remade('a pin that is overridden', { overrides: [pin('cyhq9vicfd', 0)] }),
  { what: 'order draw', change: document => reweigh(document, 'draw', () => '1|0') },
  { what: 'order weighted', change: d => reweigh(d, 'weighted', place => `${1 + place}|0`) },
  { what: 'order rotation', change: d => reweigh(d, 'rotation', place => `1|${place % 3}`) },
  { what: 'order first-come', change: d => reweigh(d, 'first-come', (k, n) => `1|${n - k}`) },
  {
    what: 'order first-come, the last code first',
    change: d => reweigh(d, 'first-come', place => `1|${place + 1}`),
  },
  remade('an empty roll', { roll: '', pins: [] }),
  remade('an empty roll under first-come', { roll: '', pins: [], order: 'first-come' }),
  remade('another real round', {
    publicValueSource: drandSource(SMALL_X.round),
    publicProof: SMALL_X.proof,
    publicValue: valueOfProof(SMALL_X.proof),
  }),
  remade('no source', { publicValueSource: null, publicProof: null, publicValue: '' }),
  numbers('Lotto of 12 December, all six', '4 11 17 23 38 43'),
  numbers('a colon: in it', '0'),
  numbers('🎫'.repeat(200), '1 1 999999999'),
  numbers('x', Array(20).fill(5).join(' ')),
  {
    what: 'its fields in another sequence',
    change: document => {
      const fields = Object.entries(document).reverse()
      for (const [field] of fields) delete document[field]
      Object.assign(document, Object.fromEntries(fields))
    },
  },
]
