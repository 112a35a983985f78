import { describe, expect, test } from 'vitest'
import { firstAdminSchema } from './account.ts'
import { newPasswordSchema, problemOf } from './password.ts'

const EMAIL = 'elisabeth.kern@example.org'

describe('a new password', () => {
  test.each([
    ['a few words', 'correct horse battery'],
    ['eight characters of one kind', 'kwvmzrtb'],
    ['spaces at both ends', '  a quiet evening  '],
    ['emoji, counted as one character each', '🎭🎫🎟️🎪🎨🎬🎤🎧'],
    ['exactly 72 bytes', 'xy'.repeat(36)],
  ])('may be %s', (_, password) => {
    expect(problemOf(password, EMAIL)).toBeUndefined()
  })

  test.each([
    ['shorter than eight characters', 'kwvmzrt', /8 characters at least/],
    ['seven emoji, though more bytes', '🎭🎫🎪🎨🎬🎤🎧', /8 characters at least/],
    ['longer than 72 bytes', `${'xy'.repeat(36)}z`, /72 bytes at most/],
    ['over 72 bytes in fewer characters', 'äö'.repeat(19), /72 bytes at most/],
    ['the mail address', 'Elisabeth.Kern@Example.org', /mail address/],
    ['the name in the mail address', 'elisabeth.kern', /mail address/],
    ['common', 'password1', /Too common/],
    ['common in capitals', 'BASEBALL', /Too common/],
    ['one character over and over', 'zzzzzzzzzzzz', /Too common/],
    ['spaces alone', '          ', /Too common/],
  ])('may not be %s', (_, password, message) => {
    expect(problemOf(password, EMAIL)).toMatch(message)
  })

  test('is typed twice, and one mistake is told at a time', () => {
    const told = (form: object) =>
      newPasswordSchema(EMAIL)
        .safeParse(form)
        .error?.issues.map(issue => [issue.path[0], issue.message])
    expect(told({ password: 'kwvmzrtb', repeat: 'kwvmzrtc' })).toEqual([
      ['repeat', 'The two passwords are not the same.'],
    ])
    expect(told({ password: 'short', repeat: 'other' })).toEqual([
      ['password', 'Too short: 8 characters at least.'],
    ])
    expect(told({ password: 'kwvmzrtb', repeat: 'kwvmzrtb' })).toBeUndefined()
  })

  test('of the first admin is held against the address in the same form', () => {
    const form = { name: 'Ada', email: EMAIL, password: 'elisabeth.kern', repeat: 'elisabeth.kern' }
    expect(firstAdminSchema.safeParse(form).error?.issues).toMatchObject([
      { path: ['password'], message: 'Choose something else than your mail address.' },
    ])
  })
})
