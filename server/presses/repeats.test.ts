import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import { newBrowser } from '#app/http/cookies.server.ts'
import { newFormKey, parseFormKey } from '#app/http/forms/form-key.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import type { Door } from '#server/door.ts'
import { KeptAnswers } from './kept-answers.ts'
import { answerRepeats } from './repeats.ts'

type Asking = {
  path?: string
  text?: string
  key?: string | undefined
  from?: string
  browser?: string
  session?: string
  userId?: string
}

let done = 0
let kept = new KeptAnswers()
let app = new Hono<Door>()

/** Identifies visitors from headers and counts the presses that get through. */
beforeEach(() => {
  done = 0
  kept = new KeptAnswers({ answers: 20, bytes: 1_000_000, ofOne: 3, body: 10_000 })
  app = new Hono<Door>()
  app.use(async (c, next) => {
    const [key, userId] = [c.req.header('key'), c.req.header('user')]
    c.set('address', c.req.header('from') ?? '')
    c.set('browser', c.req.header('browser'))
    c.set('sessionToken', c.req.header('session'))
    if (userId) c.set('viewer', { userId } as Viewer)
    const formKey = key === undefined ? undefined : parseFormKey(key)
    if (formKey) c.set('formKey', formKey)
    c.set('body', await c.req.raw.blob())
    await next()
  })
  app.use(answerRepeats(kept))
  app.all('*', c => {
    done += 1
    return c.req.path.includes('wrong') || c.req.query('wrong') !== undefined
      ? c.text('what was typed', 422)
      : c.redirect('/', 303)
  })
})

async function press({ path = '/page', text = '', key, from = '192.0.2.1', ...as }: Asking) {
  const { browser, session, userId: user } = as
  const known = Object.entries({ key, from, browser, session, user })
  const headers = known.filter((each): each is [string, string] => each[1] !== undefined)
  return app.request(path, { method: 'POST', body: text, headers })
}

const ANN = { session: 'a session of Ann', userId: 'ann' }
const keyOf = (userId?: string, browser?: string) =>
  newFormKey({ viewer: userId ? ({ userId } as Viewer) : undefined, browser })?.value

describe('the answer to what a person did', () => {
  const key = keyOf('ann')
  const browser = newBrowser()

  test('is for their session alone, whatever the browser', async () => {
    const asking = { path: '/wrong', key, browser }
    await press({ ...asking, ...ANN })
    await press({ ...asking, ...ANN })
    expect(done).toBe(1)
    await press(asking)
    await press({ ...asking, session: 'a session of Bob', userId: 'bob' })
    expect(done).toBe(3)
  })

  test('is given to each of several presses that arrive in the same moment', async () => {
    const asking = { key, browser, ...ANN }
    const answers = await Promise.all([press(asking), press(asking), press(asking)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(done).toBe(1)
  })

  test('is for their session alone when the form was opened before they signed in', async () => {
    const asking = { path: '/wrong', key: keyOf(undefined, browser), browser }
    await press({ ...asking, ...ANN })
    await press(asking)
    expect(done).toBe(2)
  })

  test('is no page once that session has ended, but may be a redirect', async () => {
    for (const path of ['/wrong', '/right']) {
      await press({ path, key, ...ANN })
      await press({ path, key, session: ANN.session })
    }
    expect(done).toBe(3)
  })
})

describe('strangers with invented browsers', () => {
  test.each(['with keys', 'without'])('push out no answers of other networks: %s', async way => {
    const [browser, path] = [newBrowser(), '/forgot-password']
    const of = (name: string) => (way === 'without' ? undefined : keyOf(undefined, name))
    const own = { path, browser, key: of(browser), from: '198.51.100.7' }
    await press(own)
    for (let at = 0; at < 50; at += 1) {
      const made = newBrowser()
      await press({ path, browser: made, key: of(made), text: String(at) })
    }
    expect(kept.size).toBe(4)
    await press(own)
    expect(done).toBe(51)
  })

  test('get no page kept without a key', async () => {
    const browser = newBrowser()
    await press({ path: '/forgot-password?wrong', browser })
    expect(kept.size).toBe(0)
    await press({ path: '/forgot-password', browser })
    expect(kept.size).toBe(1)
  })
})
