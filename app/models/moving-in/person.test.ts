import { describe, expect, test } from 'vitest'
import type { OriginalCell } from './original.ts'
import { isKeptHash } from './password-hash.ts'
import { judgePerson } from './person.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const HASH = `pbkdf2:sha256:260000$salt$${'ab'.repeat(32)}`

function judge(changes: Record<string, OriginalCell> = {}) {
  const row = {
    id: 7,
    name: 'Zoë O’Brien-Ørsted',
    email: 'zoe@example.org',
    password_hash: HASH,
    is_admin: 0,
    is_active: 1,
    must_reset_password: 0,
    reset_token: null,
    created_at: '2026-11-01 08:00:00',
    ...changes,
  }
  const { person, remarks } = judgePerson(row, NOW)
  return { ...person, reasons: remarks.map(r => r.reason) }
}

describe('a person', () => {
  test('without oddities is imported unchanged', () => {
    expect(judge()).toEqual({
      name: 'Zoë O’Brien-Ørsted',
      email: 'zoe@example.org',
      role: 'member',
      isActive: true,
      passwordHash: HASH,
      mustChangePassword: false,
      createdAt: Date.parse('2026-11-01T08:00:00Z'),
      reasons: [],
    })
  })

  test('is an admin only where the original says exactly that', () => {
    expect(judge({ is_admin: 1 }).role).toBe('admin')
    expect(judge({ is_admin: null }).role).toBe('member')
    for (const odd of ['true', 2, 'yes'])
      expect(judge({ is_admin: odd })).toMatchObject({
        role: 'member',
        reasons: [expect.stringMatching(/taken as no/)],
      })
  })

  test('is active unless the original says no or nothing', () => {
    expect(judge({ is_active: 0 })).toMatchObject({ isActive: false, reasons: [] })
    expect(judge({ is_active: null })).toMatchObject({
      isActive: false,
      reasons: [expect.stringMatching(/nothing.*taken as no/)],
    })
  })

  test('must still change their password', () => {
    expect(judge({ must_reset_password: 1 }).mustChangePassword).toBe(true)
  })

  test('gets their address without capitals and spaces', () => {
    expect(judge({ email: ' Zoe@Example.ORG ' })).toMatchObject({
      email: 'zoe@example.org',
      reasons: [expect.stringMatching(/capitals or spaces/)],
    })
  })

  test.each([
    'r&d@example.org',
    'a/b@example.org',
    "o'neil@example.org",
    'z+1@example.org',
    '_z_@example.org',
    "z'@example.org",
    'a@xn--e1afmkfd.xn--p1ai',
  ])('keeps the address %s, which works here, without a word', email => {
    expect(judge({ email })).toMatchObject({ email, reasons: [] })
  })

  test.each([
    '\u200Bzoe@example.org',
    'mailto:zoe@example.org',
    'Zoe <zoe@example.org>',
    'zoe@example.org.',
    '<Zoe@example.org>',
  ])('keeps the address without the signs around it in %j', email => {
    expect(judge({ email })).toMatchObject({
      email: 'zoe@example.org',
      reasons: ['had extra characters around the email address, which is zoe@example.org here'],
    })
  })

  test.each([null, '', 'zoe', 'a b@example.org', '@example.org', `${'x'.repeat(250)}@example.org`])(
    'has no address when it is %j',
    email => {
      expect(judge({ email }).email).toBe('')
    },
  )

  test.each(['zoë@example.org', 'root@localhost', 'info@müller.example', '"z b"@example.org'])(
    'keeps %s, which only a password works with, and says so',
    email => {
      const note = `has an email address that no link can be sent to: ${email}`
      expect(judge({ email })).toMatchObject({
        email,
        reasons: [`${note}; signing in with the password works`],
      })
      expect(judge({ email, password_hash: null }).reasons).toEqual([
        note,
        'has no password yet, and can choose one when an admin has corrected the email address',
      ])
    },
  )

  test('gets a name from their address when there is none, and a long one is cut', () => {
    expect(judge({ name: ' ' })).toMatchObject({ name: 'zoe', reasons: [expect.any(String)] })
    const long = judge({ name: 'n'.repeat(300) })
    expect(long.name).toHaveLength(200)
    expect(long.reasons).toEqual(['has a name of 300 characters; cut to 200'])
    expect(judge({ name: 'Zoë\u0000\nB' }).name).toBe('Zoë B')
  })

  test('has a name measured in characters, not in 16-bit units', () => {
    expect(judge({ name: '𝒵'.repeat(200) })).toMatchObject({ name: '𝒵'.repeat(200), reasons: [] })
    expect(judge({ name: '𝒵'.repeat(201) })).toMatchObject({
      name: `${'𝒵'.repeat(199)}…`,
      reasons: ['has a name of 201 characters; cut to 200'],
    })
    expect(judge({ is_active: '𝒵'.repeat(41) }).reasons[0]).toContain(`“${'𝒵'.repeat(40)}”`)
  })

  test('loses an uncheckable password and an open link, with a remark on both', () => {
    expect(judge({ password_hash: 'md5$salt$abc' })).toMatchObject({
      passwordHash: null,
      reasons: [expect.stringMatching(/of a kind that cannot be kept/)],
    })
    expect(judge({ password_hash: null, reset_token: 'secret' }).reasons).toEqual([
      expect.stringMatching(/open password link/),
      expect.stringMatching(/no password yet/),
    ])
  })

  test('gets the time of the import when theirs cannot be read', () => {
    expect(judge({ created_at: 'long ago' })).toMatchObject({
      createdAt: NOW,
      reasons: [expect.stringMatching(/time of creation/)],
    })
  })
})

const HEX = 'ab'.repeat(64)
test.each([
  [`scrypt:32768:8:1$salt$${HEX}`, true],
  [`pbkdf2:sha256:600000$salt$${'ab'.repeat(32)}`, true],
  [`scrypt:32767:8:1$salt$${HEX}`, false],
  [`scrypt:1048576:8:1$salt$${HEX}`, false],
  [`scrypt:32768:99:1$salt$${HEX}`, false],
  [`pbkdf2:sha256:9999999$salt$${HEX}`, false],
  [`pbkdf2:sha1:1000$salt$${HEX}`, false],
  [`pbkdf2:sha256$salt$${HEX}`, false],
  ['scrypt:32768:8:1$salt$', false],
  ['plain', false],
])('the hash %s can be kept: %s', (hash, isKept) => {
  expect(isKeptHash(hash)).toBe(isKept)
})
