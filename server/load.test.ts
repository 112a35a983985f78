import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { answerToError } from './error-response.ts'
import { OverloadedError, shedLoad } from './load.ts'

function doorWhere(waited: number, before = 100) {
  const app = new Hono<Door>()
  app.use(shedLoad({ next: () => ({ waited, before }) }))
  app.all('/', c => c.text('rendered'))
  app.onError((error, c) => {
    const { status, retryAfter } = answerToError(error)
    return c.text('busy', status as 503, { 'Retry-After': String(retryAfter) })
  })
  return app
}

test.each([
  [0, 'GET', 200],
  [699, 'GET', 200],
  [701, 'GET', 503],
  [701, 'POST', 200],
  [1501, 'POST', 503],
])('after %d ms in the queue a %s is answered %d', async (waited, method, status) => {
  expect((await doorWhere(waited).request('/', { method })).status).toBe(status)
})

test('a turn that was long for few is no crowd', async () => {
  expect((await doorWhere(5000, 3).request('/')).status).toBe(200)
})

test('people are told to come back at different times', async () => {
  const door = doorWhere(5000)
  const answers = await Promise.all(Array.from({ length: 50 }, () => door.request('/')))
  const waits = answers.map(answer => Number(answer.headers.get('retry-after')))
  expect(new Set(waits).size).toBeGreaterThan(2)
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(2)
  expect(answerToError(new OverloadedError()).status).toBe(503)
})
