import { and, eq, sql } from 'drizzle-orm'
import { newId } from '#app/values/id.ts'
import { db, keptQuery } from '#db/client.ts'
import { entryCodes } from '#db/schema.ts'

export const newCode = () => newId(10)

export function giveCode(eventId: string, userId: string, code = newCode()) {
  return db().insert(entryCodes).values({ eventId, userId, code }).onConflictDoNothing()
}

const codeQuery = keptQuery(reads =>
  reads
    .select({ code: entryCodes.code })
    .from(entryCodes)
    .where(
      and(
        eq(entryCodes.eventId, sql.placeholder('eventId')),
        eq(entryCodes.userId, sql.placeholder('userId')),
      ),
    )
    .prepare(),
)

export async function findCode(eventId: string, userId: string): Promise<string | undefined> {
  const [row] = await codeQuery().all({ eventId, userId })
  return row?.code
}
