import { expect, test } from 'vitest'
import { createPerson, PASSWORD, testSite } from '../site.ts'

const HONEST = 10

const seed = async () => {
  const people = []
  while (people.length < 2 * HONEST) people.push(await createPerson())
  return { people }
}

/** Slow enough hashes for a queue to form. */
const site = testSite({ seed, env: { TRUSTED_PROXIES: '1', PASSWORD_COST: '8' } })

async function enter(address: string, email: string, password: string) {
  const headers = { 'X-Forwarded-For': address }
  const { status } = await site().visitor().post('/login', { email, password }, { headers })
  return status
}

/**
 * The answers to ten people, each from their own network, while these addresses keep sending wrong passwords. They
 * come after each address has tried once: until then, all are equally new.
 */
async function enterDuring(addresses: string[], network: string, people: { email: string }[]) {
  let isOver = false
  const refused: number[] = []
  const fail = async (address: string, attempt: number) => {
    const email = `x${attempt}.${address.replaceAll(':', '-')}@example.org`
    refused.push(await enter(address, email, 'wrong'))
  }
  await Promise.all(addresses.map(address => fail(address, 0)))
  const flood = addresses.map(async address => {
    for (let attempt = 1; !isOver; attempt++) await fail(address, attempt)
  })
  const honest: number[] = []
  for (const [n, { email }] of people.entries()) {
    const attempt = () => enter(`${network}.${n}.1`, email, PASSWORD)
    const status = await attempt()
    // A server that is busy with other work may also ask to press again once.
    honest.push(status === 503 ? await attempt() : status)
  }
  isOver = true
  await Promise.all(flood)
  return { honest, refused }
}

test.each([
  ['36 networks', Array.from({ length: 36 }, (_, n) => `100.${n}.0.1`), '90.1', 0],
  [
    'a /48',
    Array.from({ length: 60 }, (_, n) => `2001:db8:1:${n.toString(16)}::1`),
    '90.2',
    HONEST,
  ],
])('wrong passwords from %s keep nobody out', async (_, addresses, network, first) => {
  const people = site().seeded.people.slice(first, first + HONEST)
  const { honest, refused } = await enterDuring(addresses, network, people)
  expect(honest).toEqual(Array(HONEST).fill(303))
  expect(refused.length).toBeGreaterThan(addresses.length)
  for (const status of refused) expect([422, 429, 503]).toContain(status)
})
