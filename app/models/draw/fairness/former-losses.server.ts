import { eq } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { formerLosses } from '#db/schema.ts'

/** Losses in a row by the rule before and by this one, when the rule changed; until the person has read it. */
export async function findFormerLosses(userId: string) {
  const [row] = await db()
    .select({ before: formerLosses.before, after: formerLosses.after })
    .from(formerLosses)
    .where(eq(formerLosses.userId, userId))
  return row
}

export async function forgetFormerLosses(userId: string): Promise<void> {
  await write([db().delete(formerLosses).where(eq(formerLosses.userId, userId))])
}
