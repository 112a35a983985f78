import { sql } from 'drizzle-orm'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { issueToken, type TokenPurpose } from '#app/models/sign-in/links/token.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { setUpLink } from '#app/models/sign-in/set-up.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { countSessions, createUserWithPassword, PASSWORD, signIn } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { errorsOf, load, sessionIn, submit, typedIn } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails, tokens, users } from '#db/schema.ts'
import * as forgotPassword from './forgot-password.tsx'
import * as login from './login.tsx'
import * as resetPassword from './reset-password.$token.tsx'
import * as setUp from './set-up.$token.tsx'
import * as signInByLink from './sign-in.$token.tsx'

testDatabase()
afterAll(stopHashing)

const NEW = 'two dogs under a table'
let counter = 0
/** A new network each time, so that the tests do not use up each other's tries. */
const elsewhere = () => ({ context: { address: `100.64.0.${++counter}` } })

async function linkFor(userId: string, purpose: TokenPurpose): Promise<{ token: string }> {
  const { token, steps } = issueToken(purpose, userId)
  await write(steps)
  return { token }
}

async function usedTokens(): Promise<number> {
  return (await db().select().from(tokens)).filter(token => token.usedAt !== null).length
}

describe('/login', () => {
  test('lets in, with a cookie, back to where one came from', async () => {
    const user = await createUserWithPassword()
    const form = { email: user.email, password: PASSWORD, returnTo: '/events/abc?page=2' }
    const answer = await submit(login.action, { form, ...elsewhere() })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/events/abc?page=2')
    expect(await findViewer(await sessionIn(answer))).toMatchObject({ userId: user.id })
    expect(answer.headers.get('Set-Cookie')).toMatch(/^session=.*HttpOnly; SameSite=Lax$/)
  })

  test('remembers when asked to', async () => {
    const user = await createUserWithPassword()
    const form = { email: user.email, password: PASSWORD, remember: 'on' }
    const answer = await submit(login.action, { form, ...elsewhere() })
    expect(answer.headers.get('Set-Cookie')).toContain('Expires=')
  })

  test('binds the cookie to the host and to https where there is https', async () => {
    const user = await createUserWithPassword()
    overrideSettings({ isSecure: true })
    const form = { email: user.email, password: PASSWORD }
    const answer = await submit(login.action, { form, ...elsewhere() })
    overrideSettings({ isSecure: false })
    expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-session=.*Path=\/.*Secure/)
  })

  test('ends the session that this browser had, even one of another person', async () => {
    const [before, user] = [await signIn(await createUser()), await createUserWithPassword()]
    const form = { email: user.email, password: PASSWORD }
    const context = { ...elsewhere().context, sessionToken: before.token }
    await submit(login.action, { form, context })
    expect(await findViewer(before.token)).toBeUndefined()
    expect(await countSessions()).toBe(1)
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/login',
  ])('leads nowhere else: %s', async returnTo => {
    const user = await createUserWithPassword()
    const form = { email: user.email, password: PASSWORD, returnTo }
    const answer = await submit(login.action, { form, ...elsewhere() })
    expect(answer.headers.get('Location')).toBe('/events')
  })

  test('says the same of a wrong password, an unknown and a deactivated person; keeps the address', async () => {
    const active = await createUserWithPassword()
    const deactivated = await createUserWithPassword({ deactivatedAt: 1 })
    const answers: unknown[] = []
    for (const form of [
      { email: active.email, password: 'wrong' },
      { email: deactivated.email, password: PASSWORD },
      { email: 'nobody@example.org', password: PASSWORD },
    ]) {
      const answer = await submit(login.action, { form, ...elsewhere() })
      expect(await typedIn(answer)).toEqual({ email: form.email })
      expect(await answer.clone().text()).not.toContain(form.password)
      answers.push([answer.status, await errorsOf(answer), [...answer.headers]])
    }
    expect(answers[0]).toMatchObject([
      422,
      { '': [expect.stringContaining('not right')] },
      expect.anything(),
    ])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(await countSessions()).toBe(0)
  })

  test('tells who tried too often how long to wait', async () => {
    const tries = Array.from({ length: 26 }, (_, i) => ({
      form: { email: `guess${i}@example.org`, password: 'x' },
      context: { address: '100.65.0.1' },
    }))
    await Promise.allSettled(tries.slice(0, 13).map(sent => submit(login.action, sent)))
    await Promise.allSettled(tries.slice(13, 25).map(sent => submit(login.action, sent)))
    const answer = await submit(login.action, tries[25] as (typeof tries)[0])
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await typedIn(answer)).toEqual({ email: 'guess25@example.org' })
    const shown = login.headers({ actionHeaders: answer.headers } as never) as Headers
    expect(shown.get('Retry-After')).toBe(answer.headers.get('Retry-After'))
  })

  test.each([
    ['nothing', {}],
    ['blank fields', { email: '  ', password: '' }],
    ['repeated fields', { email: ['a@example.org', 'b@example.org'], password: ['a', 'b'] }],
    ['an endless address', { email: `${'a'.repeat(300)}@example.org`, password: 'x' }],
    ['an endless password', { email: 'a@example.org', password: 'x'.repeat(1001) }],
  ])('asks again for %s', async (_, form) => {
    const answer = await submit(login.action, { form, ...elsewhere() })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer)).length).toBeGreaterThan(0)
  })

  test.each([
    ['a list that would fill the memory', { 'email[20000]': 'x' }],
    ['orders to the form library', { email: 'a@example.org', __intent__: 'no json' }],
  ])('cannot read %s', async (_, form) => {
    expect((await submit(login.action, { form, ...elsewhere() })).status).toBe(400)
  })

  test('sends on who is signed in already', async () => {
    const { viewer } = await signIn(await createUser())
    const answer = await load(login.loader, { path: '/login?returnTo=/events/x', viewer })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/events/x'])
  })
})

describe('/forgot-password', () => {
  afterEach(() => overrideSettings({ MAIL_ENABLED: false }))

  test.each([true, false])(
    'with mail %s answers the same for known, unknown and deactivated people',
    async isOn => {
      overrideSettings({ MAIL_ENABLED: isOn })
      const known = await createUser()
      const gone = await createUser({ deactivatedAt: 1 })
      const answers = []
      for (const email of [known.email, gone.email, 'nobody@example.org']) {
        const answer = await submit(forgotPassword.action, { form: { email }, ...elsewhere() })
        answers.push([answer.status, await answer.text(), [...answer.headers]])
      }
      expect(answers[0]).toMatchObject([303, '', expect.anything()])
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
      expect(await db().select().from(mails)).toMatchObject([{ userId: known.id }])
    },
  )

  test.each([
    ['reset-password', 'password-reset'],
    ['sign-in', 'sign-in-link'],
  ])('mails a link for %s', async (link, kind) => {
    const { email } = await createUser()
    await submit(forgotPassword.action, {
      form: { email: ` ${email.toUpperCase()} `, link },
      ...elsewhere(),
    })
    expect(await db().select().from(mails)).toMatchObject([{ kind, toEmail: email }])
  })

  test('slows down, with the time to wait and the address kept', async () => {
    const form = { email: 'often@example.org' }
    const from = elsewhere()
    const ask = () => submit(forgotPassword.action, { form, ...from })
    await Promise.all(Array.from({ length: 5 }, ask))
    const answer = await ask()
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(60)
    expect(await typedIn(answer)).toEqual(form)
  })

  test.each([{}, { email: 'not an address' }, { email: 'a@example.org', link: 'set-up' }])(
    'asks again for %j',
    async form => {
      const answer = await submit(forgotPassword.action, { form, ...elsewhere() })
      expect(answer.status).toBe(422)
      expect(await db().select().from(mails)).toEqual([])
    },
  )
})

describe('/reset-password/:token', () => {
  test('looking changes nothing; pressing sets the password and signs in', async () => {
    const user = await createUser()
    const params = await linkFor(user.id, 'set-password')
    for (let i = 0; i < 2; i++)
      expect(await (await load(resetPassword.loader, { params })).json()).toEqual({
        person: { name: user.name, email: user.email, isNew: true },
      })
    expect(await usedTokens()).toBe(0)
    const form = { password: NEW, repeat: NEW }
    const answer = await submit(resetPassword.action, { params, form })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/events'])
    expect(await findViewer(await sessionIn(answer))).toMatchObject({ userId: user.id })
    expect((await load(resetPassword.loader, { params })).status).toBe(410)
    expect((await submit(resetPassword.action, { params, form })).status).toBe(410)
  })

  test.each([
    [{}, ['password', 'repeat']],
    [{ password: 'short', repeat: 'short' }, ['password']],
    [{ password: 'ä'.repeat(37), repeat: 'ä'.repeat(37) }, ['password']],
    [{ password: 'password123', repeat: 'password123' }, ['password']],
    [{ password: 'someone@example.org', repeat: 'someone@example.org' }, ['password']],
    [{ password: NEW, repeat: 'two dogs' }, ['repeat']],
  ])('refuses %j, and the link goes on working', async (form, fields) => {
    const user = await createUser({ email: 'someone@example.org' })
    const params = await linkFor(user.id, 'reset-password')
    const answer = await submit(resetPassword.action, { params, form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer))).toEqual(fields)
    expect(await typedIn(answer), 'no password comes back').toEqual({})
    expect((await load(resetPassword.loader, { params })).status).toBe(200)
  })

  test.each(['', 'x', 'a'.repeat(5000), '../../etc'])('knows no link %#', async token => {
    const sent = { params: { token }, form: { password: NEW, repeat: NEW } }
    expect((await load(resetPassword.loader, sent)).status).toBe(410)
    expect((await submit(resetPassword.action, sent)).status).toBe(410)
  })
})

describe('/sign-in/:token', () => {
  test('looking changes nothing; pressing signs in', async () => {
    const user = await createUser()
    const params = await linkFor(user.id, 'sign-in')
    expect(await (await load(signInByLink.loader, { params })).json()).toEqual({ name: user.name })
    expect(await usedTokens()).toBe(0)
    const answer = await submit(signInByLink.action, { params, form: { remember: 'on' } })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Set-Cookie')).toContain('Expires=')
    expect(await findViewer(await sessionIn(answer))).toMatchObject({ userId: user.id })
    expect((await load(signInByLink.loader, { params })).status).toBe(410)
    expect((await submit(signInByLink.action, { params, form: {} })).status).toBe(410)
    expect(await countSessions()).toBe(1)
  })
})

describe('/set-up/:token', () => {
  const form = { name: 'Ada', email: 'Ada@Example.org', password: NEW, repeat: NEW }
  const printed = async () => ({ token: (await setUpLink())?.split('/').at(-1) ?? '' })

  test('makes the first admin, once', async () => {
    const params = await printed()
    expect((await load(setUp.loader, { params })).status).toBe(200)
    const answer = await submit(setUp.action, { params, form })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/admin'])
    expect(await findViewer(await sessionIn(answer))).toMatchObject({
      email: 'ada@example.org',
      role: 'admin',
    })
    expect((await load(setUp.loader, { params })).status).toBe(410)
    const again = { ...form, email: 'ben@example.org' }
    expect((await submit(setUp.action, { params, form: again })).status).toBe(410)
    expect(await db().select().from(users)).toHaveLength(1)
  })

  test('keeps what was typed when something is missing or taken', async () => {
    await createUser({ email: 'ada@example.org' })
    const params = await printed()
    const taken = await submit(setUp.action, { params, form })
    expect(Object.keys(await errorsOf(taken))).toEqual(['email'])
    expect(await typedIn(taken)).toEqual({ name: 'Ada', email: 'Ada@Example.org' })
    const missing = await submit(setUp.action, { params, form: { name: 'Ada', email: 'x' } })
    expect(Object.keys(await errorsOf(missing))).toEqual(['email', 'password', 'repeat'])
    expect(await db().select().from(users).where(sql`role = 'admin'`)).toEqual([])
  })
})
