import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries } from '#db/schema.ts'
import { type AuditEntry, audit } from './audit.server.ts'
import { readAuditFilter } from './filter.ts'
import { knownActions, listAudit, personHistory } from './list.server.ts'
import { viewOfEntry } from './view.ts'

testDatabase()

const BERLIN = 'Europe/Berlin'
const note = (entry: Partial<AuditEntry>) =>
  write([audit({ actor: null, action: 'user.changed', subject: 'user', subjectId: 'x', ...entry })])
const filterOf = (query: string) => readAuditFilter(new URLSearchParams(query), BERLIN)
const actions = async (query: string) =>
  (await listAudit(filterOf(query))).entries.map(entry => entry.action)

describe('the audit trail', () => {
  test('shows the newest first, 50 a page', async () => {
    for (let i = 1; i <= 51; i += 1) await note({ action: `user.step-${i}` })
    expect((await actions(''))[0]).toBe('user.step-51')
    expect(await actions('page=2')).toEqual(['user.step-1'])
    expect((await listAudit(filterOf('page=77'))).page).toBe(2)
  })

  test('filters by action', async () => {
    await note({ action: 'user.created' })
    await note({ action: 'event.created', subject: 'event' })
    expect(await actions('action=event.created')).toEqual(['event.created'])
    expect(await knownActions()).toEqual(['event.created', 'user.created'])
  })

  test('filters by a person: what they did, and what was done to them and their requests', async () => {
    const ada = await createUser({ name: 'Ada Byron', email: 'ada@example.org' })
    const { id: eventId } = await createEvent()
    const { id: requestId } = await createRequest({ eventId, userId: ada.id })
    await note({ action: 'by.ada', actor: { userId: ada.id, name: 'Ada, as they were called' } })
    await note({ action: 'to.ada', subjectId: ada.id })
    await note({ action: 'to.ada-request', subject: 'request', subjectId: requestId, eventId })
    await note({ action: 'by.another', actor: { userId: 'y', name: 'Ben' } })
    const ofAda = ['to.ada-request', 'to.ada', 'by.ada']
    expect(await actions(`person=${ada.id}`)).toEqual(ofAda)
    expect(await actions('person=byron')).toEqual(ofAda)
    expect(await actions('person=ADA@example')).toEqual(ofAda)
    expect(await actions('person=as they were')).toEqual(['by.ada'])
    expect(await actions('person=nobody')).toEqual([])
    expect((await personHistory(ada.id, 20)).map(entry => entry.action)).toEqual(['to.ada'])
  })

  test("filters by an event's id or part of its name", async () => {
    const { id } = await createEvent({ name: 'Summer concert' })
    await note({ action: 'event.created', subject: 'event', subjectId: id })
    await note({ action: 'request.made', subject: 'request', eventId: id })
    await note({ action: 'event.deleted', subject: 'event', subjectId: 'deleted' })
    for (const query of [`event=${id}`, 'event=CONCERT'])
      expect(await actions(query)).toEqual(['request.made', 'event.created'])
    expect(await actions('event=deleted')).toEqual(['event.deleted'])
  })

  test('filters by days in the time zone, first and last included', async () => {
    const at = (text: string) => Date.parse(text)
    for (const [action, instant] of [
      ['before', at('2026-03-28T22:59:59Z')],
      ['first moment', at('2026-03-28T23:00:00Z')],
      ['last moment', at('2026-03-29T21:59:59Z')],
      ['after', at('2026-03-29T22:00:00Z')],
    ] as const) {
      const row = { at: instant, action, subject: 'user', subjectId: 'x' }
      await write([db().insert(auditEntries).values(row)])
    }
    // The clocks go forward on this day: it has 23 hours.
    expect(await actions('from=2026-03-29&to=2026-03-29')).toEqual(['last moment', 'first moment'])
    expect(await actions('to=2026-03-28')).toEqual(['before'])
    expect(await actions('from=2026-03-30')).toEqual(['after'])
  })

  test('reports invalid days and ignores them', async () => {
    await note({})
    expect(filterOf('from=2026-02-30&to=yesterday').problems).toEqual([
      '“2026-02-30” is not a date, so it was ignored.',
      '“yesterday” is not a date, so it was ignored.',
    ])
    expect(await actions('from=2026-02-30&to=yesterday')).toHaveLength(1)
    expect(filterOf('from=2026-03-02&to=2026-03-01').problems).toEqual([
      'The last day is before the first, so nothing was found.',
    ])
  })
})

test('an entry links to the people and events it names', async () => {
  const ada = await createUser({ name: 'Ada' })
  const { id: eventId } = await createEvent({ name: 'Concert' })
  const { id: subjectId } = await createRequest({ eventId, userId: ada.id })
  const change = { before: { sizes: '1' }, after: { sizes: '2,1' } }
  await note({ action: 'request.changed', subject: 'request', subjectId, eventId, ...change })
  await note({ action: 'mail.tried-again', subject: 'mail', subjectId: 'm1' })
  const { entries } = await listAudit(filterOf(''))
  const [mail, request] = entries.map(entry => viewOfEntry(entry, BERLIN))
  expect(request).toMatchObject({
    action: 'request: changed',
    actor: { label: 'The program', href: null },
    about: [
      { label: 'Ada', href: `/admin/users/${ada.id}` },
      { label: 'Concert', href: `/events/${eventId}` },
    ],
    changes: [{ name: 'sizes', before: '1', after: '2,1' }],
  })
  expect(mail).toMatchObject({
    action: 'mail: tried again',
    about: [{ label: 'mail m1', href: null }],
  })
})
