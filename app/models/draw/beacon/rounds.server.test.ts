import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { checkSignature, theBeacon } from './beacon.server.ts'
import { askBeacon } from './fetching.server.ts'
import { type BeaconProblem, hearOfBeacon } from './news.ts'
import { fetchRound, newestRound, secondsBehindBeacon } from './rounds.server.ts'
import { type BeaconMood, type LocalBeacon, startLocalBeacon } from './testing/local-beacon.ts'

let beacon: LocalBeacon
let news: BeaconProblem[] = []
let round = 1

beforeAll(async () => {
  beacon = await startLocalBeacon()
})
afterAll(() => beacon.stop())
beforeEach(async () => {
  overrideSettings(readSettings({ ...process.env, ...beacon.env }))
  await beacon.be('well')
  beacon.moveAhead(0)
  beacon.asked().length = 0
  news = []
  hearOfBeacon(each => news.push(each))
  round += 10
})

const addressOf = (which: number | string) =>
  `${beacon.url}/${beacon.beacon.chainHash}/public/${which}`

test('the beacon is quicknet with 15 minutes, unless a test sets another', () => {
  expect(theBeacon()).toEqual(beacon.beacon)
  overrideSettings({ TEST_BEACON: undefined })
  expect(theBeacon()).toMatchObject({ periodSeconds: 3, genesis: 1_692_803_367, leastSeconds: 900 })
  expect(theBeacon().chainHash).toMatch(/^52db9ba7/)
})

describe('fetching a round', () => {
  test('gives its signature, and names no version of ours', async () => {
    expect(await fetchRound(round)).toBe(beacon.signatureOf(round))
    expect(beacon.asked()).toEqual([new URL(addressOf(round)).pathname])
    expect(beacon.lastHeaders()['user-agent']).toBe('ticket-allocation')
    expect(news).toEqual([])
  })

  test('gives nothing before the round appears', async () => {
    const toCome = beacon.newest() + 1000
    expect(await fetchRound(toCome)).toBeUndefined()
    expect(news).toEqual([{ round: toCome, problem: 'HTTP 425' }])
  })

  test.each<[BeaconMood, RegExp]>([
    ['away', /^no answer \(\w+\)$/],
    ['answers 503', /^HTTP 503$/],
    ['redirects', /^HTTP 302$/],
    ['answers nonsense', /^not the answer of a beacon$/],
    ['answers at length', /^an answer of more than 4096 bytes$/],
    ['answers another round', /^the answer is for round \d+$/],
    ['signs wrongly', /^the signature is not genuine$/],
    ['signs in a second form', /^the signature is not genuine$/],
  ])('gives nothing from a beacon that %s, and says so once', async (mood, problem) => {
    round = beacon.roundWithSecondForm(round)
    await beacon.be(mood)
    expect(await fetchRound(round)).toBeUndefined()
    expect(await fetchRound(round)).toBeUndefined()
    expect(news).toEqual([{ round, problem: expect.stringMatching(problem) }])
    expect(beacon.asked().filter(path => path === '/elsewhere')).toEqual([])
    await beacon.be('well')
    expect(await fetchRound(round)).toBe(beacon.signatureOf(round))
  })

  test.each<BeaconMood>(['silent', 'stalls'])('gives up on a beacon that is %s', async mood => {
    await beacon.be(mood)
    expect(await askBeacon(addressOf(round), { patience: 100 })).toEqual({
      problem: 'no answer in time',
    })
  })

  test('ends quietly when the server stops', async () => {
    await beacon.be('silent')
    const stopping = new AbortController()
    const fetched = fetchRound(round, stopping.signal)
    await vi.waitFor(() => expect(beacon.asked()).toHaveLength(1))
    stopping.abort()
    expect(await fetched).toBeUndefined()
    expect(news).toEqual([])
  })

  test('says a reason again when the round was there in between', async () => {
    for (const mood of [
      'answers 503',
      'well',
      'answers 503',
      'answers nonsense',
      'answers 503',
    ] as const) {
      await beacon.be(mood)
      await fetchRound(round)
    }
    expect(news.map(({ problem }) => problem)).toEqual([
      'HTTP 503',
      'HTTP 503',
      'not the answer of a beacon',
    ])
  })

  test('asks nobody where BEACON_URL is empty', async () => {
    overrideSettings({ BEACON_URL: '' })
    const called = vi.spyOn(globalThis, 'fetch')
    expect(await fetchRound(round)).toBeUndefined()
    expect(await newestRound()).toBeUndefined()
    expect(await secondsBehindBeacon(Date.now())).toBeUndefined()
    expect(called).not.toHaveBeenCalled()
    expect(news).toEqual([])
  })
})

describe('the newest round', () => {
  test('shows that a good clock is not behind', async () => {
    const least = beacon.newest()
    expect(await newestRound()).toBeGreaterThanOrEqual(least)
    const before = Date.now()
    const [behind, elapsed] = [await secondsBehindBeacon(before), (Date.now() - before) / 1000]
    expect(behind).toBeGreaterThanOrEqual(-1)
    expect(behind).toBeLessThanOrEqual(elapsed)
  })

  test('shows how far a clock is behind', async () => {
    expect(await secondsBehindBeacon(Date.now() - 60_000)).toBeGreaterThan(58)
    beacon.moveAhead(90)
    expect(await secondsBehindBeacon(Date.now())).toBeGreaterThan(88)
  })

  test.each<BeaconMood>(['away', 'answers another round', 'signs wrongly', 'answers nonsense'])(
    'is believed only with its signature, and without it unknown: %s',
    async mood => {
      await beacon.be(mood)
      const behind = await secondsBehindBeacon(Date.now())
      // Another round is genuine here, since nobody asked for this one.
      if (mood === 'answers another round') expect(behind).toBeLessThan(3)
      else
        expect([behind, news]).toEqual([undefined, [expect.objectContaining({ round: 'latest' })]])
    },
  )
})

describe('a pasted signature', () => {
  test('is genuine for its round alone', async () => {
    const signature = beacon.signatureOf(round)
    expect(await checkSignature(round, signature, 'Kim')).toBe('genuine')
    expect(await checkSignature(round + 1, signature, 'Kim')).toBe('wrong')
    expect(await checkSignature(round, signature.toUpperCase(), 'Kim')).toBe('wrong')
  })

  test('of too many at once is refused as busy, and holds up nothing that the server fetches', async () => {
    const wrong = beacon.signatureOf(round + 1)
    const pasted = Array.from({ length: 5 }, () => checkSignature(round, wrong, 'Kim'))
    const fetched = fetchRound(round)
    expect((await Promise.all(pasted)).toSorted()).toEqual([
      'busy',
      'busy',
      'wrong',
      'wrong',
      'wrong',
    ])
    expect(await fetched).toBe(beacon.signatureOf(round))
  })
})
