import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { write } from '#db/lane.ts'
import { rowsOf } from '../database.ts'
import { createPerson, PASSWORD, testSite } from '../site.ts'

async function seed() {
  const [admin, ann, bob] = [
    await createPerson({ role: 'admin' }),
    await createPerson(),
    await createPerson(),
  ]
  const [link, reset] = [issueToken('sign-in', ann.id), issueToken('reset-password', bob.id)]
  const cleo = await createPerson()
  const late = [issueToken('sign-in', cleo.id), issueToken('reset-password', cleo.id)]
  await write([
    ...late.flatMap(({ steps }) => steps),
    sql`UPDATE tokens SET expires_at = ${Date.now() - 1}`,
    ...link.steps,
    ...reset.steps,
  ])
  const [lateLink, lateReset] = late.map(each => each.token)
  const expired = [`/sign-in/${lateLink}`, `/reset-password/${lateReset}`]
  return { admin, token: link.token, resetToken: reset.token, expired }
}

const site = testSite({ seed })

test("a mail scanner's GET using up a one-time link (only a pressed button does)", async () => {
  const { token, resetToken } = site().seeded
  const scanner = site().visitor()
  for (const path of [`/sign-in/${token}`, `/reset-password/${resetToken}`]) {
    for (const method of ['GET', 'GET', 'HEAD'])
      expect((await scanner.send(path, { method })).status).toBe(200)
    expect(scanner.cookies.has('session')).toBe(false)
  }
  const ann = site().visitor()
  const page = await ann.get(`/sign-in/${token}`)
  expect((await ann.submit(page)).url).toMatch(/\/events$/)
  expect((await site().visitor().press(page)).status).toBe(410)
  expect((await scanner.send(`/sign-in/${token}`)).status).toBe(410)

  const bob = site().visitor()
  const choosing = await bob.get(`/reset-password/${resetToken}`)
  const fields = { password: 'four quiet owls at noon', repeat: 'four quiet owls at noon' }
  expect((await bob.press(choosing, { fields })).status).toBe(303)
  expect((await site().visitor().press(choosing, { fields })).status).toBe(410)
})

test('a link that has expired, or that never was, opens nothing and says so', async () => {
  const unknown = ['/sign-in/nothing', '/reset-password/nothing', '/set-up/nothing']
  const fields = { password: 'four quiet owls at noon', repeat: 'four quiet owls at noon' }
  const before = await rowsOf(site().server.database, 'SELECT * FROM tokens ORDER BY token_hash')
  for (const path of [...site().seeded.expired, ...unknown]) {
    const visitor = site().visitor()
    for (const answer of [await visitor.send(path), await visitor.post(path, fields)]) {
      expect([path, answer.status, answer.heading]).toEqual([path, 410, expect.stringMatching(/./)])
      expect(answer.words).not.toContain('nothing')
    }
    expect(visitor.cookies.has('session')).toBe(false)
  }
  const after = await rowsOf(site().server.database, 'SELECT * FROM tokens ORDER BY token_hash')
  expect(after).toEqual(before)
})

test('an open redirect after sign-in', async () => {
  const hostile = [
    ...['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/events'],
    ...[
      '/%09/evil.example',
      '/\t/evil.example',
      '/.//evil.example',
      '///evil.example',
      '/..//evil.example',
    ],
    ...[
      'javascript:alert(1)',
      `${site().server.url}.evil.example/`,
      '/events\r\nLocation: //evil.example',
    ],
  ]
  const { email } = site().seeded.admin
  for (const returnTo of hostile) {
    for (const isTyped of [false, true]) {
      const visitor = site().visitor()
      const page = await visitor.get(
        `/login?returnTo=${encodeURIComponent(isTyped ? '' : returnTo)}`,
      )
      const typed = isTyped && { returnTo }
      const answer = await visitor.press(page, {
        form: 'sign-in',
        fields: { email, password: PASSWORD, ...typed },
      })
      const target = new URL(answer.headers.get('location') ?? 'missing:', page.url)
      expect({ returnTo, status: answer.status, to: target.origin }).toEqual({
        ...{ returnTo, status: 303 },
        to: site().server.url,
      })
      if (visitor.cookies.has('session')) break
    }
  }
  const visitor = site().visitor()
  const page = await visitor.get('/account?x=1')
  const fields = { email, password: PASSWORD }
  const answer = await visitor.press(page, { form: 'sign-in', fields })
  expect(answer.headers.get('location')).toBe('/account?x=1')
})

test('sign-out by GET', async () => {
  const visitor = site().as(site().seeded.admin)
  await visitor.get('/logout')
  await visitor.send('/logout', { method: 'HEAD' })
  expect((await visitor.send('/admin')).status).toBe(200)
  const leaving = site().visitor()
  await leaving.signIn(site().seeded.admin.email, PASSWORD)
  expect((await leaving.send('/admin')).status).toBe(200)
  const cookies = new Map(leaving.cookies)
  expect((await leaving.post('/logout')).status).toBe(303)
  for (const [name, value] of cookies) leaving.cookies.set(name, value)
  expect((await leaving.send('/admin')).status).toBe(303)
})
