import { and, eq, isNull } from 'drizzle-orm'
import { settings } from '#app/settings.server.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { issueToken } from './token.server.ts'

/** Whether nobody could administrate this installation yet. */
export async function lacksAdmin(): Promise<boolean> {
  const admins = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.deactivatedAt)))
    .limit(1)
  return admins.length === 0
}

/** A fresh one-time link that makes its reader the first admin; undefined once there is one. */
export async function setUpLink(): Promise<string | undefined> {
  if (!(await lacksAdmin())) return undefined
  const { token, steps } = issueToken('set-up', null)
  await write(steps)
  return `${settings().APP_URL}/set-up/${token}`
}
