import type { LooseDocument } from '../documents.ts'
import { formatTermsOf, GENUINE_JSON_2, remake, type Tampering2 } from '../remake.ts'

const fields: string[] = Object.keys(JSON.parse(GENUINE_JSON_2))

const without: Tampering2[] = fields.map(field => ({
  what: `without ${field}`,
  step: 'form',
  change: document => delete document[field],
}))

/** Each field in turn as another type than its own. */
const asList: Tampering2[] = fields
  .filter(field => !['pins', 'overrides', 'ranking'].includes(field))
  .map(field => ({
    what: `${field} as a list`,
    step: 'form',
    change: document => (document[field] = [document[field]]),
  }))

const given = (what: string, over: LooseDocument): Tampering2 => ({
  what,
  step: 'form',
  change: document => Object.assign(document, over),
})

/** Consistent but for the form. */
const remade = (what: string, over: LooseDocument): Tampering2 => ({
  what,
  step: 'form',
  change: document => remake(document, over),
})

const pinned = (what: string, over: LooseDocument): Tampering2 => ({
  what: `a pin with ${what}`,
  step: 'form',
  change: document => remake(document, { pins: [{ ...document.pins[0], ...over }] }),
})

const overridden = (what: string, over: LooseDocument): Tampering2 => ({
  what: `an override with ${what}`,
  step: 'form',
  change: document =>
    (document.overrides = [{ code: 'q4mpea8qa6', amount: 1, reason: 'No seat', ...over }]),
})

const REASONS: [string, string][] = [
  ['an empty reason', ''],
  ['a reason of spaces', '   '],
  ['a reason without letter or digit', '—…!'],
  ['a reason of two lines', 'Host\nof the evening'],
  ['a tab in its reason', 'Host\tof the evening'],
  ['a control character of two bytes', 'Host\u0085'],
  ['half a character in its reason', 'Host \ud83c'],
]

export const FORM_TAMPERINGS: readonly Tampering2[] = [
  ...without,
  ...asList,
  given('without ranking and result', { ranking: undefined, result: undefined }),
  given('a field too many', { note: '' }),
  given('version 1 with the fields of 2', { version: 1 }),
  given('version 3', { version: 3 }),
  given('the version as text', { version: '2' }),
  remade('draw 0', { draw: 0 }),
  remade('the draw as text', { draw: '1' }),
  remade('draw one and a half', { draw: 1.5 }),
  remade('a draw above the largest number', { draw: 1_000_000_001 }),
  remade('an event without id', { eventId: '' }),
  remade('an event id of 65 characters', { eventId: 'e'.repeat(65) }),
  remade('an event id with a bar', { eventId: 'ev|1' }),
  remade('an event id with a space', { eventId: 'ev example' }),
  remade('an event id with a line feed at its end', { eventId: 'ev-example\n' }),
  remade('an event id with an accent', { eventId: 'évén' }),
  remade('a rule that does not exist', { rule: 'lottery' }),
  remade('the rule by hand', { rule: 'by-hand' }),
  remade('a rule of every object', { rule: 'constructor' }),
  remade('an order that does not exist', { order: 'random' }),
  remade('a cap of 0', { rule: 'plain', options: { cap: 0 } }),
  remade('a cap of one and a half', { rule: 'plain', options: { cap: 1.5 } }),
  remade('a cap under fair-share', { options: { cap: 2 } }),
  {
    what: 'a cap under fair-share, of which the terms say nothing',
    step: 'form',
    change: document =>
      remake(document, { options: { cap: 2 }, terms: formatTermsOf(document, { cap: '-' }) }),
  },
  remade('an option too many', { options: { cap: null, least: 1 } }),
  remade('no option', { options: {} }),
  remade('a capacity below 0', { capacity: -1 }),
  remade('half a ticket', { capacity: 14.5 }),
  remade('a capacity above the largest number', { capacity: 1_000_000_001 }),
  remade('held back as null', { heldBack: null }),
  remade('less than nothing held back', { heldBack: -1 }),
  {
    what: 'a secret in upper case',
    step: 'form',
    change: document => remake(document, { secret: document.secret.toUpperCase() }),
  },
  remade('a secret of 31 bytes', { secret: '0'.repeat(62) }),
  ...['commitment', 'rollHash', 'termsHash', 'seed'].map(
    (field): Tampering2 => ({
      what: `${field} in upper case`,
      step: 'form',
      change: document => (document[field] = document[field].toUpperCase()),
    }),
  ),
  remade('the value as null', { publicValue: null }),
  given('the value as a number', { publicValue: 7 }),
  given('pins as null', { pins: null }),
  pinned('half a ticket', { amount: 0.5 }),
  pinned('less than nothing', { amount: -1 }),
  pinned('its amount as text', { amount: '1' }),
  pinned('its code as a number', { code: 1 }),
  pinned('a field too many', { note: '' }),
  ...REASONS.map(([what, reason]) => pinned(what, { reason })),
  pinned('null for a reason', { reason: null }),
  overridden('half a ticket', { amount: 0.5 }),
  overridden('a field too many', { by: 'admin' }),
  ...REASONS.map(([what, reason]) => overridden(what, { reason })),
  {
    what: 'an override without a reason',
    step: 'form',
    change: document => (document.overrides = [{ code: 'q4mpea8qa6', amount: 1 }]),
  },
  { what: 'a number in the ranking', step: 'form', change: ({ ranking }) => (ranking[0] = 1) },
  { what: 'text in the result', step: 'form', change: d => (d.result['94xfyhpxhh'] = '1') },
  { what: 'null in the result', step: 'form', change: d => (d.result['94xfyhpxhh'] = null) },
  { what: 'less than nothing given', step: 'form', change: d => (d.result['94xfyhpxhh'] = -1) },
  { what: 'half a ticket given', step: 'form', change: d => (d.result['94xfyhpxhh'] = 0.5) },
  { what: 'half a character as a code', step: 'form', change: d => (d.result['\udc4d'] = 0) },
]
