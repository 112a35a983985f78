import fc from 'fast-check'
import type { Control, Form } from '../page.ts'

/** Sent instead of a field: several values are sent one after the other, none leaves the field out. */
export type Sent = string[]
export type Attack = { name: string; sent: (right: Sent, ids: Ids) => Sent }
export type Ids = { anotherId: string }

/** Without the key of the form, which belongs to the door and is tested in presses/. */
export const typedIn = (form: Form) => form.controls.filter(({ name }) => name !== 'form-key')

const instead = (name: string, ...values: string[]): Attack => ({ name, sent: () => values })

export const attacks: Attack[] = [
  instead('missing'),
  instead('blank', '  '),
  instead('much too long', 'x'.repeat(70_000)),
  instead('negative', '-1'),
  instead('huge', '9'.repeat(400)),
  instead('an unknown id', 'nothing'),
  instead('control characters', 'a\u0000b\u001b\ufffd'),
  instead('markup and a query', `"><script>alert(1)</script>&amp;' OR 1=1; DROP TABLE users; --`),
  instead('a day that never was', '2199-02-30T25:61'),
  { name: "another person's id", sent: (_, { anotherId }) => [anotherId] },
  { name: 'repeated, with another value', sent: right => [...right, 'nothing'] },
  { name: 'repeated a hundred times and more', sent: () => Array.from({ length: 101 }, () => '1') },
]

/** Whether every form must refuse it. Fields that a page hides may count as stale, or for nothing. */
export function mustBeRefused(attack: string, { type, isNumber }: Control, form: Form): boolean {
  if (attack === 'repeated a hundred times and more') return true
  if (type === 'button') return attack === 'an unknown id' && form.id === 'access-link'
  if (type === 'hidden' || type === 'file' || form.isMultipart || form.id === 'list') return false
  if (attack === 'much too long' || attack === 'control characters') return true
  if (type === 'select' || type === 'radio' || type === 'checkbox')
    return [
      'an unknown id',
      'markup and a query',
      'negative',
      'repeated, with another value',
    ].includes(attack)
  return isNumber && ['negative', 'huge', 'an unknown id'].includes(attack)
}

export const anything = (form: Form): fc.Arbitrary<Record<string, Sent | undefined>> =>
  fc.record(
    Object.fromEntries(
      typedIn(form).map(({ name }) => [
        name,
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 40 }),
            fc.string({ unit: 'grapheme', maxLength: 300 }),
            fc.integer().map(String),
            fc.constantFrom(
              'on',
              '1',
              '0',
              '',
              '2199-01-01T10:00',
              'null',
              '[object Object]',
              ' e\u0301\u00a0',
            ),
          ),
          { maxLength: 3 },
        ),
      ]),
    ),
    { requiredKeys: [] },
  )
