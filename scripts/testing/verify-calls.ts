import { EXAMPLE_JSON, type LooseDocument } from '#app/allocation/testing/documents.ts'
import { GENUINE_JSON_2, hashOf, remake } from '#app/allocation/testing/remake.ts'

export interface Call {
  readonly what: string
  readonly json: string
  readonly args?: readonly string[]
}

export const genuine = () => JSON.parse(GENUINE_JSON_2)
export const changed = (
  what: string,
  change: (document: LooseDocument) => void,
  args: string[] = [],
) => {
  const document = genuine()
  change(document)
  return { what, json: JSON.stringify(document), args }
}
const { commitment, rollHash, termsHash } = genuine()
const LINE = 'fiancwi8wv|4,2|2|0'
const ALL = ['--commitment', commitment, '--roll-hash', rollHash, '--terms-hash', termsHash]
const forge = (document: LooseDocument) => remake(document, { secret: hashOf('forged') })
const lock = (document: LooseDocument) => {
  for (const field of ['publicValue', 'publicProof', 'seed', 'ranking', 'result'])
    delete document[field]
}
const numbers = {
  publicValueSource: 'numbers:2026-12-12T19:00:00Z:Lotto: all six',
  publicProof: null,
}
const none = { publicValueSource: null, publicValue: '', publicProof: null }
const held = (what: string, args: string[], json = GENUINE_JSON_2): Call => ({ what, json, args })
const aLine = (what: string, roll: string, over: LooseDocument): Call =>
  changed(what, document => remake(document, { roll, order: 'weighted', pins: [], ...over }))

/** Each is named, so that a test can ask what the script said of it. */
export const CALLS: readonly Call[] = [
  held('nothing', []),
  held('a receipt', ['--commitment', commitment]),
  held('a mail', [...ALL, '--line', LINE]),
  held('spaces around', ['--roll-hash', ` ${rollHash}\n`]),
  held('another commitment', ['--commitment', hashOf('x')]),
  held('another roll hash', [...ALL.slice(0, 2), '--roll-hash', hashOf('x')]),
  held('another terms hash', ['--terms-hash', hashOf('x'), '--line', LINE]),
  held('another line', ['--line', LINE.replace('4,2', '4,2,1')]),
  held('a part of a line', ['--line', LINE.slice(1)]),
  held('two lines', ['--line', '3ik4espnn5|2,1|3|0\n4eibm57s5h|8,7,6,5,4,3,2,1|1|0']),
  held('an empty line', ['--line', '']),
  held('an unknown option', ['--colour', 'red']),
  held('two files', ['other.json']),
  held('version 1', [], EXAMPLE_JSON),
  held('version 1, a line', ['--line', 'vqy9zc56bg|1|1|0'], EXAMPLE_JSON),
  held('version 1, a terms hash', ['--terms-hash', termsHash], EXAMPLE_JSON),
  changed('forged', forge),
  changed('forged, a receipt', forge, ['--commitment', commitment]),
  changed('locked', lock),
  changed('locked, a mail', lock, ALL),
  changed('locked, another mail', lock, ['--terms-hash', hashOf('x')]),
  changed('locked for numbers', document => {
    remake(document, { ...numbers, publicValue: '1' })
    lock(document)
  }),
  changed('locked for nothing', document => {
    remake(document, none)
    lock(document)
  }),
  changed('numbers', document => remake(document, { ...numbers, publicValue: '4 11 17' })),
  changed('none', document => remake(document, none)),
  changed('unknown chain', document =>
    remake(document, { publicValueSource: `drand:${hashOf('chain')}:7` }),
  ),
  changed('a text that moves the cursor', document => (document.eventId = '\u001b[2J')),
  aLine('too many hashes', 'a|1|100000001|0\n', {}),
  aLine('too many cells', 'a|1000000000|1|0\nb|1000000000|1|0\n', {
    ...{ rule: 'fill', capacity: 1_000_000_000, heldBack: 0 },
  }),
]
