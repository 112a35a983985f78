import { type SQL, sql } from 'drizzle-orm'

export function sqlIsStill(least: 'organizer' | 'admin', person: { userId: string }): SQL {
  const roles = least === 'admin' ? sql`('admin')` : sql`('organizer', 'admin')`
  return sql`SELECT role IN ${roles} AND deactivated_at IS NULL FROM users WHERE id = ${person.userId}`
}

export function sqlIsStillActive(person: { userId: string }): SQL {
  return sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${person.userId}`
}
