import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { noteLive } from '#app/models/sign-in/session/live-session.ts'
import { answerToError } from '#server/answers/error-response.ts'
import type { Door } from '#server/door.ts'
import { OverloadedError, takeTurns } from './load.ts'

type Asking = { method?: string; from?: string; session?: string }

/** The clock moves only with a visit; visits are recorded as they are let in. */
function doorWithClock(duringVisit = () => {}) {
  const visits: string[] = []
  let clock = 0
  const app = new Hono<Door>()
  app.use((c, next) => {
    c.set('address', c.req.header('from') ?? '')
    const session = c.req.header('session')
    if (session) c.set('sessionToken', session)
    if (session && !session.startsWith('ended')) noteLive(session)
    return next()
  })
  app.use(takeTurns(() => clock))
  app.all('/:visit/:takes', async c => {
    visits.push(c.req.param('visit'))
    duringVisit()
    // By then, all requests made together have arrived.
    await Promise.resolve()
    clock += Number(c.req.param('takes'))
    return c.text('rendered')
  })
  app.onError((error, c) => {
    const { status, retryAfter } = answerToError(error)
    return c.text('busy', status as 503, { 'Retry-After': String(retryAfter) })
  })
  const ask = async (
    path: string,
    { method = 'GET', from = '203.0.113.1', session = '' }: Asking = {},
  ) => app.request(path, { method, headers: { from, session } })
  return { visits, ask, now: () => clock }
}

test.each([
  ['GET', 700, 200],
  ['GET', 701, 503],
  ['POST', 701, 200],
  ['POST', 1500, 200],
  ['POST', 1501, 503],
])('a %s that has stood in line for %d ms is answered %d', async (method, waited, status) => {
  const { ask } = doorWithClock()
  const [first, second] = await Promise.all([ask(`/first/${waited}`), ask('/second/0', { method })])
  expect([first.status, second.status]).toEqual([200, status])
})

test('the first to come is let in first, one per turn of the event loop', async () => {
  const { ask, visits } = doorWithClock()
  const names = ['a', 'b', 'c', 'd']
  const seen: number[] = []
  let isDone = false
  const look = () => {
    seen.push(visits.length)
    if (!isDone) setImmediate(look)
  }
  setImmediate(look)
  await Promise.all(names.map(name => ask(`/${name}/0`)))
  isDone = true
  expect(visits).toEqual(names)
  const steps = seen.map((many, i) => many - (seen[i - 1] ?? 0))
  expect(Math.max(...steps.slice(1))).toBe(1)
})

describe('one visitor with many requests', () => {
  async function turnOf(flood: (i: number) => Asking, other: Asking) {
    const { ask, visits } = doorWithClock()
    const asked = Array.from({ length: 200 }, (_, i) => ask(`/flood/1`, flood(i)))
    asked.push(ask('/other/1', other))
    await Promise.all(asked)
    return visits.indexOf('other')
  }
  const flood = () => ({ from: '203.0.113.1' })

  test('keeps nobody else waiting behind all of them', async () => {
    expect(await turnOf(flood, { from: '198.51.100.7' })).toBeLessThanOrEqual(2)
  })

  test('counts as one when it uses a whole IPv6 range', async () => {
    const range = (i: number) => ({ from: `2001:db8::${i.toString(16)}` })
    expect(await turnOf(range, { from: '2001:db8:1::1' })).toBeLessThanOrEqual(2)
  })

  test('counts as one by session, from any address', async () => {
    const everywhere = (i: number) => ({ from: `198.51.100.${i}`, session: 'a' })
    expect(await turnOf(everywhere, { from: '198.51.100.7', session: 'b' })).toBeLessThanOrEqual(2)
  })

  test('keeps no signed-in person waiting behind the same address', async () => {
    expect(await turnOf(flood, { session: 'a' })).toBeLessThanOrEqual(2)
  })

  test('counts as one network however many cookies of ended sessions it has', async () => {
    const ended = (i: number) => ({ from: '203.0.113.1', session: `ended ${i}` })
    expect(await turnOf(ended, { from: '198.51.100.7' })).toBeLessThanOrEqual(2)
  })

  test('(control) a visitor from the same network, without a session, waits behind it', async () => {
    expect(await turnOf(flood, { from: '203.0.113.1' })).toBe(200)
  })
})

test('each request of a busy network is refused when its time is over, not when its turn comes', async () => {
  const newcomers: Promise<Response>[] = []
  const { ask, now } = doorWithClock(() => {
    const many = Math.min(newcomers.length + 3, 250)
    for (let i = newcomers.length; i < many; i++)
      newcomers.push(ask('/other/20', { from: `198.51.${i}.1` }))
  })
  const answers = Array.from({ length: 100 }, async () => {
    const { status } = await ask('/office/20')
    return { status, at: now() }
  })
  const late = (await Promise.all(answers)).filter(({ status }) => status === 503)
  expect((await Promise.all(newcomers)).some(({ status }) => status === 200)).toBe(true)
  expect(late.length).toBeGreaterThan(50)
  for (const { at } of late) expect(at).toBeLessThanOrEqual(700 + 2 * 20)
})

test('a request that has waited too long is refused at once, and does not delay the next', async () => {
  const { ask, visits } = doorWithClock()
  const asked = ['/slow/800', '/late/0', '/later/0'].map(path => ask(path))
  const form = ask('/form/0', { method: 'POST' })
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 503, 503])
  expect((await form).status).toBe(200)
  expect(visits).toEqual(['slow', 'form'])
  expect((await ask('/next/0')).status).toBe(200)
})

describe('refused visitors', () => {
  /** Seconds after which each of `many` may return, when each turn took `milliseconds`. */
  async function waitsOf(refused: number, { turns, takes }: { turns: number; takes: number }) {
    const { ask } = doorWithClock()
    const entering = Array.from({ length: turns }, () => ask(`/first/${takes}`, { method: 'POST' }))
    const slow = ask('/slow/5000', { method: 'POST' })
    const readers = Array.from({ length: refused }, () => ask('/reader/0'))
    await Promise.all([...entering, slow])
    const answers = await Promise.all(readers)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    return answers.map(answer => Number(answer.headers.get('retry-after')))
  }

  test('are asked to return one after the other, from two seconds on', async () => {
    const waits = await waitsOf(200, { turns: 100, takes: 10 })
    expect(waits[0]).toBeGreaterThanOrEqual(2)
    expect(waits[0]).toBeLessThanOrEqual(3)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    // 200 times twice the 10 ms that each turn took.
    expect(waits.at(-1)).toBe(2 + 4)
  })

  test('are asked to wait longer when the line moves slowly', async () => {
    const [quick, slow] = [
      await waitsOf(100, { turns: 100, takes: 1 }),
      await waitsOf(100, { turns: 100, takes: 14 }),
    ]
    expect(slow.at(-1)).toBeGreaterThan(quick.at(-1) as number)
  })

  test('are never asked to wait for more than a minute', async () => {
    const waits = await waitsOf(3000, { turns: 100, takes: 14 })
    expect(waits.at(-1)).toBe(60)
  })

  test('get no later time because one visitor keeps asking', async () => {
    const { ask } = doorWithClock()
    const entering = Array.from({ length: 100 }, () => ask('/first/14', { method: 'POST' }))
    const slow = ask('/slow/5000', { method: 'POST' })
    const flood = Array.from({ length: 3000 }, () => ask('/flood/0', { from: '192.0.2.1' }))
    const other = ask('/other/0', { from: '198.51.100.7' })
    await Promise.all([...entering, slow])
    const last = (await Promise.all(flood)).at(-1)
    expect(Number(last?.headers.get('retry-after'))).toBe(60)
    expect(Number((await other).headers.get('retry-after'))).toBeLessThanOrEqual(3)
  })

  test('read on the page in how many seconds to try again', () => {
    const answer = answerToError(new OverloadedError(17))
    expect(answer).toMatchObject({ status: 503, retryAfter: 17 })
    expect(answer.words?.text).toContain('in 17 seconds')
  })
})
