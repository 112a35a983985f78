import fc from 'fast-check'
import type { Control } from '../page.ts'

/** What breaks programs: numbers at the edges, names of object members, other alphabets, code of other languages. */
const ODD = [
  ...[
    '',
    ' ',
    '\t',
    '\r\n',
    '\0',
    '\0\0a',
    '\u001b[31m',
    '\u009b31m',
    '\u202eevil',
    '\ufeff',
    '\u2028',
  ],
  ...[
    '-1',
    '-0',
    '+1',
    '1e3',
    '1e308',
    '0x10',
    '007',
    '2.5',
    '1,5',
    '１２',
    '²',
    '٣',
    'NaN',
    'Infinity',
  ],
  ...[
    '2147483648',
    '9007199254740993',
    '9223372036854775808',
    '9'.repeat(400),
    '0',
    '1',
    '40',
    '41',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    '[object Object]',
  ],
  ...[
    '{}',
    '[]',
    '{"__proto__":{"role":"admin"}}',
    '[1,2',
    '"',
    "'",
    '`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template would act on
    '${7*7}',
    '{{7*7}}',
    '%s%n',
  ],
  ...[
    "' OR 1=1; DROP TABLE users; --",
    '%',
    '_',
    '%25',
    '%00',
    '../../etc/passwd',
    '\\\\host\\x',
    '*',
    '?',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    ']]>',
    '-->',
  ],
  ...['=1+1', '@SUM(A1)', 'a@b', 'a@example.org\r\nBcc: b@example.org', '@', 'a@'.repeat(200)],
  ...[
    '2026-02-30T10:00',
    '3.2.2027',
    '2027-02-20 19:30',
    '7:30 pm',
    '0000-00-00T00:00',
    '10000-01-01T00:00',
    '+275760-09-13T00:00',
    '-000001-01-01T00:00',
  ],
  ...[
    '1970-01-01T00:00',
    '2199-12-31T23:59',
    '2026-03-29T02:30',
    '2026-10-25T02:30',
    '2026-13-01',
    '24:00',
  ],
  ...[
    'ﷺ'.repeat(200),
    'e\u0301'.repeat(300),
    '👩‍👩‍👧‍👦'.repeat(50),
    'İ',
    'ß',
    'ﬁ',
    'x'.repeat(5000),
    'on',
    'off',
  ],
  ...['//evil.example', '/\\evil.example', 'https://evil.example/', '/events?x=//y', '/login'],
]

export const oddText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('\ud800', '\udfff', 'a', '\0', '/') }),
  },
  { weight: 1, arbitrary: fc.integer().map(String) },
)

function plausible({ name, type, isNumber }: Control): string[] {
  if (isNumber || /^(amount|total|cap|heldBack|mostPer)/i.test(name))
    return ['1', '0', '2', '3', '4', '8', '12', '']
  if (name === 'sizes') return ['1', '2', '3', '4', '8']
  if (type === 'email') return ['new1@example.org', 'new2@example.org', 'person1@example.org']
  if (type === 'date') return ['2199-05-01', '2199-04-30', '2020-01-01', '']
  if (type === 'time') return ['19:30', '12:00', '00:00', '']
  if (type === 'password') return ['four quiet owls at noon', 'x']
  if (type === 'checkbox' || type === 'radio') return ['on', '1', '2', '4', 'now', 'later']
  return ['A reason', 'Zoë O’Hara', 'Row 5', '', '12 34 56', 'Old mill']
}

/** What somebody does to one field of an open form; its kind is known only then. */
export type Change =
  | { as: 'keep' }
  | { as: 'leave out' }
  | { as: 'repeat' }
  | { as: 'type'; at: number }
  | { as: 'odd'; texts: string[] }

export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Change>({ as: 'keep' }) },
  { weight: 9, arbitrary: fc.nat(99).map((at): Change => ({ as: 'type', at })) },
  {
    weight: 2,
    arbitrary: fc.array(oddText, { maxLength: 2 }).map((texts): Change => ({ as: 'odd', texts })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Change>({ as: 'leave out' }, { as: 'repeat' }) },
)

export function changed(control: Control, was: string[], change: Change): string[] {
  if (change.as === 'keep') return isToFill(control, was) ? plausible(control).slice(0, 1) : was
  if (change.as === 'leave out') return []
  if (change.as === 'repeat') return [...was, ...was, 'again']
  if (change.as === 'odd') return change.texts
  // Nobody types into a hidden field.
  if (control.type === 'hidden') return was
  const texts = plausible(control)
  return [texts[change.at % texts.length] ?? '']
}

/** People fill in the fields that the page leaves empty. */
const isToFill = ({ type, name }: Control, was: string[]) =>
  /^(text|textarea|email|password|number|date|time)$/.test(type)
    ? was.join('') === ''
    : name === 'sizes' && was.length === 0

export const fieldName = (known: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...['__proto__', '__intent__', '__state__', 'constructor', 'intent', '_method', 'sizes[0]'],
        ...['a.b', 'list[20000]', 'list[]', '', ' ', '\0', 'x'.repeat(70), '_data', 'index', 'é'],
      ),
    },
    { weight: 1, arbitrary: oddText },
  )
