import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Actor } from '#app/models/audit/audit.server.ts'
import { auditActions } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { changeUser, deactivateUser, findUser } from './user.server.ts'

testDatabase()

async function createAdmin(name = 'Ada') {
  const user = await createUser({ role: 'admin', name })
  return { user, actor: { userId: user.id, name } }
}

async function demote(userId: string, actor: NonNullable<Actor>) {
  const person = await findUser(userId)
  if (!person) throw new Error('no such person')
  const { name, email, version } = person
  return changeUser(person, { name, email, role: 'member', version }, actor)
}

describe('the last active admin', () => {
  test('can be neither demoted nor deactivated, not even by themselves', async () => {
    const { user, actor } = await createAdmin()
    await createUser({ role: 'admin', deactivatedAt: 1 })
    expect(await demote(user.id, actor)).toEqual({ refusal: 'last-admin' })
    expect(await deactivateUser(user.id, actor)).toEqual({ refusal: 'last-admin' })
    expect(await findUser(user.id)).toMatchObject({
      role: 'admin',
      version: 1,
      deactivatedAt: null,
    })
    expect(await auditActions()).toEqual([])
  })

  test('remains when two admins demote each other at the same time: exactly one wins', async () => {
    const [ada, eve] = [await createAdmin('Ada'), await createAdmin('Eve')]
    const done = await Promise.all([demote(eve.user.id, ada.actor), demote(ada.user.id, eve.actor)])
    expect(done.filter(d => !d.refusal)).toHaveLength(1)
    expect(await countActiveAdmins()).toBe(1)
  })

  test('is not what stops an admin deactivated a moment ago: their rights are gone', async () => {
    const [ada, eve] = [await createAdmin('Ada'), await createAdmin('Eve')]
    await createAdmin('A third')
    const done = await Promise.all([
      deactivateUser(eve.user.id, ada.actor),
      deactivateUser(ada.user.id, eve.actor),
    ])
    expect(done.map(d => d.refusal)).toEqual([undefined, 'not-admin'])
    expect(await countActiveAdmins()).toBe(2)
  })

  async function countActiveAdmins(): Promise<number> {
    return db().$count(users, sql`role = 'admin' AND deactivated_at IS NULL`)
  }
})
