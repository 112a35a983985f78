import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { isBusy } from '#db/busy.ts'
import { DatabaseBusyError, LaneFullError, willPass } from '#db/lane.ts'
import { causesOf, codesOf, findCause, messageOf } from './causes.ts'
import { DatabaseUnavailableError, isUnsure, unavailability } from './condition.ts'

const withCode = (code: string) => Object.assign(new Error(code), { code })
const wraps: [string, (error: Error) => unknown][] = [
  ['as it is', error => error],
  ['wrapped by drizzle', error => new DrizzleQueryError('select ?', ['a secret'], error)],
  ['wrapped twice', cause => new DrizzleQueryError('select ?', [], new Error('client', { cause }))],
  ['one of several', error => new AggregateError([new Error('other'), error], 'several')],
]

describe.each(wraps)('an error %s', (_, wrap) => {
  test('is recognized by its cause', () => {
    expect(isBusy(wrap(withCode('SQLITE_BUSY')))).toBe(true)
    expect(isBusy(wrap(withCode('TRANSACTION_TIMEOUT')))).toBe(true)
    expect(unavailability(wrap(withCode('SERVER_AWAY')))).toBe(
      'the database server does not answer',
    )
    expect(unavailability(wrap(withCode('BLOCKED')))).toBe('the database server is blocked')
    expect(unavailability(wrap(new DatabaseUnavailableError('the disk is full')))).toBe(
      'the disk is full',
    )
    expect(isUnsure(wrap(withCode('SERVER_SILENT')))).toBe(true)
    for (const passing of [new LaneFullError('x'), new DatabaseBusyError('x')])
      expect(willPass(wrap(passing))).toBe(true)
    expect(willPass(wrap(withCode('SQLITE_CONSTRAINT')))).toBe(false)
  })

  test('has a message without the values of a query', () => {
    expect(messageOf(wrap(new Error('why')))).not.toContain('secret')
  })
})

test('the outermost error comes first, and an error that contains itself ends', () => {
  const inner = new TypeError('inner')
  const outer = new LaneFullError('outer', { cause: inner })
  inner.cause = outer
  expect(causesOf(outer)).toEqual([outer, inner])
  expect(findCause(outer, TypeError)).toBe(inner)
  expect(findCause(outer, RangeError)).toBeUndefined()
  expect(codesOf('no error')).toEqual([])
})
