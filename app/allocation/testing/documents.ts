import { readFileSync } from 'node:fs'
import type { VerificationStepName } from '#app/allocation/document/checks.ts'
import type { DrawInput1 } from '#app/allocation/document/document.ts'
import { commitmentOf, sha256 } from '../ranking.ts'
import { formatRoll, rollHashOf } from '../roll.ts'
import type { Entry } from '../types.ts'
import { NO_CAP } from './problems.ts'

/** Made by another program; byte for byte except for the last line feed. */
export const EXAMPLE_JSON = readFileSync(
  new URL('./draw-example.json', import.meta.url),
  'utf8',
).trimEnd()

// biome-ignore lint/suspicious/noExplicitAny: tests break documents in ways that types forbid
export type LooseDocument = Record<string, any>

export function exampleDocument(): LooseDocument {
  return JSON.parse(EXAMPLE_JSON)
}

export function aDraw(entries: readonly Entry[], over: Partial<DrawInput1> = {}): DrawInput1 {
  const secret = sha256('a secret')
  const roll = formatRoll(entries)
  return {
    version: 1,
    eventId: 'ev-1',
    draw: 1,
    rule: 'fair-share',
    order: 'draw',
    options: NO_CAP,
    capacity: 10,
    heldBack: 0,
    commitment: commitmentOf(secret),
    secret,
    roll,
    rollHash: rollHashOf(roll),
    publicValueSource: '',
    publicValue: '',
    pins: [],
    overrides: [],
    ...over,
  }
}

export interface Tampering {
  readonly what: string
  readonly step: VerificationStepName
  readonly change: (document: LooseDocument) => void
}

/** Ways to falsify the example, and the step that must catch each. */
export const TAMPERINGS: readonly Tampering[] = [
  { what: 'a field taken away', step: 'form', change: document => delete document.pins },
  { what: 'a field too many', step: 'form', change: document => (document.note = 'x') },
  { what: 'another version', step: 'form', change: document => (document.version = 2) },
  { what: 'half a ticket', step: 'form', change: document => (document.capacity = 40.5) },
  {
    what: 'another secret',
    step: 'commitment',
    change: document => (document.secret = sha256('another')),
  },
  {
    what: 'another secret with its commitment',
    step: 'seed',
    change: document => {
      document.secret = sha256('another')
      document.commitment = commitmentOf(document.secret)
    },
  },
  {
    what: 'more weight in the roll',
    step: 'rollHash',
    change: document => (document.roll = document.roll.replace('vqy9zc56bg|1|1', 'vqy9zc56bg|1|9')),
  },
  {
    what: 'an entry taken out of the roll, with its hash',
    step: 'seed',
    change: document => rewriteRoll(document, lines => lines.slice(1)),
  },
  {
    what: 'a roll out of order, with its hash',
    step: 'roll',
    change: document => rewriteRoll(document, lines => lines.toReversed()),
  },
  {
    what: 'an entry there twice, with its hash',
    step: 'roll',
    change: document => rewriteRoll(document, lines => [lines[0] ?? '', ...lines]),
  },
  {
    what: 'another public value',
    step: 'seed',
    change: document => (document.publicValue = '04 11 17 23 38 43'),
  },
  { what: 'another event', step: 'seed', change: document => (document.eventId = 'ev-other') },
  {
    what: 'a pin for nobody',
    step: 'byHand',
    change: document => (document.pins[0].code = 'nobody'),
  },
  {
    what: 'more pinned and held back than there is',
    step: 'byHand',
    change: document => (document.heldBack = 37),
  },
  {
    what: 'two people changing places',
    step: 'ranking',
    change: ({ ranking }) => ranking.splice(3, 2, ranking[4], ranking[3]),
  },
  {
    what: 'somebody left out of the ranking',
    step: 'ranking',
    change: document => document.ranking.pop(),
  },
  {
    what: 'a ticket moved',
    step: 'result',
    change: document => {
      document.result.fiancwi8wv = 0
      document.result['3eunzjap2w'] = 1
    },
  },
  {
    what: 'somebody left out of the result',
    step: 'result',
    change: document => delete document.result['3vp8zafweq'],
  },
  {
    what: 'a stranger in the result',
    step: 'result',
    change: document => (document.result.constructor = 0),
  },
  {
    what: 'a larger pin',
    step: 'result',
    change: document => (document.pins[0].amount = 4),
  },
  {
    what: 'another rule',
    step: 'result',
    change: document => (document.rule = 'most-people'),
  },
  { what: 'more tickets', step: 'result', change: document => (document.capacity = 50) },
]

function rewriteRoll(document: LooseDocument, change: (lines: string[]) => string[]): void {
  const lines = change(document.roll.slice(0, -1).split('\n'))
  document.roll = lines.map(line => `${line}\n`).join('')
  document.rollHash = rollHashOf(document.roll)
}

export function tampered({ change }: Tampering): string {
  const document = exampleDocument()
  change(document)
  return JSON.stringify(document)
}
