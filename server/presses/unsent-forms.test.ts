import { Hono } from 'hono'
import { beforeEach, expect, test, vi } from 'vitest'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { findNewestUnsent, forgetUnsent } from '#app/models/sign-in/unsent-form.server.ts'
import { DatabaseUnavailableError } from '#db/failures/condition.ts'
import { LaneFullError } from '#db/lane.ts'
import type { Door } from '#server/door.ts'
import { log } from '#server/log.ts'
import { keepUnsentForms } from './unsent-forms.ts'

vi.mock('#app/models/sign-in/session/session.server.ts')
vi.mock('#app/models/sign-in/unsent-form.server.ts')

const viewer = { userId: 'ann' } as NonNullable<Awaited<ReturnType<typeof findViewer>>>

beforeEach(() => {
  vi.mocked(findViewer).mockResolvedValue(viewer)
})

/** The answer to a form that succeeded. */
async function answerTo(path: string): Promise<Response> {
  const app = new Hono<Door>()
  app.use(async (c, next) => {
    if (!path.startsWith('/login')) c.set('viewer', viewer)
    await next()
  })
  app.use(keepUnsentForms)
  const session = await sessionCookie().serialize('a token')
  app.all('*', c => {
    c.header('Set-Cookie', session)
    return c.redirect('/events', 303)
  })
  app.onError(error => new Response(error.name, { status: 503 }))
  return app.request(path, { method: 'POST' })
}

const passing = [new LaneFullError('full'), new DatabaseUnavailableError('the disk is full')]

test.each(passing)('an answer is unchanged when a kept form cannot be deleted: %s', async error => {
  const warn = vi.spyOn(log, 'warn').mockReturnValue()
  vi.mocked(forgetUnsent).mockRejectedValue(error)
  const answer = await answerTo('/account?unsent=x')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/events'])
  expect(forgetUnsent).toHaveBeenCalledWith('x', 'ann')
  expect(warn).toHaveBeenCalledOnce()
})

test.each(passing)('signing in is unchanged when a kept form cannot be found: %s', async error => {
  vi.spyOn(log, 'warn').mockReturnValue()
  vi.mocked(findNewestUnsent).mockRejectedValue(error)
  const answer = await answerTo('/login')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/events'])
  expect(answer.headers.getSetCookie()).toHaveLength(1)
})

test('a lasting fault is reported', async () => {
  vi.mocked(forgetUnsent).mockRejectedValue(new TypeError('a fault of ours'))
  expect((await answerTo('/account?unsent=x')).status).toBe(503)
})

test('a kept form leads only to a page of ours', async () => {
  vi.mocked(findNewestUnsent).mockResolvedValueOnce({ id: 'x', page: '/account?a=1' })
  expect((await answerTo('/login')).headers.get('location')).toBe('/account?a=1&unsent=x')
  for (const page of ['//evil.example/a', '/\\evil.example', 'https://evil.example/']) {
    vi.mocked(findNewestUnsent).mockResolvedValueOnce({ id: 'x', page })
    expect((await answerTo('/login')).headers.get('location')).toBe('/events')
  }
})
