import { describe, expect, test } from 'vitest'
import { findUser } from '#app/models/people/user.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { errorsOf, load, submit, typedIn } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { mails, users } from '#db/schema.ts'
import * as overview from './admin._index.tsx'
import * as trail from './admin.audit.tsx'
import * as people from './admin.users._index.tsx'
import * as person from './admin.users.$userId._index.tsx'
import * as deactivation from './admin.users.$userId.deactivation.tsx'
import * as passwordLink from './admin.users.$userId.password-link.tsx'
import * as personSessions from './admin.users.$userId.sessions.tsx'
import * as list from './admin.users.import.tsx'
import * as newPerson from './admin.users.new.tsx'

testDatabase()

const createViewer = async (role: Viewer['role']) => viewerOf(await createUser({ role }))

describe('the pages about people and the audit trail', () => {
  const pages = {
    overview,
    trail,
    person,
    deactivation,
    passwordLink,
    personSessions,
    people,
    list,
    newPerson,
  }

  test.each(['member', 'organizer'] as const)('do not exist for a %s', async role => {
    const viewer = await createViewer(role)
    const params = { userId: viewer.userId }
    const form = { name: 'X', email: 'x@example.org', role: 'admin', version: '1', intent: 'add' }
    for (const page of Object.values(pages)) {
      expect((await load(page.loader, { viewer, params })).status).toBe(404)
      if ('action' in page)
        expect((await submit(page.action, { viewer, params, form })).status).toBe(404)
    }
    expect(await findUser(viewer.userId)).toMatchObject({ role, version: 1, deactivatedAt: null })
    expect([await db().$count(users), await db().$count(mails)]).toEqual([1, 0])
  })

  test('answer an unknown person with 404', async () => {
    const viewer = await createViewer('admin')
    for (const page of [person, deactivation, passwordLink]) {
      const params = { userId: 'nobody' }
      expect((await load(page.loader, { viewer, params })).status).toBe(404)
      const form = { intent: 'deactivate' }
      expect((await submit(page.action, { viewer, params, form })).status).toBe(404)
    }
  })
})

describe('adding a person', () => {
  const form = { name: ' Ben ', email: 'BEN@example.org', role: 'organizer' }

  test('leads to their page', async () => {
    const viewer = await createViewer('admin')
    const answer = await submit(newPerson.action, { viewer, form })
    expect(answer.status).toBe(303)
    const userId = answer.headers.get('Location')?.split('/').at(-1) ?? ''
    expect(await findUser(userId)).toMatchObject({
      name: 'Ben',
      email: 'ben@example.org',
      role: 'organizer',
    })
  })

  test('says beside the field that the mail address is there, and keeps what was typed', async () => {
    const viewer = await createViewer('admin')
    await createUser({ email: 'ben@example.org' })
    const answer = await submit(newPerson.action, { viewer, form })
    expect(answer.status).toBe(422)
    expect(await errorsOf(answer)).toEqual({
      email: ['This email address already has an account.'],
    })
    expect(await typedIn(answer)).toMatchObject(form)
  })

  test.each([
    ['nothing', {}, ['email', 'name', 'role']],
    ['blanks', { name: ' ', email: ' ', role: ' ' }, ['email', 'name', 'role']],
    [
      'too much',
      { ...form, name: 'x'.repeat(201), email: `${'x'.repeat(250)}@a.de` },
      ['email', 'name'],
    ],
    ['a role that is none', { ...form, role: 'owner' }, ['role']],
    ['a field twice', { ...form, name: ['A', 'B'], role: ['member', 'admin'] }, ['name', 'role']],
    ['broken letters', { ...form, name: 'A\uFFFD\u0000' }, ['name']],
  ])('refuses %s beside the fields, and writes nothing', async (_, wrong, fields) => {
    const viewer = await createViewer('admin')
    const answer = await submit(newPerson.action, { viewer, form: wrong as typeof form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer)).sort()).toEqual(fields)
    expect(await db().$count(users)).toBe(1)
  })
})

describe('changing a person', () => {
  const change = { name: 'Mine', email: 'x@example.org', role: 'member', version: '1' }

  test('on a stale page tells what it says now, keeps what was typed, and saves at the second press', async () => {
    const viewer = await createViewer('admin')
    const { id: userId } = await createUser()
    const sent = { viewer, params: { userId } }
    await submit(person.action, { ...sent, form: { ...change, name: 'Theirs' } })
    const stale = await submit(person.action, { ...sent, form: change })
    expect(stale.status).toBe(422)
    expect((await errorsOf(stale))['']?.[0]).toMatch(/It now says: Theirs, x@example.org, Member\./)
    const typed = await typedIn(stale)
    expect(typed).toMatchObject({ name: 'Mine', version: '2' })
    await submit(person.action, { ...sent, form: typed as typeof change })
    expect(await findUser(userId)).toMatchObject({ name: 'Mine', version: 3 })
  })

  test('with another mistake keeps the version that was seen, so that the change of another is still told', async () => {
    const viewer = await createViewer('admin')
    const { id: userId } = await createUser()
    const sent = { viewer, params: { userId } }
    await submit(person.action, { ...sent, form: { ...change, name: 'Theirs' } })
    const wrong = await submit(person.action, { ...sent, form: { ...change, email: 'x' } })
    expect(await typedIn(wrong)).toMatchObject({ version: '1' })
  })

  test.each(['', '0', '-1', '1e3', '1.5', '99999999999999999999'])(
    'refuses “%s” for a version',
    async version => {
      const viewer = await createViewer('admin')
      const { id: userId } = await createUser({ name: 'Before' })
      const form = { ...change, version }
      const answer = await submit(person.action, { viewer, params: { userId }, form })
      expect(answer.status).toBe(422)
      expect((await findUser(userId))?.name).toBe('Before')
    },
  )

  test('refuses to demote the last active admin, beside the role, and to deactivate them', async () => {
    const viewer = await createViewer('admin')
    const params = { userId: viewer.userId }
    const demoted = await submit(person.action, { viewer, params, form: change })
    expect(Object.keys(await errorsOf(demoted))).toEqual(['role'])
    const form = { intent: 'deactivate' }
    const ended = await submit(deactivation.action, { viewer, params, form })
    expect((await errorsOf(ended))['']).toEqual(['You can’t deactivate the last active admin.'])
  })

  test('of their own role, or their own deactivation, signs an admin out', async () => {
    await createViewer('admin')
    for (const [action, form] of [
      [person.action, change],
      [deactivation.action, { intent: 'deactivate' }],
    ] as const) {
      const viewer = await createViewer('admin')
      const params = { userId: viewer.userId }
      const answer = await submit(action, {
        viewer,
        params,
        form: { ...form, email: viewer.email },
      })
      expect(answer.headers.get('Location')).toBe('/login')
    }
  })
})

test('without an intent nobody is deactivated', async () => {
  const viewer = await createViewer('admin')
  const { id: userId } = await createUser()
  for (const form of [{}, { intent: 'delete' }]) {
    const answer = await submit(deactivation.action, {
      viewer,
      params: { userId },
      form: form as never,
    })
    expect(answer.status).toBe(422)
  }
  expect((await findUser(userId))?.deactivatedAt).toBeNull()
})

describe('bringing in a list', () => {
  const text = 'name,email,role\nBen,ben@example.org,\nCy,nowhere,'

  test('reports first and writes nothing', async () => {
    const viewer = await createViewer('admin')
    const answer = await submit(list.action, { viewer, form: { text } })
    expect(answer.status).toBe(200)
    const { report, text: carried } = await answer.json()
    expect(report).toMatchObject({ fresh: [{ line: 2 }], wrong: [{ line: 3 }], there: [] })
    expect(carried).toBe(text)
    expect(await db().$count(users)).toBe(1)
  })

  test('writes the good rows at the second button, with mails when they are ticked', async () => {
    const viewer = await createViewer('admin')
    const form = { text, intent: 'add' }
    const answer = await submit(list.action, { viewer, form })
    expect(answer.headers.get('Location')).toBe('/admin/users?sort=-added')
    expect([await db().$count(users), await db().$count(mails)]).toEqual([2, 0])
    const more = { intent: 'add', withMails: 'on', text: 'Di,di@example.org' }
    await submit(list.action, { viewer, form: more })
    expect([await db().$count(users), await db().$count(mails)]).toEqual([3, 1])
  })

  test('adds exactly who was shown, and shows the list again when that has changed', async () => {
    const viewer = await createViewer('admin')
    const checked = await (await submit(list.action, { viewer, form: { text } })).json()
    const { seen } = checked.report
    await createUser({ email: 'cy@example.org' })
    const another = { text: `${text}@example.org\nDi,di@example.org`, intent: 'add', seen }
    const again = await (await submit(list.action, { viewer, form: another })).json()
    expect(again.report.notes[0]).toMatch(/have changed since you checked/)
    expect(await db().$count(users)).toBe(2)
    const form = { text, intent: 'add', seen }
    expect((await submit(list.action, { viewer, form })).status).toBe(303)
    expect(await db().$count(users)).toBe(3)
  })

  test('pressed twice adds nobody twice', async () => {
    const viewer = await createViewer('admin')
    const form = { text, intent: 'add', withMails: 'on' }
    await submit(list.action, { viewer, form })
    expect((await submit(list.action, { viewer, form })).status).toBe(200)
    expect([await db().$count(users), await db().$count(mails)]).toEqual([2, 1])
  })

  test.each([
    ['nothing', {}, 'Choose a file, or paste the list.'],
    ['blanks', { text: ' \n' }, 'Choose a file, or paste the list.'],
    ['a list that cannot be read', { text: 'name,email\n"Ada' }, /opened and never closed/],
    ['too long a list', { text: 'x'.repeat(1_000_001) }, /too long/],
  ])('refuses %s beside the field', async (_, form, problem) => {
    const viewer = await createViewer('admin')
    const answer = await submit(list.action, { viewer, form: form as never })
    expect(answer.status).toBe(422)
    expect((await errorsOf(answer)).text?.[0]).toMatch(problem)
  })
})
