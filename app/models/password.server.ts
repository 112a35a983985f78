import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { settings } from '#app/settings.server.ts'
import { formsOf, normalPassword, PASSWORD_BYTES } from './password.ts'

/** Thrown when more passwords wait than we can hash in good time: answer 503 with Retry-After. */
export class HashingFullError extends Error {
  override name = 'HashingFullError'
}

/** A hash takes some 0.3 s of a processor, so that the last in the queue waits about six seconds. */
const QUEUE_PER_THREAD = 20

/** One processor stays with the pages. */
export function poolSize(processors: number): { threads: number; queue: number } {
  const threads = Math.max(1, Math.min(4, processors - 1))
  return { threads, queue: threads * QUEUE_PER_THREAD }
}

let pool: Piscina | undefined

function hashing(): Piscina {
  const { threads, queue } = poolSize(availableParallelism())
  pool ??= new Piscina({
    filename: new URL('./password-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    maxQueue: queue,
    idleTimeout: 60_000,
  })
  return pool
}

/** @throws HashingFullError */
export async function hashPassword(password: string): Promise<string> {
  return run({ kind: 'hash', password: normalPassword(password), cost: settings().passwordCost })
}

/** `old`: right, and to be hashed again, by our means or in our form. */
export type PasswordCheck = 'wrong' | 'right' | 'old'

/**
 * Takes as long for somebody unknown (hash null) as for a wrong password.
 * @throws HashingFullError
 */
export async function checkPassword(password: string, hash: string | null): Promise<PasswordCheck> {
  const matching = await run<number>({
    kind: 'compare',
    forms: formsOf(password),
    hash: hash ?? nobody(),
    most: PASSWORD_BYTES,
    // Older hashes are quicker to check: a wrong password for them must not cost less than one for nobody.
    ...(hash !== null && isOutdated(hash) && { instead: nobody() }),
  })
  if (hash === null || matching === -1) return 'wrong'
  const canRenew = Buffer.byteLength(normalPassword(password)) <= PASSWORD_BYTES
  return canRenew && (matching > 0 || isOutdated(hash)) ? 'old' : 'right'
}

/** @throws HashingFullError */
export async function isPasswordOf(password: string, hash: string | null): Promise<boolean> {
  return (await checkPassword(password, hash)) !== 'wrong'
}

/** A hash that no password has, at our cost: unknown people cost as much time as known ones. */
function nobody(): string {
  return `${ourPrefix()}4muHED3UR2a9h0Bnv1SCxOx3WwtYl1VUOb0z2kewM5wgcnq5ZCXoq`
}

/** Hashes of an older program, or of another cost, are replaced at the next sign-in. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(ourPrefix())
}

function ourPrefix(): string {
  return `$2b$${String(settings().passwordCost).padStart(2, '0')}$`
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
