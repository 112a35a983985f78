import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { createPerson, testSite } from './site.ts'

/** What people type, with the letters and zones that each runtime knows. */
const site = testSite({
  seed: async () => {
    const admin = await createPerson({ role: 'admin', name: 'Olga' })
    for (const name of ['Jürgen Müller', 'Shane O’Neil', 'Ame\u0301lie', 'Anna-Maria'])
      await createPerson({ name })
    return { admin }
  },
})
const admin = () => site().as(site().seeded.admin)
const event = { name: 'Gala', startsDate: '2127-05-01', totalTickets: '9', opens: 'now' }

test('a date without a time means what its hint says, and a time alone is wrong beside the date', async () => {
  const page = await admin().get('/events/new')
  const kinds = page.form('event').controls.filter(({ type }) => /^(date|time)/.test(type))
  expect(kinds.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ...['startsDate date', 'startsTime time', 'opensDate date', 'opensTime time'],
    ...['closesDate date', 'closesTime time', 'confirmDate date', 'confirmTime time'],
    ...['namesDate date', 'namesTime time'],
  ])
  const closes = { closesDate: '2127-04-30', closesTime: '' }
  const made = await admin().submit(page, { form: 'event', fields: { ...event, ...closes } })
  expect(made.words).toMatch(
    /Date Thursday,? 1 May 2127, 19:00 .*close Wednesday,? 30 April 2127, 23:59/,
  )
  const alone = { ...event, closesDate: '', closesTime: '18:00' }
  const refused = await admin().submit(page, { form: 'event', fields: alone })
  expect([refused.status, refused.errors]).toEqual([
    422,
    expect.stringContaining('Requests close: enter a date too'),
  ])
  expect(refused.form('event').fields).toContainEqual(['closesTime', '18:00'])
  expect(refused.text).toMatch(
    /<fieldset[^>]*aria-describedby="event-closesDate-hint event-closesDate-error"/,
  )
})

test('a date is read as people paste it, and a refusal recommends what is read', async () => {
  const page = await admin().get('/events/new')
  const pasted = { ...event, startsDate: '20.2.2127 7:30 pm', startsTime: '' }
  const made = await admin().submit(page, { form: 'event', fields: pasted })
  expect(made.words).toMatch(/20 February 2127, 19:30/)
  const unclear = { ...event, startsDate: '3.2.2127' }
  const refused = await admin().submit(page, { form: 'event', fields: unclear })
  const [shape = ''] = /\d{4}-\d\d-\d\d/.exec(refused.errors) ?? []
  expect(refused.status).toBe(422)
  const fields = { startsDate: shape.replace(/^\d{4}/, '2127') }
  expect((await admin().press(refused, { form: 'event', fields })).status).toBe(303)
})

test('an hour that the clocks skip is refused, and one that they show twice says which', async () => {
  const page = await admin().get('/events/new')
  const berlin = { ...event, timeZone: 'Europe/Berlin' }
  const skipped = { ...berlin, startsDate: '2127-03-30', startsTime: '02:30' }
  const refused = await admin().submit(page, { form: 'event', fields: skipped })
  expect(refused.errors).toContain('skip 02:30')
  const twice = { ...berlin, startsDate: '2127-10-26', startsTime: '02:30' }
  const made = await admin().submit(page, { form: 'event', fields: twice })
  expect(made.words).toContain('02:30 CEST (the first time)')
})

test('zones go by today’s names, and older ones are the same', async () => {
  const page = await admin().get('/events/new')
  for (const [name, older] of [
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['America/Nuuk', 'America/Godthab'],
  ] as const) {
    expect(page.text).toContain(`value="${name}"`)
    expect(page.text).not.toContain(`value="${older}"`)
    const fields = { ...event, timeZone: older }
    const made = await admin().submit(page, { form: 'event', fields })
    const edit = await admin().get(made.url.replace('invitation', 'edit'))
    expect(edit.form('event').fields).toContainEqual(['timeZone', name])
  }
})

test.each([
  ['muller', 'Jürgen Müller'],
  ['oneil', 'Shane O’Neil'],
  ["O'Neil", 'Shane O’Neil'],
  ['amelie', 'Amélie'],
  ['Ame\u0301lie', 'Amélie'],
  ['annamaria', 'Anna-Maria'],
  ['anna maria', 'Anna-Maria'],
])('%s is found: %s', async (q, name) => {
  const found = await admin().get(`/admin/users?q=${encodeURIComponent(q)}`)
  expect(found.words).toMatch(/\b1 (person|people)/)
  expect(found.words.normalize('NFC')).toContain(name)
})

test('a name keeps nothing that nobody sees, and is refused with what cannot be shown', async () => {
  const page = await admin().get('/account')
  const name = `Olga\u034F\u{E0041}\u2028  Ame\u0301\uFE0F`
  await admin().submit(page, { fields: { name } })
  const client = createClient({ url: `file:${site().server.database}` })
  const { rows } = await client.execute("SELECT name, search_name FROM users WHERE role = 'admin'")
  client.close()
  expect({ ...rows[0] }).toEqual({ name: 'Olga Amé', search_name: 'olgaame\nOlga Amé' })
  const zalgo = `O${'\u0335'.repeat(120)}lga`
  const refused = await admin().submit(await admin().get('/account'), { fields: { name: zalgo } })
  expect([refused.status, refused.errors]).toEqual([
    422,
    expect.stringContaining('too many accents'),
  ])
})
