import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { FORMER_DEFAULT_KEY } from '#app/secret-key.server.ts'
import { settings } from '#app/settings.server.ts'
import { db, keptQuery } from '#db/client.ts'
import { draws, seals } from '#db/schema.ts'

/** Thrown when a secret cannot be opened: SECRET_KEY is not the one it was sealed with. */
export class SealBrokenError extends Error {
  override name = 'SealBrokenError'
}

type Given = { secret?: string; sealedAt?: number }

/** The step that seals a secret for a draw, a new one unless given; its commitment is public from then on. */
export function sealSecret(
  eventId: string,
  draw: number,
  by: { name: string },
  reason: string | null,
  { secret = randomBytes(32).toString('hex'), sealedAt = Date.now() }: Given = {},
) {
  const commitment = commitmentOf(secret)
  const sealedSecret = encrypt(secret, `${eventId}|${draw}`)
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

/** The draw of an event that was sealed last, and what its secret is held to; public from its sealing on. */
export async function findLastSeal(eventId: string) {
  const [row] = await lastSealQuery().all({ eventId })
  return row
}

/**
 * The secret of a draw, for the draw itself and for nothing else.
 * @throws SealBrokenError when SECRET_KEY has changed since.
 */
export async function openSeal(eventId: string, draw: number): Promise<string> {
  const [seal] = await db()
    .select({ sealedSecret: seals.sealedSecret })
    .from(seals)
    .where(and(eq(seals.eventId, eventId), eq(seals.draw, draw)))
  if (!seal) throw new SealBrokenError('there is no sealed secret for this draw')
  try {
    return decrypt(seal.sealedSecret, `${eventId}|${draw}`)
  } catch (error) {
    throw new SealBrokenError('the sealed secret cannot be opened', { cause: error })
  }
}

/**
 * How many secrets that are not drawn yet are sealed with the key that everybody knows: earlier versions used it where
 * none was set. They can be drawn, but who reads the file can read them.
 */
export async function countOpenlySealed(): Promise<number> {
  const undrawn = await db()
    .select({ eventId: seals.eventId, draw: seals.draw, sealedSecret: seals.sealedSecret })
    .from(seals)
    .leftJoin(draws, and(eq(draws.eventId, seals.eventId), eq(draws.number, seals.draw)))
    .where(isNull(draws.number))
  return undrawn.filter(seal => opens(seal.sealedSecret, `${seal.eventId}|${seal.draw}`, formerKey))
    .length
}

const ownKey = () => derive(settings().SECRET_KEY)
const formerKey = () => derive(FORMER_DEFAULT_KEY)

function derive(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'draw secrets', 32))
}

function opens(sealed: string, bound: string, key: () => Buffer): boolean {
  try {
    return decryptWith(key(), sealed, bound) !== ''
  } catch {
    return false
  }
}

/** AES-256-GCM, bound to its event and draw: iv, tag and text in base64url. */
function encrypt(secret: string, bound: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', ownKey(), iv).setAAD(Buffer.from(bound))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

function decrypt(sealed: string, bound: string): string {
  const key = opens(sealed, bound, formerKey) ? formerKey : ownKey
  return decryptWith(key(), sealed, bound)
}

function decryptWith(key: Buffer, sealed: string, bound: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
