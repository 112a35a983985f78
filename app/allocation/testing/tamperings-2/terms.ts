import type { LooseDocument } from '../documents.ts'
import {
  drandSource,
  formatTermsOf,
  hashOf,
  pinsHashOf,
  remake,
  reweigh,
  type Tampering2,
} from '../remake.ts'

/** A line that says something else than the document, with every hash after it. */
const line = (
  what: string,
  over: Record<string, string>,
  base: LooseDocument = {},
): Tampering2 => ({
  what: `terms with ${what}`,
  step: 'terms',
  change: document =>
    remake(document, { ...base, terms: formatTermsOf({ ...document, ...base }, over) }),
})

const text = (what: string, change: (terms: string) => string): Tampering2 => ({
  what: `terms with ${what}`,
  step: 'terms',
  change: document => remake(document, { terms: change(document.terms) }),
})

/** A field that says something else than the terms, which stay as they were locked. */
const field = (
  what: string,
  over: LooseDocument | ((document: LooseDocument) => LooseDocument),
): Tampering2 => ({
  what: `${what} than the terms say`,
  step: 'terms',
  change: document =>
    remake(document, {
      ...(typeof over === 'function' ? over(document) : over),
      terms: document.terms,
    }),
})

const pinOver = (over: LooseDocument) => (document: LooseDocument) => ({
  pins: [{ ...document.pins[0], ...over }],
})

const NAMES = [
  'draw',
  'rule',
  'order',
  'cap',
  'capacity',
  'heldBack',
  'source',
  'pins',
  'shares',
  'parties',
]

const TWO_PINS = [
  { code: 'cyhq9vicfd', amount: 1, reason: 'Host of the evening' },
  { code: '3ik4espnn5', amount: 2, reason: 'Speaker' },
]
const linesOf = (pins: LooseDocument[]) =>
  pins.map(({ code, amount, reason }) => `${code}|${amount}|${hashOf(reason)}\n`).join('')

export const TERMS_TAMPERINGS: readonly Tampering2[] = [
  line('another draw', { draw: '2' }),
  line('another rule', { rule: 'plain' }),
  line('another order', { order: 'draw' }),
  line('a cap', { cap: '2' }),
  line('a cap of 0 for none', { cap: '0' }),
  line('a cap of null for none', { cap: 'null' }),
  line('no cap where the document has one', { cap: '-' }, { rule: 'plain', options: { cap: 2 } }),
  line('another cap', { cap: '3' }, { rule: 'plain', options: { cap: 2 } }),
  line('another capacity', { capacity: '15' }),
  line('a zero before a number', { capacity: '014' }),
  line('a space in a value', { capacity: ' 14' }),
  line('another number held back', { heldBack: '0' }),
  line('a hyphen for nothing held back', { heldBack: '-' }, { heldBack: 0 }),
  line('another round', { source: drandSource(657_414) }),
  line('no source', { source: '-' }),
  line('other pins', { pins: pinsHashOf([]) }),
  line('the hash of nothing for no pins', { pins: hashOf('') }, { pins: [] }),
  line('pins where there are none', { pins: hashOf('x') }, { pins: [] }),
  line('unsorted pins', { pins: hashOf(linesOf(TWO_PINS)) }, { pins: TWO_PINS }),
  line('pins with their reasons in clear', {
    pins: hashOf('cyhq9vicfd|1|Host of the evening\n'),
  }),
  line('pins without a line feed', { pins: hashOf(linesOf(TWO_PINS.slice(0, 1)).trimEnd()) }),
  line('a hash in upper case', { pins: hashOf(linesOf(TWO_PINS.slice(0, 1))).toUpperCase() }),
  line('shares', { shares: 'x' }),
  line('shares of 0', { shares: '0' }),
  line('parties', { parties: 'x' }),
  line('an empty value', { parties: '' }),
  line('a line too many', { more: '1' }),
  ...NAMES.map(name =>
    text(`no line ${name}`, own => own.replace(new RegExp(`^${name}\\|.*\\n`, 'm'), '')),
  ),
  text('two lines exchanged', own => own.replace(/^(rule.*\n)(order.*\n)/m, '$2$1')),
  text('a line twice', own => own.replace(/^(rule.*\n)/m, '$1$1')),
  text('a line twice that differs', own => own.replace(/^(rule.*\n)/m, 'rule|plain\n$1')),
  text('a name in upper case', own => own.replace('rule|', 'Rule|')),
  text('no line feed at its end', own => own.trimEnd()),
  text('a second line feed at its end', own => `${own}\n`),
  text('carriage returns', own => own.replaceAll('\n', '\r\n')),
  text('a mark of byte order', own => `\ufeff${own}`),
  text('nothing in them', () => ''),
  field('another draw', { draw: 2 }),
  field('another rule', { rule: 'plain' }),
  {
    what: 'another order than the terms say',
    step: 'terms',
    change: document => {
      const { terms } = document
      reweigh(document, 'draw', () => '1|0')
      remake(document, { terms })
    },
  },
  field('another rule and cap', { rule: 'plain', options: { cap: 2 } }),
  field('another capacity', { capacity: 15 }),
  field('less held back', { heldBack: 0 }),
  field('another round', { publicValueSource: drandSource(657_414) }),
  field('no source', { publicValueSource: null, publicValue: '', publicProof: null }),
  field('no pins', { pins: [] }),
  field('a larger pin', pinOver({ amount: 2 })),
  field('a pin for somebody else', pinOver({ code: '3ik4espnn5' })),
  field('a pin for another reason', pinOver({ reason: 'Host' })),
  field('a pin for a reason spelled otherwise', pinOver({ reason: 'Host of the evening ' })),
  field('a pin more', { pins: TWO_PINS }),
  {
    what: 'another hash of the terms',
    step: 'termsHash',
    change: document => (document.termsHash = hashOf('')),
  },
  {
    what: 'terms with another capacity in all but their hash',
    step: 'termsHash',
    change: document => {
      const { termsHash } = document
      remake(document, { capacity: 15 })
      document.termsHash = termsHash
    },
  },
]
