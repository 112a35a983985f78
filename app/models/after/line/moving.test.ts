import { expect, test } from 'vitest'
import { moveSchema, rowsOf } from './moving.ts'

function read(fields: Record<string, string>) {
  const { success, data, error } = moveSchema.safeParse(fields)
  if (success) return { changes: data.map(({ change }) => change) }
  return { errors: error.issues.map(({ path, message }) => [path.join('.'), message]) }
}

const lower = { 'from-0': 'ann', 'taken-0': '2', 'fromReason-0': 'A slip', 'how-0': 'lower' }
const give = { 'to-1': 'bob', 'given-1': ' 2 ', 'toReason-1': 'Left out' }

test('several people lose and get tickets, and empty rows are ignored', () => {
  const { changes } = read({
    ...{ ...lower, ...give },
    ...{ 'from-3': 'cai', 'taken-3': '1', 'fromReason-3': 'Asked us', 'how-3': 'recall' },
    ...{ 'from-1': '', 'taken-1': ' ', 'fromReason-1': '', 'how-1': 'recall' },
    ...{ added: '1', unheld: '3', addedReason: 'Stalls' },
  })
  expect(changes).toEqual([
    { kind: 'lower', code: 'ann', tickets: 2, reason: 'A slip' },
    { kind: 'recall', code: 'cai', tickets: 1, reason: 'Asked us' },
    { kind: 'give', code: 'bob', tickets: 2, reason: 'Left out' },
    { kind: 'add-tickets', tickets: 1, reason: 'Stalls' },
    { kind: 'hold-fewer', tickets: 3, reason: 'Stalls' },
  ])
})

test.each([
  ['no row', {}, ['', 'Fill in at least one row.']],
  ['no person', { ...lower, 'from-0': '' }, ['from-0', 'Choose a person.']],
  [
    'no number',
    { ...give, 'given-1': '' },
    ['given-1', 'Enter how many tickets, from 1 to 100000.'],
  ],
  ['0', { ...give, 'given-1': '0' }, ['given-1', 'Enter how many tickets, from 1 to 100000.']],
  ['no reason', { ...lower, 'fromReason-0': ' ' }, ['fromReason-0', 'Enter a reason.']],
  ['tickets added without a reason', { added: '2' }, ['addedReason', 'Enter a reason.']],
  [
    'a person twice',
    { ...lower, ...give, 'to-1': 'ann' },
    ['to-1', 'This person is in another row already. Choose another.'],
  ],
])('%s is refused beside its field', (_, fields, error) => {
  expect(read(fields as Record<string, string>).errors).toEqual([error])
})

test('rows are kept and added, up to a limit', () => {
  expect([rowsOf(undefined), rowsOf({ rows: '5' }), rowsOf({ rows: 'x' })]).toEqual([2, 5, 2])
  expect([rowsOf({ rows: '2', intent: 'more-rows' }), rowsOf({ rows: '999' })]).toEqual([5, 20])
})
