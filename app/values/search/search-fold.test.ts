import { describe, expect, test } from 'vitest'
import { audit } from '#app/models/audit/audit.server.ts'
import { readAuditFilter } from '#app/models/audit/filter.ts'
import { listAudit } from '#app/models/audit/list.server.ts'
import { listPinnable } from '#app/models/draw/preparing/pins.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { findGridPage } from '#app/models/grid/grid.server.ts'
import { listMails } from '#app/models/mail/mail.server.ts'
import { readMailFilter } from '#app/models/mail/mail.ts'
import { readUserFilter } from '#app/models/people/filter.ts'
import { listUsers } from '#app/models/people/list.server.ts'
import { findPeopleToAskFor, listRequests } from '#app/models/requests/request.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails } from '#db/schema.ts'
import { fold } from './search.ts'

testDatabase()

describe('a name is found by what people type', () => {
  test.each([
    ['Müller', ['muller', 'MULLER', 'Müller', 'Mu\u0308ller', 'MÜLL']],
    ['O’Neil', ['oneil', "O'Neil", 'O’Neil', 'o neil', 'OʼNeil', 'O´Neil']],
    ['Ame\u0301lie', ['amelie', 'Amélie', 'Ame\u0301lie', 'AMÉLIE']],
    ['Anna-Maria Voß', ['annamaria', 'anna maria', 'Anna-Maria', 'voss', 'VOẞ', 'maria v']],
    ['Annamaria', ['anna-maria', 'anna maria']],
    ['Søren Østergaard', ['soren', 'ostergaard']],
    ['Łukasz Đặng', ['lukasz', 'dang', 'łukasz']],
    ['Æsa Þórsdóttir', ['aesa', 'thorsdottir', 'ÆSA']],
    ['İlker Işık', ['ilker', 'isik', 'İLKER', 'ışık', 'ISIK']],
    ['Fëdor Семён', ['семен', 'СЕМЁН', 'fedor']],
    ['Γιώργος Παπαδόπουλος', ['γιωργος', 'παπαδοπουλοσ', 'ΠΑΠΑΔΌΠΟΥΛΟΣ']],
    ['Kaʻiulani', ['kaiulani', 'ka’iulani']],
    ['van den Berg', ['vandenberg', 'den berg']],
    ['מִרְיָם', ['מרים']],
    ['مُحَمَّد', ['محمد']],
    ['김민준', ['김민', '민준']],
    ['ＡＤＡ Ⅳ', ['ada', 'iv']],
    ['ガンダム', ['ガン']],
    ['श्रीमती', ['श्रीम']],
  ])('%s', (name, typed) => {
    for (const each of typed) expect([each, fold(name).includes(fold(each))]).toEqual([each, true])
  })

  test('but not by another name', () => {
    expect(fold('Muller').includes(fold('Möller'))).toBe(false)
    expect(fold('किरण').includes(fold('करण'))).toBe(false)
    expect(fold('カン').includes(fold('ガン'))).toBe(false)
  })
})

describe.each([
  ['Jürgen Müller-O’Neil', ['muller', 'MULLERONEIL', 'jurgen mu', "o'neil"]],
  ['Ame\u0301lie Łos', ['amelie', 'AMÉLIE', 'los', 'Ame\u0301']],
])('%s is found by every search', (name, typed) => {
  test('among people, requests, the grid, pins and people to ask for', async () => {
    const owner = await createUser({ role: 'organizer', name: 'Owner' })
    const event = await createEvent({ ownerId: owner.id })
    const asked = await createUser({ name })
    await createRequest({ eventId: event.id, userId: asked.id })
    const other = await createUser({ name })
    await createUser({ name: 'Bo' })
    const seen = await findManagedEvent(viewerOf(owner), event.id)
    if (!seen) throw new Error('no event')
    for (const q of typed) {
      const people = await listUsers(readUserFilter(new URLSearchParams({ q })))
      expect([q, people.total]).toEqual([q, 2])
      const search = { q, sort: 'name' as const, isDescending: false, page: 1 }
      expect((await listRequests(seen, search)).count).toBe(1)
      const view = { page: 1, only: 'all' as const, search: q }
      expect((await findGridPage(seen, view)).rows).toHaveLength(1)
      expect(await listPinnable(seen, q, 9)).toHaveLength(1)
      expect((await findPeopleToAskFor(seen, q)).map(each => each.userId)).toEqual([other.id])
    }
  })

  test('in the audit trail and mail, also by an earlier name', async () => {
    const person = await createUser({ name })
    const event = await createEvent({ name: `An evening with ${name}` })
    const note = { action: 'x', subject: 'user' as const, subjectId: 'x', eventId: event.id }
    await write([audit({ ...note, actor: { userId: person.id, name: 'Bo' } })])
    await write([audit({ ...note, actor: { userId: 'gone', name } })])
    const mail = {
      text: '',
      html: '',
      nextAttemptAt: 1,
      createdAt: 1,
      kind: 'result',
      subject: 'x',
    }
    const rows = [
      { userId: person.id, toEmail: 'old@example.org' },
      { eventId: event.id, toEmail: 'b@example.org' },
      { toEmail: 'c@example.org' },
    ].map((each, i) => ({ id: `m${i}`, reasonKey: `m${i}`, ...mail, ...each }))
    await write([db().insert(mails).values(rows)])
    const audited = async (field: string, q: string) =>
      (await listAudit(readAuditFilter(new URLSearchParams({ [field]: q }), 'UTC'))).total
    for (const q of typed) {
      expect([q, await audited('who', q)]).toEqual([q, 2])
      expect(await audited('person', q)).toBe(2)
      expect(await audited('event', q)).toBe(2)
      expect((await listMails(readMailFilter(new URLSearchParams({ search: q })))).total).toBe(2)
    }
    expect(await db().$count(auditEntries)).toBe(2)
  })
})

test('an address is found as before, but no name by its letters alone', async () => {
  await createUser({ name: 'Ada', email: 'anna-maria@example.org' })
  await createUser({ name: 'Maria Example', email: 'b@example.net' })
  const found = async (q: string) =>
    (await listUsers(readUserFilter(new URLSearchParams({ q })))).people.map(each => each.name)
  expect(await found('ANNA-MARIA@')).toEqual(['Ada'])
  expect(await found('maria@example')).toEqual(['Ada'])
  expect(await found('annamaria')).toEqual([])
})
