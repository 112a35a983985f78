import { describe, expect, test } from 'vitest'
import { firstAdminSchema } from './account.ts'
import { findPasswordProblem, formsOf, newPasswordSchema } from './password.ts'

const EMAIL = 'elisabeth.kern@example.org'

describe('a new password', () => {
  test.each([
    ['a few words', 'correct horse battery'],
    ['eight characters of one kind', 'kwvmzrtb'],
    ['spaces at both ends', '  a quiet evening  '],
    ['emoji, counted as one character each', '🎭🎫🎟️🎪🎨🎬🎤🎧'],
    ['exactly 72 bytes', 'xy'.repeat(36)],
    ['over 72 bytes as typed, but not as hashed', 'a\u0308o\u0308'.repeat(18)],
  ])('may be %s', (_, password) => {
    expect(findPasswordProblem(password, EMAIL)).toBeUndefined()
  })

  test.each([
    ['shorter than eight characters', 'kwvmzrt', /at least 8 characters/],
    ['seven emoji, though more bytes', '🎭🎫🎪🎨🎬🎤🎧', /at least 8 characters/],
    ['longer than 72 bytes', `${'xy'.repeat(36)}z`, /at most 72 plain letters/],
    ['over 72 bytes in fewer characters', 'äö'.repeat(19), /at most 72 plain letters/],
    ['the mail address', 'Elisabeth.Kern@Example.org', /mail address/],
    ['the name in the mail address', 'elisabeth.kern', /mail address/],
    ['common', 'password1', /too easy to guess/],
    ['common in capitals', 'BASEBALL', /too easy to guess/],
    [
      'common in the wide letters of a Japanese keyboard',
      '\uFF50\uFF41\uFF53\uFF53\uFF57\uFF4F\uFF52\uFF44',
      /too easy to guess/,
    ],
    [
      'over 72 bytes as hashed, though not as typed',
      '\uFDFA'.repeat(8),
      /at most 72 plain letters/,
    ],
    [
      'shorter than eight characters once they are put together',
      'u\u0308'.repeat(7),
      /8 characters/,
    ],
    ['one character over and over', 'zzzzzzzzzzzz', /too easy to guess/],
    ['spaces alone', '          ', /too easy to guess/],
  ])('may not be %s', (_, password, message) => {
    expect(findPasswordProblem(password, EMAIL)).toMatch(message)
  })

  test('is typed twice, and one mistake is reported at a time', () => {
    const told = (form: object) =>
      newPasswordSchema(EMAIL)
        .safeParse(form)
        .error?.issues.map(issue => [issue.path[0], issue.message])
    expect(told({ password: 'kwvmzrtb', repeat: 'kwvmzrtc' })).toEqual([
      ['repeat', 'The passwords are not the same.'],
    ])
    expect(told({ password: 'short', repeat: 'other' })).toEqual([
      ['password', 'Too short: at least 8 characters.'],
    ])
    expect(told({ password: 'kwvmzrtb', repeat: 'kwvmzrtb' })).toBeUndefined()
  })

  test('may be repeated in another Unicode form', () => {
    const form = { password: 'mein M\u00FCsli um acht', repeat: 'mein Mu\u0308sli um acht' }
    expect(newPasswordSchema(EMAIL).safeParse(form).success).toBe(true)
  })

  test('of the first admin is compared with the address in the same form', () => {
    const form = { name: 'Ada', email: EMAIL, password: 'elisabeth.kern', repeat: 'elisabeth.kern' }
    expect(firstAdminSchema.safeParse(form).error?.issues).toMatchObject([
      { path: ['password'], message: 'Your password can’t be your email address.' },
    ])
  })
})

test.each([
  ['plain letters', 'a quiet evening', 1],
  ['composed letters', 'M\u00FCsli um acht', 2],
  ['decomposed letters', 'Mu\u0308sli um acht', 2],
  ['signs that NFKC replaces', '\uFB01ve \u00B2', 2],
  ['all of it', '\uFB01ve M\u00FCsli Mu\u0308sli', 4],
])('forms of a password: %s', (_, password, count) => {
  expect(formsOf(password)).toHaveLength(count)
  expect(formsOf(password)[0]).toBe(password.normalize('NFKC'))
  expect(formsOf(password)).toContain(password)
})
