import nodeIcal from 'node-ical'
import { describe, expect, test } from 'vitest'
import { eventWithStandings } from '#app/testing/standings.ts'
import { rowsOf } from './database.ts'
import type { Page } from './page.ts'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  seed: async () => {
    const [ada, mia, ben, cleo] = [
      await createPerson({ role: 'admin' }),
      await createPerson({ name: 'Mia' }),
      await createPerson({ name: 'Ben' }),
      await createPerson({ name: 'Cleo' }),
    ]
    const { event } = await eventWithStandings(
      [
        { userId: mia.id, holding: 2 },
        { userId: ben.id, holding: 0 },
        { userId: cleo.id, holding: 0, hasLeft: true },
      ],
      { startsAt: Date.UTC(2199, 2, 9, 0, 30), timeZone: 'America/New_York', name: 'Gala' },
    )
    return { ada, mia, ben, cleo, event }
  },
})

const eventsIn = ({ text }: Page) =>
  Object.values(nodeIcal.sync.parseICS(text)).flatMap(each =>
    each?.type === 'VEVENT' ? [each] : [],
  )

async function addressOf(who: 'mia' | 'ben') {
  const visitor = site().as(site().seeded[who])
  const page = await visitor.submit(await visitor.get('/account/calendar'), {
    button: 'Get an address',
  })
  return new URL(/<copy-text>([^<]+)</.exec(page.text)?.[1] ?? '').pathname
}

describe('the file of an event', () => {
  test('is for who holds tickets or waits, and for nobody else', async () => {
    const { mia, ben, cleo, ada, event } = site().seeded
    const path = `/events/${event.id}/calendar.ics`
    const page = await site().as(mia).send(path)
    expect(page.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(eventsIn(page)[0]?.start.toISOString()).toBe('2199-03-09T00:30:00.000Z')
    expect((await site().as(ben).send(path)).text).toContain('STATUS:TENTATIVE')
    for (const other of [cleo, ada]) expect((await site().as(other).send(path)).status).toBe(404)
  })
})

describe('the address of one’s own calendar', () => {
  test('opens without a session or a cookie, and follows changes and cancelling', async () => {
    const { ada, event } = site().seeded
    const path = await addressOf('mia')
    const read = async () => eventsIn(await site().visitor().send(path))[0]
    const first = await read()
    const answer = await site().visitor().send(path)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('cache-control')).toBe('private, no-store')

    const admin = site().as(ada)
    const edit = await admin.get(`/events/${event.id}/edit`)
    await admin.submit(edit, { form: 'event', fields: { startsTime: '21:30' } })
    const moved = await read()
    expect(moved?.uid).toBe(first?.uid)
    expect(Number(moved?.sequence)).toBeGreaterThan(Number(first?.sequence))
    expect(moved?.start.toISOString()).toBe('2199-03-09T02:30:00.000Z')

    const cancellation = await admin.get(`/events/${event.id}/cancellation`)
    await admin.submit(cancellation, { form: 'cancellation', fields: { reason: 'Storm' } })
    const cancelled = await read()
    expect(cancelled).toMatchObject({ uid: first?.uid, status: 'CANCELLED' })
    expect(Number(cancelled?.sequence)).toBeGreaterThan(Number(moved?.sequence))
  })

  test('shows again, stops when it is renewed or removed, and never reaches the log', async () => {
    const visitor = site().as(site().seeded.ben)
    const first = await addressOf('ben')
    expect((await visitor.get('/account/calendar')).text).toContain(first)
    const renewed = await visitor.submit(await visitor.get('/account/calendar'), {
      button: 'Get a new address',
    })
    const second = new URL(/<copy-text>([^<]+)</.exec(renewed.text)?.[1] ?? '').pathname
    const statusOf = async (path: string) => (await site().visitor().send(path)).status
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200])
    await visitor.submit(renewed, { button: 'Remove the address' })
    expect(await statusOf(second)).toBe(404)
    for (const path of [first, second])
      expect(site().server.output()).not.toContain(path.split('/').at(-1)?.slice(0, 20))
    const entries = await rowsOf(
      site().server.database,
      "SELECT action FROM audit_entries WHERE action LIKE 'calendar.%' AND actor_name = 'Ben'",
    )
    expect(entries.map(({ action }) => action)).toEqual([
      ...['calendar.made', 'calendar.made', 'calendar.removed'],
    ])
  })

  test('a wrong one is not there, with or without a session', async () => {
    for (const path of ['/calendar/nothing.ics', `/calendar/${'x'.repeat(43)}.ics`])
      for (const visitor of [site().visitor(), site().as(site().seeded.mia)])
        expect((await visitor.send(path)).status).toBe(404)
  })

  test('a deactivated person has none', async () => {
    const { ada, mia } = site().seeded
    const visitor = site().as(mia)
    const page = await visitor.get('/account/calendar')
    const path = new URL(/<copy-text>([^<]+)</.exec(page.text)?.[1] ?? '').pathname
    const admin = site().as(ada)
    await admin.submit(await admin.get(`/admin/users/${mia.id}/deactivation`), {
      form: 'deactivation',
    })
    expect((await site().visitor().send(path)).status).toBe(404)
  })
})
