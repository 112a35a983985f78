import { describe, expect, test } from 'vitest'
import { eventWithStandings } from '#app/testing/standings.ts'
import { rowsOf } from './database.ts'
import { createPerson, testSite } from './site.ts'

const HOUR = 3_600_000

const site = testSite({
  seed: async () => {
    const [ada, mia, ben, cleo] = [
      await createPerson({ role: 'admin' }),
      await createPerson({ name: 'Mia' }),
      await createPerson({ name: 'Ben' }),
      await createPerson({ name: 'Cleo' }),
    ]
    const people = [
      { userId: mia.id, holding: 3, sizes: '3' },
      { userId: ben.id, holding: 0 },
    ]
    const { event } = await eventWithStandings(people, {
      howToGet: 'At the desk.\nSee https://desk.example/',
      confirmBy: Date.now() + 96 * HOUR,
      releasesUnconfirmed: true,
      asksGuestNames: true,
    })
    return { ada, mia, ben, cleo, event }
  },
})

const of = (who: 'ada' | 'mia' | 'ben' | 'cleo') => site().as(site().seeded[who])
const path = (end = '') => `/events/${site().seeded.event.id}${end}`

describe('a person who holds tickets', () => {
  test('reads how to get them; others do not', async () => {
    const { words, text } = await of('mia').get(path())
    expect(words).toContain('How to get your tickets At the desk.')
    expect(text).toContain('href="https://desk.example/"')
    expect(text).toContain(path('/calendar.ics'))
    for (const who of ['ben', 'cleo', 'ada'] as const)
      expect((await of(who).get(path())).words).not.toContain('At the desk')
  })

  test('confirms with one tap on the event page, and is not asked again', async () => {
    const mia = of('mia')
    const page = await mia.get(path())
    expect(page.words).toContain('Are you coming?')
    const before = await of('ada').get(path('/line'))
    expect(before.words).toContain('1 person with tickets has not confirmed.')
    expect(before.words).toContain('After that, their tickets go to other people.')
    const toAsk = await of('ada').get(before.link('See who has not confirmed'))
    expect(toAsk.words).toContain('1 person with 3 tickets has not confirmed.')
    expect(toAsk.words).toContain('Mia ')
    expect((await of('ada').get(path('/recipients'))).words).toContain('Mia (not confirmed)')
    expect((await of('ben').get(path())).words).not.toContain('Are you coming?')
    const done = await mia.submit(page, { button: 'I am coming' })
    expect(done.words).toContain('You have confirmed that you are coming.')
    expect(done.words).not.toContain('Are you coming?')
    const after = await of('ada').get(path('/line'))
    expect(after.words).toContain('Everyone who has tickets has confirmed.')
    const nobody = await of('ada').get(path('/recipients?show=unconfirmed'))
    expect(nobody.words).toContain('Everyone who has tickets has confirmed.')
    const everybody = await of('ada').get(nobody.link('Show everyone with tickets'))
    expect(everybody.words).toContain('Mia')
    expect(everybody.words).not.toContain('(not confirmed)')
    const later = await mia.get(path('/confirmation'))
    expect(later.words).toContain('You have confirmed that you are coming.')
    expect((await mia.post(path('/confirmation'))).status).toBe(303)
    const rows = await rowsOf(
      site().server.database,
      "SELECT actor_name FROM audit_entries WHERE action = 'tickets.confirmed'",
    )
    expect(rows).toHaveLength(1)
  })

  test('says who comes along, sees it again, and is told what is wrong beside what was typed', async () => {
    const mia = of('mia')
    const form = await mia.get(path('/names'))
    expect(form.words).toContain('You can enter up to 2 names')
    const wrong = await mia.press(form, { form: 'names', fields: { names: 'Ann\nBo\nCy' } })
    expect([wrong.status, wrong.errors]).toEqual([422, expect.stringContaining('at most 2 names')])
    expect(wrong.form('names').fields).toContainEqual(['names', 'Ann\nBo\nCy'])
    const saved = await mia.submit(wrong, { form: 'names', fields: { names: 'Ann\nBo' } })
    expect(saved.words).toContain('Who comes with you (2 names)')
    expect((await mia.get(path('/names'))).form('names').fields).toContainEqual([
      'names',
      'Ann\nBo',
    ])
    for (const who of ['ben', 'cleo', 'ada'] as const) {
      expect((await of(who).get(path('/names'))).status).toBe(404)
      expect((await of(who).post(path('/names'), { names: 'Eve' })).status).toBe(404)
      expect((await of(who).post(path('/confirmation'))).status).toBe(404)
    }
  })
})
