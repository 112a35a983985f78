import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { createUserWithPassword, from, PASSWORD } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { HashingFullError } from './hashing-queue.ts'
import { stopHashing } from './password.server.ts'

/** Whether the queue is shared out, and what makes a wrong password slow: the attackers need not wait. */
const shares = vi.hoisted(() => ({ areOn: true }))
vi.mock('./asker.server.ts', async load => {
  const real = await load<typeof import('./asker.server.ts')>()
  const askerOf: typeof real.askerOf = visitor =>
    shares.areOn ? real.askerOf(visitor) : { standing: 'new', keys: ['everybody'] }
  return { ...real, askerOf }
})
vi.mock('#app/models/sign-in/pace.ts', () => ({
  noEarlierThan: (_: number, work: () => unknown) => work(),
}))

testDatabase()
/** Dear enough for a queue to form. */
beforeAll(() => overrideSettings({ PASSWORD_COST: 8 }))
afterAll(stopHashing)

const HONEST = 10
/** Fewer than have a place in the queue. */
const AT_ONCE = 18

function fail(address: string, attempt: number) {
  const email = `x${attempt}.${address.replaceAll(':', '-')}@example.org`
  return authenticate(email, 'wrong', from(address)).catch(failed)
}

function failed(error: unknown) {
  expect(error).toBeInstanceOf(HashingFullError)
  return { reason: 'full' as const }
}

/**
 * How many of ten get in, each once and from a network of their own, behind many wrong passwords: each address has
 * tried once before, and sends three more at the same moment.
 */
async function enterBehind(addresses: string[], network: string): Promise<number> {
  const people: string[] = []
  while (people.length < HONEST) people.push((await createUserWithPassword()).email)
  for (let first = 0; first < addresses.length; first += AT_ONCE)
    await Promise.all(addresses.slice(first, first + AT_ONCE).map(address => fail(address, 0)))
  const attack = [1, 2, 3].flatMap(attempt => addresses.map(address => fail(address, attempt)))
  const honest = people.map((email, n) =>
    authenticate(email, PASSWORD, from(`${network}.${n}.1`)).catch(failed),
  )
  await Promise.all(attack)
  return (await Promise.all(honest)).filter(answer => 'userId' in answer).length
}

const networks = (first: number) => Array.from({ length: 36 }, (_, n) => `${first}.${n}.0.1`)

test('wrong passwords from 36 networks keep nobody out', async () => {
  expect(await enterBehind(networks(100), '90.1')).toBe(HONEST)
})

test('wrong passwords from all of a /48 keep nobody out', async () => {
  const addresses = Array.from({ length: 60 }, (_, n) => `2001:db8:1:${n.toString(16)}::1`)
  expect(await enterBehind(addresses, '90.2')).toBe(HONEST)
})

test('(control) without shares they would', async () => {
  shares.areOn = false
  expect(await enterBehind(networks(101), '90.3')).toBeLessThan(HONEST / 2)
})
