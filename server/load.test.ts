import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Door } from './door.ts'
import { answerToError } from './error-response.ts'
import { OverloadedError, takeTurns } from './load.ts'

/** A door with a clock that stands still unless a visit moves it on; visits are noted as they are let in. */
function doorWithClock() {
  const visits: string[] = []
  let clock = 0
  const app = new Hono<Door>()
  app.use((c, next) => {
    c.set('address', c.req.header('from') ?? '203.0.113.1')
    return next()
  })
  app.use(takeTurns(() => clock))
  app.all('/:visit/:takes', async c => {
    visits.push(c.req.param('visit'))
    // All who are asked for together have come by then.
    await Promise.resolve()
    clock += Number(c.req.param('takes'))
    return c.text('rendered')
  })
  app.onError((error, c) => {
    const { status, retryAfter } = answerToError(error)
    return c.text('busy', status as 503, { 'Retry-After': String(retryAfter) })
  })
  const ask = async (path: string, method = 'GET', from = '203.0.113.1') =>
    app.request(path, { method, headers: { from } })
  return { visits, ask }
}

test.each([
  ['GET', 700, 200],
  ['GET', 701, 503],
  ['POST', 701, 200],
  ['POST', 1500, 200],
  ['POST', 1501, 503],
])('a %s that has stood in line for %d ms is answered %d', async (method, waited, status) => {
  const { ask } = doorWithClock()
  const [first, second] = await Promise.all([ask(`/first/${waited}`), ask('/second/0', method)])
  expect([first.status, second.status]).toEqual([200, status])
})

test('who comes first is let in first, one at each turn of the event loop', async () => {
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

describe('one network that asks for much', () => {
  async function turnOf(flood: (i: number) => string, other: string) {
    const { ask, visits } = doorWithClock()
    const asked = Array.from({ length: 200 }, (_, i) => ask(`/flood/1`, 'GET', flood(i)))
    asked.push(ask('/other/1', 'GET', other))
    await Promise.all(asked)
    return visits.indexOf('other')
  }

  test('keeps nobody else waiting behind all of it', async () => {
    expect(await turnOf(() => '203.0.113.1', '198.51.100.7')).toBeLessThanOrEqual(2)
  })

  test('is one network also when it uses a whole range of version 6', async () => {
    const flood = (i: number) => `2001:db8::${i.toString(16)}`
    expect(await turnOf(flood, '2001:db8:1::1')).toBeLessThanOrEqual(2)
  })

  test('(control) who comes from the same network waits behind it', async () => {
    expect(await turnOf(() => '203.0.113.1', '203.0.113.1')).toBe(200)
  })
})

test('who has waited too long is refused at once, and the next one is not kept by it', async () => {
  const { ask, visits } = doorWithClock()
  const asked = ['/slow/800', '/late/0', '/later/0'].map(path => ask(path))
  const form = ask('/form/0', 'POST')
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 503, 503])
  expect((await form).status).toBe(200)
  expect(visits).toEqual(['slow', 'form'])
  expect((await ask('/next/0')).status).toBe(200)
})

describe('those who are refused', () => {
  /** Seconds after which each of so many is told to come back, of turns that took so many milliseconds each. */
  async function waitsOf(refused: number, { turns, takes }: { turns: number; takes: number }) {
    const { ask } = doorWithClock()
    const entering = Array.from({ length: turns }, () => ask(`/first/${takes}`, 'POST'))
    const slow = ask('/slow/5000', 'POST')
    const readers = Array.from({ length: refused }, () => ask('/reader/0'))
    await Promise.all([...entering, slow])
    const answers = await Promise.all(readers)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    return answers.map(answer => Number(answer.headers.get('retry-after')))
  }

  test('are told to come back one after the other, from two seconds on', async () => {
    const waits = await waitsOf(200, { turns: 100, takes: 10 })
    expect(waits[0]).toBeGreaterThanOrEqual(2)
    expect(waits[0]).toBeLessThanOrEqual(3)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    // 200 times twice the 10 ms that each turn took.
    expect(waits.at(-1)).toBe(2 + 4)
  })

  test('are told to wait longer where the line moves slowly', async () => {
    const [quick, slow] = [
      await waitsOf(100, { turns: 100, takes: 1 }),
      await waitsOf(100, { turns: 100, takes: 14 }),
    ]
    expect(slow.at(-1)).toBeGreaterThan(quick.at(-1) as number)
  })

  test('are never told to wait for more than a minute', async () => {
    const waits = await waitsOf(3000, { turns: 100, takes: 14 })
    expect(waits.at(-1)).toBe(60)
  })

  test('read in how many seconds to try again', () => {
    const answer = answerToError(new OverloadedError(17))
    expect(answer).toMatchObject({ status: 503, retryAfter: 17 })
    expect(answer.words?.text).toContain('in 17 seconds')
  })
})
