import { describe, expect, test } from 'vitest'
import { anotherDrawSchema } from '#app/models/draw/preparing/choice.ts'
import { heldBackSchema, pinSchema } from '#app/models/draw/preparing/pins.ts'
import { cancellationSchema, eventSchema } from '#app/models/events/input.ts'
import { parseGrid, readTypedRows } from '#app/models/grid/form.ts'
import { undoSchema } from '#app/models/results/finalization.ts'
import { nameField } from './contact.ts'
import { optionalLine, paragraphs, singleLine } from './text.ts'

const HEBREW = 'שרה כהן'
/** A Persian name with the joiner between its halves. */
const PERSIAN = 'می\u200Cنا رضایی'
const FAMILY = '👩\u200D👩\u200D👧'

describe('invisible characters', () => {
  test.each([
    ['a stray space of no width', 'Ada\u200B Lovelace', 'Ada Lovelace'],
    ['a byte order mark', '\uFEFFAda', 'Ada'],
    ['a soft hyphen', 'Love\u00ADlace', 'Lovelace'],
    ['a space behind one', '\u2060 Ada \u200B', 'Ada'],
    ['a blank that counts as a letter', 'Ada\u3164', 'Ada'],
    ['what turns the direction', '\u202Eadmin\u202C', 'admin'],
    ['what sets a direction apart', '\u2067Ada\u2069', 'Ada'],
    ['marks of direction', `\u200F${HEBREW}\u200E`, HEBREW],
  ])('%s is left out of a name', (_, typed, kept) => {
    expect(nameField.parse(typed)).toBe(kept)
    expect(optionalLine({ max: 200 }).parse(typed)).toBe(kept)
    expect(paragraphs({ max: 200 }).parse(typed)).toBe(kept)
  })

  test.each([
    HEBREW,
    'محمد علي',
    PERSIAN,
    'ক্\u200Dষ',
    '李小龍',
    'Åsa',
    'O’Hara-Smith',
    `Ada ${FAMILY}`,
  ])('but a name keeps its own: %s', name => {
    expect(nameField.parse(name)).toBe(name)
  })

  test('do not count as length', () => {
    const line = singleLine({ label: 'a name', min: 2, max: 3 })
    expect(line.parse('\u200BAda\u200B')).toBe('Ada')
    expect(line.safeParse('A\u200B').error?.issues[0]?.message).toContain('Too short')
  })
})

const UNSEEN = [
  '',
  '  ',
  '\u200B',
  '\u200D',
  '\uFEFF\u2060',
  '\u202E\u202C',
  '\u3164',
  ' \u200F ',
  '\u00AD',
]
const UNSAID = ['—', '...', '👍', FAMILY]

test.each(UNSEEN)('as a name, %j counts as missing', typed => {
  expect(nameField.safeParse(typed).error?.issues[0]?.message).toBe('Enter a name.')
})

test.each(UNSAID)('as a name, %j asks for a letter or a digit', typed => {
  expect(nameField.safeParse(typed).error?.issues.map(({ message }) => message)).toEqual([
    'Use at least one letter or digit.',
  ])
})

describe.each([...UNSEEN, ...UNSAID])('%j is no reason', reason => {
  const draw = { draw: '2', rule: 'plain', publicValueSource: '' }
  test.each([
    ['for another draw', anotherDrawSchema, { ...draw, reason }],
    ['for a pin', pinSchema, { requestId: 'r', amount: '1', reason }],
    ['to hold tickets back', heldBackSchema, { heldBack: '1', was: '0', heldBackReason: reason }],
    ['to cancel', cancellationSchema, { reason }],
    ['to un-finalize', undoSchema, { finalizationId: 'f', reason }],
  ])('%s', (_, schema, form) => {
    const [field] = Object.keys(form).filter(name => /reason/i.test(name)) as [string]
    expect(schema.safeParse(form).error?.issues.map(({ path }) => path)).toContainEqual([field])
    expect(schema.safeParse({ ...form, [field]: 'שבת שלום לכולם כאן' }).success).toBe(true)
  })

  test('to change an amount in the grid', () => {
    const row = (typed: string) =>
      readTypedRows([
        ['amount-r1', '3'],
        ['reason-r1', typed],
        ['was-r1', '2|2,1|'],
      ])
    expect(parseGrid(row(reason), 10).problems['reason-r1']).toContain('Say why')
    expect(parseGrid(row(`${reason} Host`), 10).problems).toEqual({})
  })
})

test('an event may be named by letters or digits alone, but not by an emoji', () => {
  const times = { startsDate: '2027-05-01', startsTime: '20:00', timeZone: 'Europe/Berlin' }
  const named = (name: string) =>
    eventSchema.safeParse({ name, ...times, totalTickets: '10', opens: 'now' }).success
  expect(['1984', '🎄 2027', 'Ø3', '🎄🎄'].map(named)).toEqual([true, true, true, false])
})

test('an untouched row of the grid stays unchanged, even when its old reason has invisible characters', () => {
  const [row] = readTypedRows([
    ['amount-r1', '3'],
    ['reason-r1', 'Ho\u200Bst'],
    ['was-r1', '3|2,1|Ho\u200Bst'],
  ])
  expect(parseGrid(row ? [row] : [], 10)).toEqual({ changes: [], problems: {} })
})
