import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { chainOfLockings, mailedLocking } from '#app/testing/lockings.ts'
import { errorsOf, load, submit, typedIn } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, requests } from '#db/schema.ts'
import * as list from './events._index.tsx'
import * as eventPage from './events.$eventId._index.tsx'
import * as cancellation from './events.$eventId.cancellation.tsx'
import * as closing from './events.$eventId.closing.tsx'
import * as deletion from './events.$eventId.deletion.tsx'
import * as edit from './events.$eventId.edit.tsx'
import * as allRequests from './events.$eventId.requests._index.tsx'
import * as newRequest from './events.$eventId.requests.new.tsx'
import * as newEvent from './events.new.tsx'

testDatabase()

const person = async (role: 'member' | 'organizer' | 'admin', name = role as string) =>
  viewerOf(await createUser({ role, name }))
const at = (eventId: string, viewer: Viewer) => ({ params: { eventId }, viewer })

const gala = {
  name: 'Gala',
  startsDate: '2127-05-01',
  startsTime: '20:00',
  timeZone: 'Europe/Berlin',
  totalTickets: '10',
  opens: 'now',
}

describe('creating an event', () => {
  test('leads to telling people about it', async () => {
    const viewer = await person('organizer')
    const answer = await submit(newEvent.action, { viewer, form: gala })
    expect(answer.status).toBe(303)
    const [row] = await db().select().from(events)
    expect(answer.headers.get('Location')).toBe(`/events/${row?.id}/invitation`)
  })

  test('is nothing that members could do', async () => {
    const viewer = await person('member')
    expect((await load(newEvent.loader, { viewer })).status).toBe(404)
    expect((await submit(newEvent.action, { viewer, form: gala })).status).toBe(404)
    expect(await db().select().from(events)).toEqual([])
  })

  test('with bad input comes back with what was typed, and changes nothing', async () => {
    const viewer = await person('organizer')
    const form = { ...gala, name: '', totalTickets: '-3', place: 'Hall', strange: 'x' }
    const answer = await submit(newEvent.action, { viewer, form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer)).sort()).toEqual(['name', 'totalTickets'])
    expect(await typedIn(answer)).toMatchObject({ totalTickets: '-3', place: 'Hall' })
    expect(await db().select().from(events)).toEqual([])
  })
})

describe('an event', () => {
  test('of others in draft is a 404 at every address', async () => {
    const event = await createEvent({ opensAt: null })
    for (const viewer of [await person('member'), await person('organizer')]) {
      for (const { loader } of [eventPage, edit, cancellation, closing, deletion, allRequests])
        expect((await load(loader, at(event.id, viewer))).status).toBe(404)
    }
  })

  test('of others is seen by an organizer as by a member, without its organizing', async () => {
    const event = await createEvent()
    const viewer = await person('organizer')
    const page = await (await load(eventPage.loader, at(event.id, viewer))).json()
    expect([page.isManaged, page.organizing]).toEqual([false, null])
    for (const { loader } of [edit, cancellation, closing, deletion, allRequests, newRequest])
      expect((await load(loader, at(event.id, viewer))).status).toBe(404)
  })

  test('cannot be changed, closed, cancelled or deleted by who does not manage it', async () => {
    const event = await createEvent()
    const forms: { route: { action: typeof edit.action }; form: Record<string, string> }[] = [
      { route: edit, form: { ...gala, version: '1' } },
      { route: closing, form: { intent: 'close' } },
      { route: closing, form: { intent: 'open' } },
      { route: cancellation, form: { reason: 'Mine' } },
      { route: deletion, form: {} },
      { route: newRequest, form: { userId: event.ownerId, sizes: '1' } },
    ]
    for (const viewer of [await person('member'), await person('organizer')]) {
      for (const { route, form } of forms)
        expect((await submit(route.action, { ...at(event.id, viewer), form })).status).toBe(404)
    }
    expect((await db().select().from(events))[0]).toMatchObject({ name: event.name, version: 1 })
  })

  test('shows its totals to everyone, and nothing of other people’s requests', async () => {
    const event = await createEvent({ totalTickets: 10 })
    const other = await createUser({ name: 'Secret Person' })
    await createRequest({
      eventId: event.id,
      userId: other.id,
      sizes: '4,2',
      note: 'secret note',
      draftAmount: 3,
    })
    const viewer = await person('member')
    const page = await (await load(eventPage.loader, at(event.id, viewer))).text()
    const start = await (await load(list.loader, { viewer })).text()
    expect(JSON.parse(page).figures).toEqual([
      ['Tickets', 10],
      ['People who asked', 1],
      ['Tickets wanted', 4],
    ])
    for (const text of [page, start]) expect(text).not.toMatch(/secret|draftAmount/i)
    expect((await load(allRequests.loader, at(event.id, viewer))).status).toBe(404)
  })
})

describe('what would be refused is not offered:', () => {
  const offered = async (eventId: string, viewer: Viewer) => {
    const page = await (await load(eventPage.loader, at(eventId, viewer))).json()
    const reopening = await (await load(closing.loader, at(eventId, viewer))).json()
    const deleting = await (await load(deletion.loader, at(eventId, viewer))).json()
    const { next, others } = page.organizing
    const paths = [next.primary, next.secondary, ...others].map(action => action?.path)
    const onPage = { canReopen: paths.includes('closing'), canDelete: paths.includes('deletion') }
    expect([reopening.canReopen, deleting.canDelete]).toEqual([onPage.canReopen, onPage.canDelete])
    return onPage
  }

  test('a closed event that nobody asked for can be reopened and deleted', async () => {
    const olga = await person('organizer')
    const event = await createEvent({ ownerId: olga.userId, closedAt: 1 })
    expect(await offered(event.id, olga)).toEqual({ canReopen: true, canDelete: true })
  })

  test('one with a request can only be reopened, and only before it starts', async () => {
    const olga = await person('organizer')
    const event = await createEvent({ ownerId: olga.userId, closedAt: 1 })
    await createRequest({ eventId: event.id })
    expect(await offered(event.id, olga)).toEqual({ canReopen: true, canDelete: false })
    const past = await createEvent({ ownerId: olga.userId, closedAt: 1, startsAt: Date.now() - 1 })
    expect(await offered(past.id, olga)).toMatchObject({ canReopen: false })
  })

  test('one that was drawn for can be neither', async () => {
    const { event, viewer } = await drawnEvent(['2,1'])
    expect(await offered(event.id, viewer)).toEqual({ canReopen: false, canDelete: false })
  })

  test('nor one that was finalized, also after that was taken back', async () => {
    const olga = await person('organizer')
    const event = await createEvent({ ownerId: olga.userId, closedAt: 1 })
    const { allocationVersion } = event
    await finalize(event.id, olga, { allocationVersion, withMail: false })
    expect(await offered(event.id, olga)).toEqual({ canReopen: false, canDelete: false })
    const { finalizationId = '' } = (await findFinalization(event.id)) ?? {}
    await undoFinalization(event.id, olga, { finalizationId, reason: 'A mistake' })
    expect(await offered(event.id, olga)).toEqual({ canReopen: false, canDelete: false })
  })

  test('one whose locking was cancelled stays, since its terms are public', async () => {
    overrideSettings({ TEST_BEACON: chainOfLockings.beacon, BEACON_URL: '' })
    const { eventId, viewer } = await mailedLocking()
    await cancelLocking(eventId, viewer, { draw: 1, reason: 'The wrong rule was chosen' })
    await write([db().delete(requests).where(eq(requests.eventId, eventId))])
    expect(await offered(eventId, viewer)).toEqual({ canReopen: true, canDelete: false })
    const answer = await submit(deletion.action, { ...at(eventId, viewer), form: {} })
    expect(answer.status).toBe(422)
    expect(await errorsOf(answer)).toEqual({
      '': ['Terms of a draw were published, so the event can’t be deleted. You can cancel it.'],
    })
  })
})

describe('editing', () => {
  test('from a stale page says who changed what, keeps what was typed, and works when pressed again', async () => {
    const [ada, olga] = [await person('admin', 'Ada'), await person('organizer', 'Olga')]
    const event = await createEvent({ ownerId: olga.userId })
    const send = (viewer: Viewer, form: Record<string, string>) =>
      submit(edit.action, { ...at(event.id, viewer), form: { ...gala, opens: '', ...form } })
    expect((await send(ada, { version: '1', totalTickets: '12' })).status).toBe(303)
    const stale = await send(olga, { version: '1', totalTickets: '15' })
    expect(stale.status).toBe(422)
    const [message = '', change = ''] = (await errorsOf(stale))[''] ?? []
    expect(message).toMatch(/changed the event while you were typing/)
    expect(change).toMatch(/^Ada changed .*total of tickets from 10 to 12/)
    expect((await typedIn(stale)).totalTickets).toBe('15')
    const { version } = await (await load(edit.loader, at(event.id, olga))).json()
    expect((await send(olga, { version: String(version), totalTickets: '15' })).status).toBe(303)
    const [row] = await db().select().from(events).where(eq(events.id, event.id))
    expect(row?.totalTickets).toBe(15)
  })

  test('says beside the field how many tickets are given or asked for already', async () => {
    const olga = await person('organizer')
    const event = await createEvent({ ownerId: olga.userId, mostPerRequest: 4 })
    await createRequest({ eventId: event.id, sizes: '4', draftAmount: 4 })
    const send = async (form: Record<string, string>) => {
      const sent = { ...gala, opens: '', version: '1', mostPerRequest: '4', ...form }
      return errorsOf(await submit(edit.action, { ...at(event.id, olga), form: sent }))
    }
    expect((await send({ totalTickets: '3' })).totalTickets?.[0]).toMatch(
      /^4 tickets already given\./,
    )
    expect((await send({ mostPerRequest: '3' })).mostPerRequest?.[0]).toMatch(/asked for 4/)
  })

  test('by who is no admin cannot hand the event over', async () => {
    const olga = await person('organizer')
    const event = await createEvent({ ownerId: olga.userId })
    const other = await person('organizer')
    const form = { ...gala, opens: '', version: '1', ownerId: other.userId }
    const answer = await submit(edit.action, { ...at(event.id, olga), form })
    expect(Object.keys(await errorsOf(answer))).toEqual(['ownerId'])
  })
})

test('reopening with a bad time keeps what was typed', async () => {
  const ada = await person('admin')
  const event = await createEvent({ closedAt: 1 })
  for (const closesDate of ['', 'soon', '2020-01-01', '2190-01-01']) {
    const form = { intent: 'reopen', closesDate, closesTime: '10:00' }
    const answer = await submit(closing.action, { ...at(event.id, ada), form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer))).toEqual(['closesDate'])
    expect(await typedIn(answer)).toMatchObject({ closesTime: '10:00' })
  }
})
