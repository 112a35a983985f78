import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fillRows,
  formatWas,
  isTouched,
  parseGrid,
  parseWas,
  readTypedRows,
  type TypedRow,
} from './form.ts'

const was = formatWas({ amount: 2, sizes: '4,2,1', reason: null })
const typed = (row: Partial<TypedRow>): TypedRow => ({
  requestId: 'a',
  amount: '2',
  reason: '',
  was,
  ...row,
})

test('the former state of a row is read back as it was written', () => {
  const amount = fc.option(fc.integer({ min: -99, max: 999 }))
  const reason = fc.option(fc.string({ minLength: 1 }))
  fc.assert(
    fc.property(amount, reason, (amount, reason) => {
      const row = { amount, sizes: '4,2', reason }
      expect(parseWas(formatWas(row))).toEqual(row)
    }),
  )
})

test('fields that do not belong to the grid are ignored', () => {
  const form: [string, unknown][] = [
    ['amount-a', ' 3 '],
    ['was-a', was],
    ['next', '2'],
    ['amount-A$', '1'],
  ]
  expect(readTypedRows(form)).toEqual([typed({ amount: ' 3 ' })])
})

test('a refused reason is given back letter by letter, though it is saved as it is seen', () => {
  const reason = ' Caf\u0065\u0301\u00a0 host '
  const form: [string, unknown][] = [
    ['amount-a', '2'],
    ['reason-a', reason],
    ['was-a', was],
  ]
  const rows = readTypedRows(form)
  const current = { requestId: 'a', amount: 2, reason: null, sizes: '4,2,1' }
  expect(fillRows([current], rows)[0]?.typedReason).toBe(reason)
  expect(parseGrid(rows, 10).changes[0]?.reason).toBe('Caf\u00e9 host')
})

describe('a page of the grid', () => {
  test('saves only the rows that were touched', () => {
    const { changes, problems } = parseGrid(
      [typed({}), typed({ requestId: 'b', amount: '0' }), typed({ requestId: 'c', amount: '' })],
      10,
    )
    expect(problems).toEqual({})
    expect(changes.map(({ requestId, amount }) => [requestId, amount])).toEqual([
      ['b', 0],
      ['c', null],
    ])
  })

  test.each(['-1', '1.5', '1e3', 'two', '+1', '٣', '1234567890'])('refuses %j', amount => {
    expect(parseGrid([typed({ amount })], 10).problems).toEqual({
      'amount-a': 'Enter a whole number, or 0 for none. Leave it empty if you have not decided.',
    })
  })

  test('refuses more than all the tickets in one row', () => {
    expect(parseGrid([typed({ amount: '11', reason: 'a coach' })], 10).problems).toEqual({
      'amount-a': 'There are only 10 tickets in all.',
    })
  })

  test('requires a reason for an amount that is not one of the sizes', () => {
    expect(parseGrid([typed({ amount: '3' })], 10).problems).toEqual({
      'reason-a': 'They did not ask for 3 (they asked for 4 › 2 › 1). Say why.',
    })
    expect(parseGrid([typed({ amount: '3', reason: 'a guest' })], 10).changes).toEqual([
      { requestId: 'a', amount: 3, reason: 'a guest', was },
    ])
  })

  test.each([
    ['too long', 'x'.repeat(201)],
    ['unshowable', 'a\u0000b'],
    ['of two lines', 'a\nb'],
  ])('refuses a reason that is %s', (_, reason) => {
    expect(Object.keys(parseGrid([typed({ reason })], 10).problems)).toEqual(['reason-a'])
  })

  test('drops the reason of a row that becomes undecided', () => {
    const before = formatWas({ amount: 3, sizes: '4,2', reason: 'a guest' })
    const row = typed({ amount: '', reason: 'a guest', was: before })
    expect(parseGrid([row], 10).changes[0]).toMatchObject({ amount: null, reason: null })
  })

  test('accepts an imported impossible row until somebody touches it', () => {
    const odd = formatWas({ amount: -3, sizes: '2', reason: null })
    expect(isTouched(typed({ amount: '-3', was: odd }))).toBe(false)
    expect(parseGrid([typed({ amount: '2', was: odd })], 10).changes).toHaveLength(1)
  })

  test('refuses a row whose hidden part is missing or made up', () => {
    for (const was of ['', 'x', '1|a|'])
      expect(Object.keys(parseGrid([typed({ was })], 10).problems)).toEqual(['amount-a'])
  })
})

describe('rows that come back', () => {
  const row = { requestId: 'a', amount: 2, sizes: '4,2,1', reason: null }

  test('keep what was typed, and the state it was based on', () => {
    expect(fillRows([row], [typed({ amount: '4' })])[0]).toMatchObject({
      typedAmount: '4',
      was,
      meanwhile: null,
    })
  })

  test('say what somebody else set, and are based on that from now on', () => {
    const now = { ...row, amount: 0 }
    expect(fillRows([now], [typed({ amount: '4' })])[0]).toMatchObject({
      typedAmount: '4',
      was: formatWas(now),
      meanwhile: 'Someone else set this to none just now.',
    })
  })

  test('show the number of the other person where nothing was typed', () => {
    const now = { ...row, amount: 1 }
    expect(fillRows([now], [typed({})])[0]).toMatchObject({ typedAmount: '1', meanwhile: null })
  })
})
