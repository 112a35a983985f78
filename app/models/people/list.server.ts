import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { personMatches } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import type { UserFilter, UserSort } from './filter.ts'

const PAGE = 50

export async function listUsers(filter: UserFilter) {
  const where = and(...conditions(filter))
  const total = await db().$count(users, where)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(filter.page, pages)
  const people = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      createdAt: users.createdAt,
      signedInAt: users.signedInAt,
      deactivatedAt: users.deactivatedAt,
      hasPassword: sql<boolean>`${users.passwordHash} IS NOT NULL`.mapWith(Boolean),
    })
    .from(users)
    .where(where)
    .orderBy(filter.isDescending ? desc(order[filter.sort]) : order[filter.sort], users.id)
    .limit(PAGE)
    .offset((page - 1) * PAGE)
  return { people, total, page, pages }
}

const order: Record<UserSort, SQL> = {
  name: sql`${users.name} COLLATE NOCASE`,
  email: sql`${users.email}`,
  role: sql`CASE ${users.role} WHEN 'admin' THEN 1 WHEN 'organizer' THEN 2 ELSE 3 END`,
  'signed-in': sql`coalesce(${users.signedInAt}, 0)`,
  added: sql`${users.createdAt}`,
}

function conditions({ search, role, status }: UserFilter): (SQL | undefined)[] {
  return [
    search ? personMatches(search, users) : undefined,
    role ? eq(users.role, role) : undefined,
    status === 'active' ? isNull(users.deactivatedAt) : undefined,
    status === 'deactivated' ? isNotNull(users.deactivatedAt) : undefined,
    status === 'invited' ? and(isNull(users.deactivatedAt), isNull(users.passwordHash)) : undefined,
  ]
}
