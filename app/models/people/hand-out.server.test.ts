import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { findTokenOwner } from '#app/models/sign-in/links/token.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails, users } from '#db/schema.ts'
import { everybodyToInvite, inviteEverybody, listPeopleToInvite } from './hand-out.server.ts'
import { addPeople } from './list-file.server.ts'
import { deactivateUser } from './user.server.ts'

testDatabase()
afterEach(() => overrideSettings({ MAIL_ENABLED: false }))

const createAdmin = async () => viewerOf(await createUser({ role: 'admin' }))
const newcomer = (name: string) => createUser({ name, signedInAt: null })
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? ''

const linksOf = async () =>
  Object.fromEntries((await listPeopleToInvite(1)).people.map(({ name, link }) => [name, link]))

describe('with mail off', () => {
  test('links for an added list can be handed out at once, and each opens for its own person', async () => {
    const list = ['Ada', 'Ben'].map(name => ({
      name,
      email: `${name.toLowerCase()}@example.org`,
      role: 'member' as const,
    }))
    await addPeople(list, { withMails: true }, await createAdmin())
    const links = await linksOf()
    expect(Object.keys(links)).toEqual(['Ada', 'Ben'])
    for (const [name, link] of Object.entries(links))
      expect(await findTokenOwner(tokenOf(link), ['set-password'])).toMatchObject({ name })
  })

  test('one press makes links for everybody without one, and leaves working links alone', async () => {
    const admin = await createAdmin()
    await newcomer('Ada')
    await inviteEverybody(admin)
    const before = await linksOf()
    await newcomer('Ben')
    expect((await listPeopleToInvite(1)).toInvite).toBe(1)
    expect(await inviteEverybody(admin)).toEqual({ invited: 1, refusal: undefined })
    const after = await linksOf()
    expect(after).toEqual({ ...before, Ben: expect.stringContaining('/reset-password/') })
    expect(await inviteEverybody(admin)).toEqual({ invited: 0, refusal: undefined })
  })

  test('people who have signed in or are deactivated are not listed', async () => {
    const admin = await createAdmin()
    const ada = await newcomer('Ada')
    const ben = await newcomer('Ben')
    await inviteEverybody(admin)
    await deactivateUser(ben.id, admin)
    expect(Object.keys(await linksOf())).toEqual(['Ada'])
    await write([db().update(users).set({ signedInAt: 1 }).where(eq(users.id, ada.id))])
    expect(await linksOf()).toEqual({})
  })

  test('with more than a page, everybody is listed once, in the file too', async () => {
    const admin = await createAdmin()
    for (let number = 0; number < 101; number += 1) await newcomer('Same')
    expect((await inviteEverybody(admin)).invited).toBe(101)
    const pages = [await listPeopleToInvite(1), await listPeopleToInvite(2)]
    expect(pages.map(({ people }) => people.length)).toEqual([100, 1])
    const inFile = []
    for await (const people of everybodyToInvite()) inFile.push(...people)
    expect(new Set(inFile.map(({ link }) => link)).size).toBe(101)
    const trail = await db().$count(
      auditEntries,
      eq(auditEntries.action, 'user.password-link-sent'),
    )
    expect(trail).toBe(101)
  })
})

describe('with mail on', () => {
  test('one press welcomes everybody not yet welcomed, once', async () => {
    overrideSettings({ MAIL_ENABLED: true })
    const admin = await createAdmin()
    const ada = await newcomer('Ada')
    await createUser()
    expect((await inviteEverybody(admin)).invited).toBe(1)
    expect((await inviteEverybody(admin)).invited).toBe(0)
    expect(await db().select().from(mails)).toMatchObject([
      { userId: ada.id, kind: 'welcome', state: 'queued' },
    ])
    expect((await listPeopleToInvite(1)).people).toMatchObject([{ isWelcomed: true, link: null }])
  })

  test('somebody who brought a password along reads that it still works', async () => {
    overrideSettings({ MAIL_ENABLED: true })
    await createUser({ signedInAt: null, passwordHash: 'scrypt:1' })
    await inviteEverybody(await createAdmin())
    expect((await db().select().from(mails))[0]?.text).toContain('Your old password still works')
  })
})

test('a former admin invites nobody', async () => {
  const admin = await createAdmin()
  await createAdmin()
  await newcomer('Ada')
  await deactivateUser(admin.userId, admin)
  expect(await inviteEverybody(admin)).toEqual({ invited: 0, refusal: 'not-admin' })
  expect(await db().select().from(mails)).toEqual([])
})
