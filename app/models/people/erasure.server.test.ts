import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { keepUnsent } from '#app/models/sign-in/unsent-form.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { importedRows, unsentForms, users } from '#db/schema.ts'
import { promoteToAdmin } from './admin.server.ts'
import { erasePerson } from './erasure.server.ts'
import { changeUser, deactivateUser, findUser, reactivateUser } from './user.server.ts'

testDatabase()

async function decidedEvent() {
  const drawn = await drawnEvent(['2', '1', '2'], 3)
  const { event, viewer } = drawn
  const found = await findManagedEvent(viewer, event.id)
  const allocationVersion = found?.allocationVersion ?? 0
  await finalize(event.id, viewer, { allocationVersion, withMail: true })
  return { ...drawn, admin: viewerOf(await createUser({ role: 'admin' })) }
}

describe('erasing a person', () => {
  test('leaves every draw verifiable, to the byte', async () => {
    const { event, asked, admin } = await decidedEvent()
    const userId = asked[0]?.userId ?? ''
    const before = await findDrawDocument(event.id, 1)
    if (!before) throw new Error('no document')
    const code = await findCode(event.id, userId)
    await deactivateUser(userId, admin)
    expect((await erasePerson(userId, admin, { givesBack: true })).refusal).toBeUndefined()
    const after = await findDrawDocument(event.id, 1)
    if (!after) throw new Error('no document')
    expect(formatDrawDocument(after)).toBe(formatDrawDocument(before))
    expect(verifyDraw(formatDrawDocument(after)).holds).toBe(true)
    expect(await findCode(event.id, userId)).toBe(code)
  })

  test('leaves no name and no address', async () => {
    const { asked, admin } = await decidedEvent()
    const userId = asked[0]?.userId ?? ''
    await deactivateUser(userId, admin)
    await erasePerson(userId, admin, { givesBack: true })
    const [row] = await db().select().from(users).where(eq(users.id, userId))
    expect(row).toMatchObject({ name: 'Erased person', email: `erased-${userId}@erased.invalid` })
  })

  test("takes their unsent forms, and nobody else's", async () => {
    const [gone, stays, admin] = [
      await createUser(),
      await createUser(),
      viewerOf(await createUser({ role: 'admin' })),
    ]
    for (const { id } of [gone, stays])
      await keepUnsent(id, '/account', { formId: 'name', fields: [['name', 'Mia']] })
    await deactivateUser(gone.id, admin)
    await erasePerson(gone.id, admin)
    const left = await db().select({ userId: unsentForms.userId }).from(unsentForms)
    expect(left).toEqual([{ userId: stays.id }])
  })

  test('covers what was imported of them, and of nobody else', async () => {
    const [gone, stays, admin] = [
      await createUser({ deactivatedAt: 1 }),
      await createUser(),
      viewerOf(await createUser({ role: 'admin' })),
    ]
    const row = (kind: string, originalId: number, newId: string | null, original: object) =>
      sql`INSERT INTO imported_rows (kind, original_id, new_id, original, finding, imported_at)
        VALUES (${kind}, ${originalId}, ${newId}, ${JSON.stringify(original)}, 'of Mia', 1)`
    await write([
      row('user', 7, gone.id, { id: 7, name: 'Mia', created_at: 'then' }),
      row('user', 8, stays.id, { id: 8, name: 'Ben' }),
      row('request', 70, null, { id: 70, user_id: 7, note: 'of Mia' }),
      row('request', 80, null, { id: 80, user_id: 8, note: 'of Ben' }),
    ])
    await erasePerson(gone.id, admin)
    const rows = await db().select().from(importedRows).orderBy(importedRows.originalId)
    expect(rows.map(({ original, finding }) => [JSON.parse(original), finding])).toEqual([
      [{ id: 7, user_id: null, created_at: 'then' }, null],
      [{ id: 8, name: 'Ben' }, 'of Mia'],
      [{ id: 70, user_id: 7, created_at: null }, null],
      [{ id: 80, user_id: 8, note: 'of Ben' }, 'of Mia'],
    ])
  })

  test('is final: nobody can take the account over, and it cannot be repeated', async () => {
    const { asked, admin } = await decidedEvent()
    const userId = asked[0]?.userId ?? ''
    await deactivateUser(userId, admin)
    await erasePerson(userId, admin, { givesBack: true })
    expect((await reactivateUser(userId, admin)).refusal).toBe('erased')
    const person = await findUser(userId)
    if (!person) throw new Error('no row')
    const another = { name: 'Nell Next', email: 'nell@example.org', role: 'member' as const }
    const changed = await changeUser(person, { ...another, version: person.version }, admin)
    expect(changed.refusal).toBe('erased')
    expect((await erasePerson(userId, admin)).refusal).toBe('erased')
    const promotion = promoteToAdmin({ ...person, passwordHash: null }, { isAnother: true })
    expect((await promotion).refusal).toBe('erased')
    expect(await findUser(userId)).toEqual(person)
  })

  test('needs a deactivated person with no pending request or event', async () => {
    const { admin } = await decidedEvent()
    const member = await createUser()
    expect((await erasePerson(member.id, admin)).refusal).toBe('active')
    expect((await erasePerson('nobody', admin)).refusal).toBe('missing')
    expect((await erasePerson(member.id, viewerOf(member))).refusal).toBe('not-admin')
    const { event } = await drawnEvent(['1'])
    await createRequest({ eventId: event.id, userId: member.id })
    await deactivateUser(member.id, admin)
    expect((await erasePerson(member.id, admin)).refusal).toBe('pending')
  })
})
