import { eq, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'

export async function findAccount(userId: string) {
  const [account] = await db()
    .select({ name: users.name, email: users.email, role: users.role, version: users.version })
    .from(users)
    .where(eq(users.id, userId))
  return account
}

export async function changeOwnName(
  viewer: Viewer,
  { name, version }: { name: string; version: number },
): Promise<{ refusal: 'stale' | undefined }> {
  const { userId } = viewer
  return write([
    refuseUnless('stale', sql`SELECT version = ${version} FROM users WHERE id = ${userId}`),
    db()
      .update(users)
      .set(withSearchName({ name, version: version + 1 }))
      .where(eq(users.id, userId)),
    audit({
      actor: { userId, name: viewer.name },
      action: 'user.changed',
      subject: 'user',
      subjectId: userId,
      before: { name: viewer.name },
      after: { name },
    }),
  ])
}
