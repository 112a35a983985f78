import bcrypt from 'bcryptjs'
import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { From } from '#app/models/sign-in/hashing/asker.server.ts'
import { markDevice } from '#app/models/sign-in/hashing/known-device.server.ts'
import { forgetNetworks } from '#app/models/sign-in/hashing/known-networks.server.ts'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { createUserWithPassword, from, PASSWORD, signIn } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { keepPace } from '#app/testing/pace.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { authenticate } from './sign-in.server.ts'

vi.mock('#app/models/sign-in/pace.ts', async () => {
  const { paceIfKept } = await import('#app/testing/pace.ts')
  return { noEarlierThan: paceIfKept }
})

testDatabase()
afterAll(stopHashing)

const ORIGINAL =
  'scrypt:32768:8:1$GpjazZKD1-TUh6cm$6f631f7f965205072688be0e4a3f24a66cfb92a362b38d63c8633f1d3a24b793b3e8921b145c10c20439d4ff2cbd72179d1e055600a23edb7e2baf54fd7f2449'

let counter = 0
/** A new network each time, so that the tests do not use up one another's tries. */
const anAddress = () => from(`198.51.${++counter}.7`)
const hashOf = async (userId: string) =>
  (await db().select().from(users).where(eq(users.id, userId)))[0]?.passwordHash

describe('a mail address and a password', () => {
  test('let a person in, whatever case they type their address in', async () => {
    const user = await createUserWithPassword({ email: 'zoe@example.org' })
    const answer = await authenticate('Zoe@Example.ORG', PASSWORD, anAddress())
    expect(answer).toMatchObject({ userId: user.id, name: user.name })
  })

  test('are refused in the same words and no sooner for anybody', async () => {
    keepPace()
    const active = await createUserWithPassword()
    const deactivated = await createUserWithPassword({ deactivatedAt: 1 })
    const without = await createUser()
    const imported = await createUser({ passwordHash: ORIGINAL })
    const tries: [string, string][] = [
      [active.email, 'wrong'],
      [deactivated.email, PASSWORD],
      [without.email, ''],
      [imported.email, 'wrong'],
      ['nobody@example.org', PASSWORD],
    ]
    for (const [email, password] of tries) {
      const started = performance.now()
      expect(await authenticate(email, password, anAddress())).toEqual({ reason: 'wrong' })
      expect(performance.now() - started).toBeGreaterThan(590)
    }
  })
})

describe('a hash of the original app', () => {
  test('is replaced by ours at the first sign-in, and the password still works', async () => {
    const user = await createUser({ passwordHash: ORIGINAL })
    expect(await authenticate(user.email, 'original-01', anAddress())).toMatchObject({
      userId: user.id,
    })
    expect(await hashOf(user.id)).toMatch(/^\$2b\$/)
    expect(await authenticate(user.email, 'original-01', anAddress())).toMatchObject({
      userId: user.id,
    })
    expect(await authenticate(user.email, 'original-02', anAddress())).toEqual({ reason: 'wrong' })
  })

  test('is replaced too when the password was in another Unicode form', async () => {
    const [typed, elsewhere] = ['mein Mu\u0308sli um acht', 'mein M\u00FCsli um acht']
    const user = await createUser({ passwordHash: bcrypt.hashSync(typed, 4) })
    expect(await authenticate(user.email, typed, anAddress())).toMatchObject({ userId: user.id })
    expect(bcrypt.compareSync(elsewhere, (await hashOf(user.id)) ?? '')).toBe(true)
    for (const form of [typed, elsewhere])
      expect(await authenticate(user.email, form, anAddress())).toMatchObject({ userId: user.id })
  })

  test('is kept when the password is wrong', async () => {
    const user = await createUser({ passwordHash: ORIGINAL })
    await authenticate(user.email, 'original-02', anAddress())
    expect(await hashOf(user.id)).toBe(ORIGINAL)
  })
})

describe('on a device that the account has signed in on', () => {
  const at = (address: From, device: string): From => ({ ...address, device })

  test('strangers who guess the password use up none of its tries', async () => {
    const [user, other] = [await createUserWithPassword(), await createUserWithPassword()]
    const device = markDevice(undefined, user.id)
    for (let round = 0; round < 2; round += 1)
      await Promise.allSettled(
        Array.from({ length: 13 }, () => authenticate(user.email, 'wrong', anAddress())),
      )
    const stranger = { reason: 'too-many' }
    expect(await authenticate(user.email, PASSWORD, anAddress())).toMatchObject(stranger)
    const ofOther = at(anAddress(), markDevice(undefined, other.id))
    expect(await authenticate(user.email, PASSWORD, ofOther)).toMatchObject(stranger)
    const ofBoth = at(anAddress(), markDevice(device, other.id))
    expect(await authenticate(user.email, PASSWORD, ofBoth)).toMatchObject({ userId: user.id })
  })

  test('tries are limited as elsewhere', async () => {
    const user = await createUserWithPassword()
    const device = markDevice(undefined, user.id)
    const guess = () => authenticate(user.email, 'wrong', at(anAddress(), device))
    for (let round = 0; round < 2; round += 1)
      await Promise.allSettled(Array.from({ length: 13 }, guess))
    expect(await guess()).toMatchObject({ reason: 'too-many' })
  })
})

describe('many addresses of one network', () => {
  const failAll = async (addresses: string[]) => {
    const waits: boolean[] = []
    for (let first = 0; first < addresses.length; first += 20) {
      const tries = addresses
        .slice(first, first + 20)
        .map(address => authenticate(`x${address}@example.org`, 'wrong', from(address)))
      for (const done of await Promise.all(tries))
        waits.push('reason' in done && done.reason === 'too-many')
    }
    return waits.filter(Boolean).length
  }
  const several = (count: number, address: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => address(at))

  test.each([
    ['a /48', (at: number) => `2001:db8:9:${at.toString(16)}::1`, '2001:db8:a::1'],
    ['a /24', (at: number) => `203.0.113.${at}`, '203.0.114.1'],
  ])('share their tries: %s', async (_, address, elsewhere) => {
    expect(await failAll(several(105, address))).toBe(5)
    expect(await failAll([elsewhere])).toBe(0)
  })

  test('use up no tries of an address that somebody signed in from', async () => {
    const user = await createUserWithPassword()
    await signIn(user, { device: { userAgent: '', address: '198.18.0.200' } })
    forgetNetworks()
    await failAll(several(105, at => `198.18.0.${at}`))
    expect(await failAll(['198.18.0.201'])).toBe(1)
    expect(await authenticate(user.email, PASSWORD, from('198.18.0.200'))).toHaveProperty('userId')
  })
})

describe('too many tries', () => {
  const fail = (email: string, at: From) => authenticate(email, 'wrong', at)

  test('from one address, for many accounts', async () => {
    const address = anAddress()
    const tries = Array.from({ length: 30 }, (_, i) => fail(`nobody${i}@example.org`, address))
    const reasons = (await Promise.allSettled(tries)).flatMap(t =>
      t.status === 'fulfilled' && 'reason' in t.value ? [t.value.reason] : [],
    )
    expect(reasons.filter(reason => reason === 'too-many')).toHaveLength(5)
  })

  test('for one account from many addresses are refused, then even with the right password', async () => {
    const user = await createUserWithPassword()
    for (let round = 0; round < 2; round++)
      await Promise.allSettled(Array.from({ length: 13 }, () => fail(user.email, anAddress())))
    const answer = await authenticate(user.email.toUpperCase(), PASSWORD, anAddress())
    expect(answer).toMatchObject({ reason: 'too-many' })
    const { seconds } = answer as { seconds: number }
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(3600)
  })

  test('for one account with the right password are refused: each leaves a session and an audit entry', async () => {
    const user = await createUserWithPassword()
    const seen = new Map<string, number>()
    for (let tries = 0; tries < 63; tries += 1) {
      const answer = await authenticate(user.email, PASSWORD, anAddress())
      const word = 'reason' in answer ? answer.reason : 'in'
      seen.set(word, (seen.get(word) ?? 0) + 1)
    }
    expect([...seen]).toEqual([
      ['in', 60],
      ['too-many', 3],
    ])
  })

  test('from a blocked address do not count against the account', async () => {
    const address = anAddress()
    for (let round = 0; round < 2; round++)
      await Promise.allSettled(
        Array.from({ length: 13 }, (_, i) => fail(`none${round}-${i}@example.org`, address)),
      )
    const user = await createUserWithPassword()
    await Promise.allSettled(Array.from({ length: 60 }, () => fail(user.email, address)))
    expect(await authenticate(user.email, PASSWORD, anAddress())).toMatchObject({
      userId: user.id,
    })
  })

  test('do not come from an office behind one address that signs in: only failures count', async () => {
    const user = await createUserWithPassword()
    const address = anAddress()
    for (let i = 0; i < 30; i++)
      expect(await authenticate(user.email, PASSWORD, address)).toMatchObject({ userId: user.id })
  })
})
