import { and, eq } from 'drizzle-orm'
import { newId } from '#app/models/id.ts'
import { db } from '#db/client.ts'
import { entryCodes } from '#db/schema.ts'

export const newCode = () => newId(10)

/** The step that gives a member her code for an event, unless she has one from asking before. */
export function giveCode(eventId: string, userId: string, code = newCode()) {
  return db().insert(entryCodes).values({ eventId, userId, code }).onConflictDoNothing()
}

export async function findCode(eventId: string, userId: string): Promise<string | undefined> {
  const [row] = await db()
    .select({ code: entryCodes.code })
    .from(entryCodes)
    .where(and(eq(entryCodes.eventId, eventId), eq(entryCodes.userId, userId)))
  return row?.code
}
