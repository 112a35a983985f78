import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { mailAccessLink } from '#app/models/sign-in/links/access-link.server.ts'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { createUserWithPassword, from } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { median, rankScore, timeBoth } from '../../../../bench/sample.ts'
import { stopHashing } from './password.server.ts'

/** The two measures that make known and unknown addresses take the same time; tests switch them off. */
const equalizing = vi.hoisted(() => ({ hash: true, pace: true }))

vi.mock('./password.server.ts', async load => {
  const real = await load<typeof import('./password.server.ts')>()
  const checkPassword: typeof real.checkPassword = async (password, hash) =>
    hash === null && !equalizing.hash ? 'wrong' : real.checkPassword(password, hash)
  return { ...real, checkPassword }
})
vi.mock('#app/models/sign-in/pace.ts', async load => {
  const real = await load<typeof import('#app/models/sign-in/pace.ts')>()
  const noEarlierThan: typeof real.noEarlierThan = (milliseconds, work) =>
    equalizing.pace ? real.noEarlierThan(milliseconds, work) : work()
  return { noEarlierThan }
})

testDatabase()
/** Costly enough to show above the rest of the work. */
beforeAll(() => overrideSettings({ PASSWORD_COST: 9 }))
beforeEach(() => Object.assign(equalizing, { hash: true, pace: true }))
afterAll(stopHashing)

/** Beyond this score, two samples differ by chance once in many thousand runs. */
const BY_CHANCE = 4
const TRIES = 20
let visits = 0
/** A new network each time, so that no limit interferes. */
const anAddress = () => from(`203.${visits >> 8}.${visits++ & 255}.1`)

async function people(count: number): Promise<string[]> {
  const made: string[] = []
  for (let number = 0; number < count; number += 1)
    made.push((await createUserWithPassword()).email)
  return made
}

describe.each([
  ['a wrong password', 'wrong'],
  ['a wrong password of two forms', 'wr\u00F6ng'],
])('%s', (_, password) => {
  const time = async () => {
    const emails = await people(4)
    const fail = (email: string) => authenticate(email, password, anAddress())
    await fail('warming.up@example.org')
    const known = (at: number) => fail(emails[at % emails.length] ?? '')
    return timeBoth(TRIES, known, at => fail(`nobody${at}@example.org`))
  }

  test('takes as long for an unknown address as for a known one, by the hash alone', async () => {
    equalizing.pace = false
    const [known, unknown] = await time()
    expect(median(known) / median(unknown)).toBeGreaterThan(0.5)
    expect(median(known) / median(unknown)).toBeLessThan(2)
    expect(Math.abs(rankScore(known, unknown))).toBeLessThan(BY_CHANCE)
  })

  test('(control) would differ if no hash were computed for an unknown address', async () => {
    Object.assign(equalizing, { pace: false, hash: false })
    const [known, unknown] = await time()
    expect(median(known) / median(unknown)).toBeGreaterThan(2)
    expect(rankScore(known, unknown)).toBeGreaterThan(BY_CHANCE)
  })
})

describe.each(['reset-password', 'sign-in'] as const)('asking for a link: %s', link => {
  const ask = (email: string) => mailAccessLink(link, email, anAddress())

  test('takes as long for an unknown address as for a known one', async () => {
    const emails = await people(10)
    const [known, unknown]: [number[], number[]] = [[], []]
    const timed = async (into: number[], email: string) => {
      const started = performance.now()
      await ask(email)
      into.push(performance.now() - started)
    }
    for (let batch = 0; batch < 4; batch += 1) {
      const some = emails.slice((batch % 2) * 5, (batch % 2) * 5 + 5)
      await Promise.all(
        some
          .flatMap((email, at) => {
            const nobody = `nobody${batch}-${at}@example.org`
            const pair = [() => timed(known, email), () => timed(unknown, nobody)]
            // The first in a tick waits for its end, so each of the two goes first equally often.
            return (at + batch) % 2 === 0 ? pair : pair.reverse()
          })
          .map(start => start()),
      )
    }
    expect(median(known) / median(unknown)).toBeGreaterThan(0.8)
    expect(median(known) / median(unknown)).toBeLessThan(1.25)
    expect(Math.abs(rankScore(known, unknown))).toBeLessThan(BY_CHANCE)
  })

  test('(control) would differ if the answer came as soon as it is ready', async () => {
    equalizing.pace = false
    const [known, unknown]: [number[], number[]] = [[], []]
    // A busy machine needs more tries to show the difference; new people each time, or the limits would refuse them.
    let score = 0
    for (let more = 0; more < 6 && score <= BY_CHANCE; more += 1) {
      const emails = await people(10)
      const [some, others] = await timeBoth(
        30,
        at => ask(emails[at % emails.length] ?? ''),
        at => ask(`nobody${more}-${at}@example.org`),
      )
      known.push(...some)
      unknown.push(...others)
      score = rankScore(known, unknown)
    }
    expect(score).toBeGreaterThan(BY_CHANCE)
  })
})
