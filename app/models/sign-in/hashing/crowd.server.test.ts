import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { createUserWithPassword, from, PASSWORD } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { HashingFullError } from './hashing-queue.ts'
import { stopHashing } from './password.server.ts'

/** Switches the shares off. Attackers need not wait, so the pause after a wrong password is off throughout. */
const shares = vi.hoisted(() => ({ areOn: true }))
vi.mock('./asker.server.ts', async load => {
  const real = await load<typeof import('./asker.server.ts')>()
  const askerOf: typeof real.askerOf = visitor =>
    shares.areOn ? real.askerOf(visitor) : { standing: 'new', keys: ['everybody'] }
  return { ...real, askerOf }
})
vi.mock('#app/models/sign-in/pace.ts', async () => {
  const { paceIfKept } = await import('#app/testing/pace.ts')
  return { noEarlierThan: paceIfKept }
})

testDatabase()
/** Costly enough for a queue to form. */
beforeAll(() => overrideSettings({ PASSWORD_COST: 8 }))
afterAll(stopHashing)

const HONEST = 10
/** Fewer than the queue has places. */
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
 * How many of ten people get in, each once and from their own network, behind many wrong passwords: each of
 * `addresses` has tried once before and sends three more at the same moment.
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

test('wrong passwords from 36 networks keep nobody else out', async () => {
  expect(await enterBehind(networks(100), '90.1')).toBe(HONEST)
})

test('wrong passwords from a whole /48 keep nobody else out', async () => {
  const addresses = Array.from({ length: 60 }, (_, n) => `2001:db8:1:${n.toString(16)}::1`)
  expect(await enterBehind(addresses, '90.2')).toBe(HONEST)
})

test('(control) without shares they would', async () => {
  shares.areOn = false
  expect(await enterBehind(networks(101), '90.3')).toBeLessThan(HONEST / 2)
})
