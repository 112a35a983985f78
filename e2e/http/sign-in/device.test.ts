import { expect, test } from 'vitest'
import { rowsOf } from '../database.ts'
import { createPerson, PASSWORD, testSite } from '../site.ts'

const seed = async () => {
  const people = []
  while (people.length < 4) people.push(await createPerson())
  return { people }
}

const site = testSite({ seed, env: { TRUSTED_PROXIES: '1' } })

function at(address: string, device?: string) {
  const visitor = site().visitor()
  if (device) visitor.cookies.set('device', device)
  const headers = { 'X-Forwarded-For': address }
  const enter = (email: string, password: string) =>
    visitor.post('/login', { email, password }, { headers })
  return { visitor, enter }
}

test('a browser that was let in keeps a mark, by which its owner gets in where others used up all tries', async () => {
  const [ann, ben] = site().seeded.people
  const { visitor, enter } = at('80.1.0.1')
  expect((await enter(ann?.email ?? '', PASSWORD)).status).toBe(303)
  const device = visitor.cookies.get('device')
  const office = '80.2.0.1'
  let status = 0
  for (let tries = 0; tries < 40 && status !== 429; tries += 5) {
    const failed = Array.from({ length: 5 }, (_, n) =>
      at(office).enter(`x${tries}${n}@example.org`, 'wrong'),
    )
    status = Math.max(...(await Promise.all(failed)).map(page => page.status))
  }
  expect(status).toBe(429)
  expect((await at(office).enter(ann?.email ?? '', PASSWORD)).status).toBe(429)
  expect((await at(office, device).enter(ben?.email ?? '', PASSWORD)).status).toBe(429)
  expect((await at(office, `${device}x`).enter(ann?.email ?? '', PASSWORD)).status).toBe(429)
  expect((await at(office, device).enter(ann?.email ?? '', PASSWORD)).status).toBe(303)
})

test('the mark is no credential, and signing out leaves it', async () => {
  const { email } = site().seeded.people[2] ?? { email: '' }
  const { visitor, enter } = at('80.3.0.1')
  const cookie = (await enter(email, PASSWORD)).headers.getSetCookie().find(c => /^device=/.test(c))
  expect(cookie).toMatch(/Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax/)
  const device = visitor.cookies.get('device')
  await visitor.post('/logout')
  expect(visitor.cookies.get('device')).toBe(device)
  expect((await visitor.send('/account')).status).toBe(303)
  const rows = await rowsOf(site().server.database, 'SELECT * FROM users WHERE email = ?', [email])
  const plain = Buffer.from(
    decodeURIComponent(device ?? '').split('.')[0] ?? '',
    'base64',
  ).toString()
  for (const known of [email, rows[0]?.id, rows[0]?.name])
    expect(plain).not.toContain(String(known))
})

test('a password is the same in either Unicode form', async () => {
  const [composed, decomposed] = ['mein M\u00FCsli um acht', 'mein Mu\u0308sli um acht']
  const person = site().seeded.people[3]
  if (!person) throw new Error('nobody')
  const visitor = site().as(person)
  const page = await visitor.get('/account/password')
  const fields = { current: PASSWORD, password: decomposed, repeat: composed }
  expect((await visitor.press(page, { form: 'password', fields })).status).toBe(303)
  for (const form of [composed, decomposed])
    expect((await at('80.4.0.1').enter(person.email, form)).status).toBe(303)
})
