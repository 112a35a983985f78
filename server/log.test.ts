import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { escapeControls, loggablePath, withoutValues } from './log.ts'

describe('a path in the log', () => {
  test.each([
    ['/reset-password/secret', '/reset-password/…'],
    ['/sign-in/secret/more', '/sign-in/…'],
    ['/SET-UP/secret', '/SET-UP/…'],
    ['//sign-in/secret', '//sign-in/…'],
    ['/x/../Reset-Password/se\ncret', '/x/../Reset-Password/…'],
    ['/sign-in%2Fsecret', '/sign-in%2F…'],
    ['/events/1', '/events/1'],
    ['/sign-in', '/sign-in'],
  ])('%j is told as %j', (path, told) => {
    expect(loggablePath(path)).toBe(told)
  })
})

test('a failed query logs what failed and why, but no values', () => {
  const cause = new Error('SQLITE_IOERR: disk I/O error')
  const error = new DrizzleQueryError('select * from users where email = ?', ['a\nsecret'], cause)
  const told = JSON.stringify(withoutValues(error))
  expect(told).toContain('disk I/O error')
  expect(told).toContain('email = ?')
  expect(told).not.toContain('secret')
  const wrapped = new AggregateError([error], 'some rolls were not frozen')
  const said = JSON.stringify(withoutValues(wrapped))
  expect(said).toContain('some rolls were not frozen: SQLITE_IOERR')
  expect(said).not.toContain('secret')
  expect(withoutValues(new TypeError('broken'))).toMatchObject({ message: 'broken' })
})

test('characters that a terminal would obey are escaped, and the line stays the same JSON', () => {
  const said = { path: '/\u009b31m\u202eevil\u2028\u0085\u007f\ufeff', name: 'Zoë 🎭' }
  const line = escapeControls(JSON.stringify(said))
  expect(line).toMatch(/^[\x20-\x7e]*Zoë 🎭[\x20-\x7e]*$/)
  expect(JSON.parse(line)).toEqual(said)
})
