import { Piscina } from 'piscina'
import { settings } from '#app/settings.server.ts'

/** bcrypt reads no more than this many bytes, and would ignore the rest in silence. */
export const PASSWORD_BYTES = 72
/** A hash that no password has: unknown people cost as much time as known ones. */
const NOBODY = '$2b$12$4muHED3UR2a9h0Bnv1SCxOx3WwtYl1VUOb0z2kewM5wgcnq5ZCXoq'

/** Thrown when more passwords wait than we can hash in good time: answer 503 with Retry-After. */
export class HashingFullError extends Error {
  override name = 'HashingFullError'
}

let pool: Piscina | undefined

function hashing(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./password-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: 30,
    idleTimeout: 60_000,
  })
  return pool
}

export async function hashPassword(password: string): Promise<string> {
  return run({ kind: 'hash', password, cost: settings().passwordCost })
}

/** Takes as long for somebody unknown (hash null) as for a wrong password. */
export async function isPasswordOf(password: string, hash: string | null): Promise<boolean> {
  if (Buffer.byteLength(password) > PASSWORD_BYTES && hash?.startsWith('$2')) return false
  const matches = await run<boolean>({ kind: 'compare', password, hash: hash ?? NOBODY })
  return matches && hash !== null
}

/** Hashes of an older program, or of a lower cost, are replaced at the next sign-in. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(`$2b$${String(settings().passwordCost).padStart(2, '0')}$`)
}

export async function stopHashing(): Promise<void> {
  await pool?.destroy()
  pool = undefined
}

async function run<Result>(job: object): Promise<Result> {
  try {
    return (await hashing().run(job)) as Result
  } catch (error) {
    if (error instanceof Error && /queue is at limit/i.test(error.message))
      throw new HashingFullError('hashing is busy')
    throw error
  }
}
