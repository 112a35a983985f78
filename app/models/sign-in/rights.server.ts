import { type SQL, sql } from 'drizzle-orm'

/** True when this person may still make events, or with `admin` do what admins may. For guards. */
export function sqlIsStill(least: 'organizer' | 'admin', person: { userId: string }): SQL {
  const roles = least === 'admin' ? sql`('admin')` : sql`('organizer', 'admin')`
  return sql`SELECT role IN ${roles} AND deactivated_at IS NULL FROM users WHERE id = ${person.userId}`
}

/** True while this person may sign in. For guards. */
export function sqlIsStillActive(person: { userId: string }): SQL {
  return sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${person.userId}`
}
