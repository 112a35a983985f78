import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hashToken } from '#app/values/id.ts'
import { type Answer, KeptAnswers } from './kept-answers.ts'

const MOST = { answers: 5, bytes: 100_000, ofOne: 2, body: 5000 }
const answer = (bytes = 0): Answer => ({
  status: 303,
  headers: [],
  body: bytes > 0 ? new Uint8Array(bytes) : null,
})
const press = (id: string, owner = id) => ({ id, owner, holders: [owner] })

let now = 1
let kept = new KeptAnswers(MOST)
beforeEach(() => {
  kept = new KeptAnswers(MOST, () => now)
})
afterEach(() => vi.useRealTimers())

function make(id: string, owner = id, bytes = 0, ttl = 1000) {
  kept.begin(press(id, owner))(answer(bytes), { ttl })
}

describe('an answer', () => {
  test('is awaited while it is made', async () => {
    const finish = kept.begin(press('a'))
    const found = kept.find(press('a'))
    finish(answer(), { ttl: 0 })
    expect(await found?.answer).toEqual(answer())
  })

  test('is kept as long as allowed, and not at all when not allowed', () => {
    make('a')
    make('b', 'b', 0, 0)
    expect([kept.find(press('a')), kept.find(press('b'))]).toEqual([expect.anything(), undefined])
    now += 1001
    expect(kept.find(press('a'))).toBeUndefined()
  })

  test('leaves memory by itself when it expires', () => {
    vi.useFakeTimers()
    make('a')
    make('b', 'b', 0, 5000)
    now += 1001
    vi.advanceTimersByTime(1001)
    expect([kept.size, kept.owners]).toEqual([1, 1])
  })

  test('holds no token in the clear', () => {
    kept.begin(press('a', 'ann'))(answer(), { ttl: 1000, gives: 'new session' })
    const { holders } = kept.find(press('a', 'ann')) ?? { holders: [] }
    expect([...holders]).toEqual([hashToken('ann'), hashToken('new session')])
  })

  test('is for the visitor who pressed, and for the session that it gave', () => {
    kept.begin(press('a', 'ann'))(answer(), { ttl: 1000, gives: 'new session' })
    const asked = (holder: string) => kept.find({ id: 'a', owner: 'x', holders: [holder] })
    expect([asked('ann'), asked('new session'), asked('bob')].map(Boolean)).toEqual([
      ...[true, true, false],
    ])
  })
})

describe('limits what is kept', () => {
  test('to a number per person, dropping the oldest first', () => {
    for (const id of ['a', 'b', 'c']) make(id, 'ann')
    make('d', 'bob')
    const found = ['a', 'b', 'c'].map(id => Boolean(kept.find(press(id, 'ann'))))
    expect([found, kept.size]).toEqual([[false, true, true], 3])
  })

  test('to a total number, and to a total of bytes', () => {
    for (let at = 0; at < 50; at += 1) make(String(at))
    expect(kept.size).toBe(5)
    const small = new KeptAnswers({ ...MOST, answers: 100, bytes: 10_000 })
    for (let at = 0; at < 50; at += 1) small.begin(press(String(at)))(answer(4000), { ttl: 1000 })
    expect(small.size).toBeLessThanOrEqual(2)
  })

  test('to bodies of a certain size', () => {
    make('a', 'a', 5001)
    expect(kept.size).toBe(0)
  })

  test('and nothing is left of expired answers', () => {
    for (let at = 0; at < 50; at += 1) make(String(at), `person ${at}`)
    expect(kept.owners).toBe(5)
  })
})
