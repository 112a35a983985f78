import bcrypt from 'bcryptjs'
import { afterAll, describe, expect, test } from 'vitest'
import { formsOf } from '#app/models/sign-in/password.ts'
import { HashingFullError } from './hashing-queue.ts'
import {
  checkPassword,
  hashPassword,
  isOutdated,
  isPasswordOf,
  poolSize,
  stopHashing,
} from './password.server.ts'

/** Two people from the app that our first users come from. */
const ORIGINAL = {
  scrypt:
    'scrypt:32768:8:1$GpjazZKD1-TUh6cm$6f631f7f965205072688be0e4a3f24a66cfb92a362b38d63c8633f1d3a24b793b3e8921b145c10c20439d4ff2cbd72179d1e055600a23edb7e2baf54fd7f2449',
  pbkdf2:
    'pbkdf2:sha256:260000$EWGuoJRRk9Tmo6Vw$393134ec7acd50375d1c65766b68ca5f15e492cc7e0b4e1afe1315fb22ed5158',
}

afterAll(stopHashing)

describe('the hashing pool', () => {
  test.each([
    [1, { threads: 1, queue: 20 }],
    [2, { threads: 1, queue: 20 }],
    [4, { threads: 3, queue: 60 }],
    [64, { threads: 4, queue: 80 }],
  ])('leaves one of %i processors to the pages and keeps its queue short', (processors, size) => {
    expect(poolSize(processors)).toEqual(size)
  })

  test('refuses when it is full, and works again afterwards', async () => {
    const burst = Array.from({ length: 200 }, () => hashPassword('a quiet evening'))
    const settled = await Promise.allSettled(burst)
    const refused = settled.filter(one => one.status === 'rejected')
    expect(refused.length).toBeGreaterThan(100)
    expect(settled.length - refused.length).toBeGreaterThanOrEqual(20)
    for (const one of refused) expect(one.reason).toBeInstanceOf(HashingFullError)
    expect(await hashPassword('a quiet evening')).toMatch(/^\$2b\$/)
  })
})

describe('a password and a hash', () => {
  test('match or do not match', async () => {
    const hash = await hashPassword('a quiet evening')
    expect(await isPasswordOf('a quiet evening', hash)).toBe(true)
    expect(await isPasswordOf('A quiet evening', hash)).toBe(false)
    expect(isOutdated(hash)).toBe(false)
  })

  test('never match beyond the bytes that bcrypt reads', async () => {
    const long = 'xy'.repeat(36)
    const hash = await hashPassword(long)
    expect(await isPasswordOf(long, hash)).toBe(true)
    expect(await isPasswordOf(`${long}z`, hash)).toBe(false)
  })

  test('the hash used for unknown people matches no password', async () => {
    expect(await isPasswordOf('', null)).toBe(false)
    expect(await isPasswordOf('a quiet evening', null)).toBe(false)
  })

  test.each([
    ['scrypt', 'original-01', 'original-02'],
    ['pbkdf2', 'original-02', 'original-01'],
  ] as const)('from the original app match: %s', async (kind, right, wrong) => {
    expect(await isPasswordOf(right, ORIGINAL[kind])).toBe(true)
    expect(await isPasswordOf(wrong, ORIGINAL[kind])).toBe(false)
    expect(isOutdated(ORIGINAL[kind])).toBe(true)
  })

  test.each([
    '',
    'plain',
    '!',
    '$2b$12$tooshort',
    'scrypt:1:1:1$$',
    'scrypt:32767:8:1$salt$00',
    'scrypt:99999999999:8:1$salt$00',
    'pbkdf2:sha256:0$salt$00',
    'pbkdf2:md5:1000$salt$00',
  ])('that is damaged or unknown (%s) belongs to no password, and breaks nothing', async hash => {
    expect(await isPasswordOf('anything', hash)).toBe(false)
  })
})

describe('a password in another Unicode form', () => {
  const composed = 'mein M\u00FCsli um acht'
  const decomposed = 'mein Mu\u0308sli um acht'

  test('is the same password', async () => {
    for (const chosen of [composed, decomposed]) {
      const hash = await hashPassword(chosen)
      for (const typed of [composed, decomposed])
        expect(await checkPassword(typed, hash)).toBe('right')
      expect(await checkPassword('mein Musli um acht', hash)).toBe('wrong')
    }
  })

  test.each([
    ['as it was typed then', decomposed, decomposed],
    ['and as it is typed elsewhere', decomposed, composed],
    ['with signs that we replace today', '\uFB01ve grey geese', '\uFB01ve grey geese'],
  ])('matches its older hash, %s, which is then renewed', async (_, then, now) => {
    expect(await checkPassword(now, bcrypt.hashSync(then, 4))).toBe('old')
    expect(await checkPassword(`${now}!`, bcrypt.hashSync(then, 4))).toBe('wrong')
  })

  test('keeps its hash where our form of the password would be too long', async () => {
    const signs = '\uFDFA'.repeat(8)
    expect(await checkPassword(signs, bcrypt.hashSync(signs, 4))).toBe('right')
  })
})

test('checking a password for nobody costs as much as checking a wrong one', async () => {
  const hash = await hashPassword('a quiet evening')
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let round = 0; round < 41; round++) {
    for (const who of ['known', 'unknown'] as const) {
      const started = performance.now()
      await isPasswordOf('wrong', who === 'known' ? hash : null)
      times[who].push(performance.now() - started)
    }
  }
  const [known, unknown] = [median(times.known), median(times.unknown)]
  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

test('for a stranger at most two forms of a password are checked', async () => {
  const four = '\uFB01ve M\u00FCsli \u1E9B\u0323 u\u0308'
  expect(formsOf(four)).toHaveLength(4)
  const nfd = bcrypt.hashSync(four.normalize('NFD'), 4)
  const stranger = { standing: 'new' as const, keys: ['stranger'] }
  expect(await checkPassword(four, nfd, stranger)).toBe('wrong')
  expect(await checkPassword(four, bcrypt.hashSync(four, 4), stranger)).toBe('old')
  expect(await checkPassword(four, nfd)).toBe('old')
})
