import type { LooseDocument } from '../documents.ts'
import { drandSource, hashOf, remake, SMALL_X, type Tampering2, valueOfProof } from '../remake.ts'

const PROOF =
  'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'
const WEEK = 'numbers:2026-12-12T19:00:00Z:Lotto of 12 December, all six'
const P = BigInt(
  '0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
)

const remade = (what: string, over: LooseDocument): Tampering2 => ({
  what,
  step: 'source',
  change: document => remake(document, over),
})

/** Another proof, and the value that follows from its bytes. */
const proof = (what: string, publicProof: string, round = 657_413): Tampering2 =>
  remade(`for a signature ${what}`, {
    publicValueSource: drandSource(round),
    publicProof,
    publicValue: valueOfProof(publicProof),
  })

const source = (publicValueSource: string): Tampering2 =>
  remade(`the source ${JSON.stringify(publicValueSource)}`, {
    publicValueSource,
    ...(publicValueSource.startsWith('numbers:') ? { publicProof: null, publicValue: '1 2' } : {}),
  })

const numbers = (publicValue: string): Tampering2 =>
  remade(`the numbers ${JSON.stringify(publicValue)}`, {
    publicValueSource: WEEK,
    publicProof: null,
    publicValue,
  })

const none = { publicValueSource: null, publicProof: null, publicValue: '' }

export const SOURCE_TAMPERINGS: readonly Tampering2[] = [
  ...[
    '',
    '-',
    'the lottery',
    `drand:${hashOf('another chain')}:657413`,
    `drand:${drandSource(1).slice(6, 70).toUpperCase()}:657413`,
    'drand:quicknet:657413',
    drandSource(''),
    drandSource(0),
    drandSource('0657413'),
    drandSource('+657413'),
    drandSource('657413 '),
    drandSource('657413\n'),
    drandSource('1000000001'),
    drandSource('657413|x'),
    drandSource('657413\nsource|-'),
    `Drand:${drandSource(657_413).slice(6)}`,
    'numbers:',
    'numbers:2026-12-12T19:00:00Z:',
    'numbers:2026-12-12T19:00:00Z: Lotto',
    'numbers:2026-12-12T19:00:00Z:Lotto ',
    'numbers:2026-12-12T19:00:00Z:Lotto\u00a0',
    'numbers:2026-12-12T19:00:00Z:Lot|to',
    'numbers:2026-12-12T19:00:00Z:Lotto\npins|-',
    'numbers:2026-12-12T19:00:00Z:Lot\u0007to',
    'numbers:2026-12-12T19:00:00Z:Lot\u0085to',
    'numbers:2026-12-12T19:00:00Z:Lot\u2028to',
    'numbers:2026-12-12T19:00:00Z:Lot\u2029to',
    `numbers:2026-12-12T19:00:00Z:${'x'.repeat(201)}`,
    'numbers:2026-12-12 19:00:00Z:Lotto',
    'numbers:2026-12-12T19:00Z:Lotto',
    'numbers:2026-12-12T19:00:00+01:00:Lotto',
    'numbers:2026-12-12T19:00:00.000Z:Lotto',
    'numbers:2026-02-30T19:00:00Z:Lotto',
    'numbers:2026-13-01T19:00:00Z:Lotto',
    'numbers:2026-12-12T24:00:00Z:Lotto',
    'numbers:2026-12-12T19:60:00Z:Lotto',
    'numbers:2026-12-12T19:00:60Z:Lotto',
  ].map(source),
  remade('another value', { publicValue: hashOf('another') }),
  remade('the value in upper case', { publicValue: valueOfProof(PROOF).toUpperCase() }),
  remade('the hash of the signature as text', { publicValue: hashOf(PROOF) }),
  remade('the signature as the value', { publicValue: PROOF }),
  remade('no value', { publicValue: '' }),
  remade('no signature', { publicProof: null }),
  remade('an empty signature', { publicProof: '' }),
  proof('of another round', PROOF, 657_414),
  proof('of a round long before', PROOF, 1),
  proof('of the round that it is not', SMALL_X.proof),
  proof('in upper case', PROOF.toUpperCase()),
  proof('with a digit less', PROOF.slice(1)),
  proof('with a byte more', `${PROOF}00`),
  proof('with a space behind it', `${PROOF} `),
  proof('with a line feed behind it', `${PROOF}\n`),
  proof('with its other root', `97${PROOF.slice(2)}`),
  proof('without its mark of compression', `37${PROOF.slice(2)}`),
  proof('marked as infinity', `f7${PROOF.slice(2)}`),
  proof('at infinity', `c0${'0'.repeat(94)}`),
  proof('at infinity with the other root', `e0${'0'.repeat(94)}`),
  proof('of 0', '0'.repeat(96)),
  proof('that is no point', 'f'.repeat(96)),
  proof('with an x on no curve', `80${'0'.repeat(93)}3`),
  proof('with a point outside the subgroup', `80${'0'.repeat(93)}4`),
  proof('with x + p', (BigInt(`0x${SMALL_X.proof}`) + P).toString(16), SMALL_X.round),
  remade('numbers with a proof', { publicValueSource: WEEK, publicValue: '1 2' }),
  remade('numbers with an empty proof', {
    ...{ publicValueSource: WEEK, publicValue: '1 2', publicProof: '' },
  }),
  ...[
    '',
    ' 1',
    '1 ',
    '1  2',
    '2 1',
    '01',
    '1 02',
    '1,2',
    '1\t2',
    '1\n',
    '-1',
    '1.5',
    '1e3',
    '1 1000000000',
    Array(21).fill(5).join(' '),
    hashOf('a value'),
    '１ ２',
  ].map(numbers),
  remade('a value without a source', { ...none, publicValue: '7' }),
  remade('a proof without a source', { ...none, publicProof: PROOF }),
  remade('an empty proof without a source', { ...none, publicProof: '' }),
]
