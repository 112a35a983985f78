import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { formsOf, normalPassword, PASSWORD_BYTES } from '#app/models/sign-in/password.ts'
import { settings } from '#app/settings.server.ts'
import { type Claimant, HashingQueue } from './hashing-queue.ts'

/** A hash takes 0.3 s of a processor, so the last waits some six seconds; accents cost two to eight hashes. */
const QUEUE_PER_THREAD = 20

/** Ours and the typed one: a stranger must not make us work four times as long. */
const FORMS_FOR_STRANGERS = 2

/** Leaves one processor to the pages. */
export function poolSize(processors: number): { threads: number; queue: number } {
  const threads = Math.max(1, Math.min(4, processors - 1))
  return { threads, queue: threads * QUEUE_PER_THREAD }
}

let pool: Piscina | undefined

const size = poolSize(availableParallelism())
const queue = new HashingQueue(size)

function hashing(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./password-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: size.threads,
    idleTimeout: 60_000,
  })
  return pool
}

/** For commands, which have the queue to themselves. */
const OURSELVES: Claimant = { standing: 'device', keys: ['ourselves'] }

/** @throws HashingFullError */
export async function hashPassword(password: string, asker = OURSELVES): Promise<string> {
  const job = { kind: 'hash', password: normalPassword(password), cost: settings().PASSWORD_COST }
  return queue.run(asker, 1, () => hashing().run(job))
}

export type PasswordCheck = 'wrong' | 'right' | 'old'

/** As slow for an unknown person (hash null) as for a wrong password. @throws HashingFullError */
export async function checkPassword(
  password: string,
  hash: string | null,
  asker = OURSELVES,
): Promise<PasswordCheck> {
  const forms = formsOf(password).slice(
    0,
    asker.standing === 'new' ? FORMS_FOR_STRANGERS : undefined,
  )
  const job = {
    kind: 'compare',
    forms,
    hash: hash ?? nobody(),
    most: PASSWORD_BYTES,
    // Older hashes are quicker to check, but a wrong password for them must cost as much as one for nobody.
    ...(hash !== null && isOutdated(hash) && { instead: nobody() }),
  }
  const matching: number = await queue.run(asker, forms.length, () => hashing().run(job))
  if (hash === null || matching === -1) return 'wrong'
  const canRenew = Buffer.byteLength(normalPassword(password)) <= PASSWORD_BYTES
  return canRenew && (matching > 0 || isOutdated(hash)) ? 'old' : 'right'
}

/** @throws HashingFullError */
export async function isPasswordOf(
  password: string,
  hash: string | null,
  asker = OURSELVES,
): Promise<boolean> {
  return (await checkPassword(password, hash, asker)) !== 'wrong'
}

/** No password has this hash; it costs as much as ours. */
function nobody(): string {
  return `${ourPrefix()}4muHED3UR2a9h0Bnv1SCxOx3WwtYl1VUOb0z2kewM5wgcnq5ZCXoq`
}

export function isOutdated(hash: string): boolean {
  return !hash.startsWith(ourPrefix())
}

function ourPrefix(): string {
  return `$2b$${String(settings().PASSWORD_COST).padStart(2, '0')}$`
}

export async function stopHashing(): Promise<void> {
  await pool?.destroy()
  pool = undefined
}
