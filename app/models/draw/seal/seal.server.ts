import { randomBytes } from 'node:crypto'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { openText, sealText, tryToOpen } from '#app/sealed-text.server.ts'
import { FORMER_DEFAULT_KEY } from '#app/secret-key.server.ts'
import { db, keptQuery } from '#db/client.ts'
import { draws, seals } from '#db/schema.ts'

/** SECRET_KEY is not the one that the secret was sealed with. */
export class SealBrokenError extends Error {
  override name = 'SealBrokenError'
}

type Given = { secret?: string; sealedAt?: number }

export function sealSecret(
  eventId: string,
  draw: number,
  by: { name: string },
  reason: string | null,
  { secret = randomBytes(32).toString('hex'), sealedAt = Date.now() }: Given = {},
) {
  const commitment = commitmentOf(secret)
  const sealedSecret = sealText('draw secrets', secret, `${eventId}|${draw}`)
  const row = {
    eventId,
    draw,
    commitment,
    sealedSecret,
    reason,
    sealedAt,
    sealedByName: by.name,
  }
  return { commitment, step: db().insert(seals).values(row).onConflictDoNothing() }
}

const lastSealQuery = keptQuery(reads =>
  reads
    .select({ draw: seals.draw, commitment: seals.commitment })
    .from(seals)
    .where(eq(seals.eventId, sql.placeholder('eventId')))
    .orderBy(desc(seals.draw))
    .limit(1)
    .prepare(),
)

export async function findLastSeal(eventId: string) {
  const [row] = await lastSealQuery().all({ eventId })
  return row
}

/** Only the draw itself may use the secret. @throws SealBrokenError */
export async function openSeal(eventId: string, draw: number): Promise<string> {
  const [seal] = await db()
    .select({ sealedSecret: seals.sealedSecret })
    .from(seals)
    .where(and(eq(seals.eventId, eventId), eq(seals.draw, draw)))
  if (!seal) throw new SealBrokenError('there is no sealed secret for this draw')
  const open = openWithFormerKey({ eventId, draw, ...seal })
  if (open !== undefined) return open
  try {
    return openText('draw secrets', seal.sealedSecret, `${eventId}|${draw}`)
  } catch (error) {
    throw new SealBrokenError('the sealed secret cannot be opened', { cause: error })
  }
}

export async function canOpenSeal(eventId: string, draw: number): Promise<boolean> {
  return (await openSealOrNone(eventId, draw)) !== undefined
}

/** Undefined when SECRET_KEY has changed since. */
export async function openSealOrNone(eventId: string, draw: number): Promise<string | undefined> {
  try {
    return await openSeal(eventId, draw)
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined
    throw error
  }
}

/**
 * Counts undrawn secrets sealed with the publicly known key that earlier versions used when none was set. They can be
 * drawn, but anyone who reads the file can read them.
 */
export async function countOpenlySealed(): Promise<number> {
  const undrawn = await db()
    .select({ eventId: seals.eventId, draw: seals.draw, sealedSecret: seals.sealedSecret })
    .from(seals)
    .leftJoin(draws, and(eq(draws.eventId, seals.eventId), eq(draws.number, seals.draw)))
    .where(isNull(draws.number))
  return undrawn.filter(seal => openWithFormerKey(seal) !== undefined).length
}

type Sealed = { eventId: string; draw: number; sealedSecret: string }

function openWithFormerKey({ eventId, draw, sealedSecret }: Sealed): string | undefined {
  return tryToOpen('draw secrets', sealedSecret, `${eventId}|${draw}`, FORMER_DEFAULT_KEY)
}
