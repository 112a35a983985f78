import { describe, expect, test } from 'vitest'
import {
  type Claimant,
  type ClaimantStanding,
  HashingFullError,
  HashingQueue,
} from './hashing-queue.ts'

/** The test decides when the work ends. */
function testQueue(queue = 20) {
  const under: (() => void)[] = []
  const line = new HashingQueue({ threads: 1, queue }, () => 0)
  const done: string[] = []
  const refused: string[] = []
  const ask = (name: string, asker: Claimant, cost = 1) => {
    const work = () => new Promise<void>(end => under.push(end))
    void line.run(asker, cost, work).then(
      () => done.push(name),
      error => {
        expect(error).toBeInstanceOf(HashingFullError)
        refused.push(name)
      },
    )
  }
  const settle = () => new Promise(resolve => setImmediate(resolve))
  const serve = async (count: number) => {
    for (let ended = 0; ended < count; ended += 1) {
      await settle()
      under.shift()?.()
    }
    await settle()
    return done.splice(0)
  }
  return { ask, serve, refused }
}

const by = (standing: ClaimantStanding, ...keys: string[]): Claimant => ({ standing, keys })
const stranger = (network: string) => by('new', network, `${network.split('.')[0]} wide`)

describe('within one standing', () => {
  test('the lowest spender goes first, and equals go in order of arrival', async () => {
    const { ask, serve } = testQueue()
    for (const name of ['a1', 'a2', 'a3']) ask(name, stranger('1.1'))
    ask('b1', stranger('2.1'))
    ask('c1', stranger('3.1'))
    ask('b2', stranger('2.1'))
    expect(await serve(6)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  })

  test('earlier spending counts too, so a newcomer waits for one calculation at most', async () => {
    const { ask, serve } = testQueue()
    for (let at = 0; at < 8; at += 1) ask(`old${at}`, stranger(`${at}.1`))
    await serve(8)
    for (let at = 0; at < 8; at += 1) ask(`again${at}`, stranger(`${at}.1`))
    ask('newcomer', stranger('9.1'))
    expect((await serve(9)).slice(0, 2)).toEqual(['again0', 'newcomer'])
  })

  test('the addresses of one wide network share their spending', async () => {
    const { ask, serve } = testQueue()
    for (let at = 0; at < 6; at += 1) ask(`one${at}`, stranger(`1.${at}`))
    ask('other', stranger('2.1'))
    expect((await serve(7)).slice(0, 2)).toEqual(['one0', 'other'])
  })

  test('costly work puts its asker further back', async () => {
    const { ask, serve } = testQueue()
    ask('first', stranger('0.1'))
    ask('dear', stranger('1.1'), 4)
    ask('dear again', stranger('1.1'), 4)
    for (const name of ['cheap1', 'cheap2', 'cheap3']) ask(name, stranger('2.1'))
    expect(await serve(6)).toEqual(['first', 'dear', 'cheap1', 'cheap2', 'cheap3', 'dear again'])
  })

  test('when the queue is full, the biggest spender loses a place', async () => {
    const { ask, serve, refused } = testQueue(3)
    for (let at = 0; at < 6; at += 1) ask(`a${at}`, stranger('1.1'))
    ask('b', stranger('2.1'))
    ask('a6', stranger('1.1'))
    const served = await serve(4)
    expect(served).toEqual(['a0', 'b', 'a1', 'a2'])
    expect(refused).toEqual(['a4', 'a5', 'a3', 'a6'])
  })
})

describe('the three standings', () => {
  test('take turns', async () => {
    const { ask, serve } = testQueue(30)
    for (let at = 0; at < 6; at += 1) ask(`new${at}`, stranger(`${at}.1`))
    for (let at = 0; at < 2; at += 1) ask(`network${at}`, by('network', `office${at}`))
    for (let at = 0; at < 2; at += 1) ask(`device${at}`, by('device', `phone${at}`))
    expect(await serve(10)).toEqual([
      ...['new0', 'device0', 'network0', 'new1', 'device1', 'network1'],
      ...['new2', 'new3', 'new4', 'new5'],
    ])
  })

  test.each(['device', 'network', 'new'] as const)(
    'cannot be shut out by a crowd of another kind: %s',
    async standing => {
      for (const crowd of ['device', 'network', 'new'] as const) {
        if (crowd === standing) continue
        const { ask, serve, refused } = testQueue(10)
        for (let at = 0; at < 40; at += 1) ask(`crowd${at}`, by(crowd, `${at}`))
        for (let at = 0; at < 3; at += 1) ask(`honest${at}`, by(standing, `me${at}`))
        expect(refused.filter(name => name.startsWith('honest'))).toEqual([])
        const served = await serve(7)
        expect(served.filter(name => name.startsWith('honest'))).toHaveLength(3)
      }
    },
  )
})

test('failed work frees its thread', async () => {
  const line = new HashingQueue({ threads: 1, queue: 5 })
  const me = by('new', 'me')
  await expect(line.run(me, 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await line.run(me, 1, async () => 'yes')).toBe('yes')
})
