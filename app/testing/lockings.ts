import { makeTestChain } from '#app/models/draw/beacon/testing/test-chain.ts'
import { type LockingWanted, lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { findLocking, type Locking } from '#app/models/draw/locking/locking.server.ts'
import { sealedEvent } from './draws.ts'

/** Set its beacon as TEST_BEACON. */
export const chainOfLockings = makeTestChain({ leastSeconds: 30 })

export const lockingWithMail: LockingWanted = {
  draw: 1,
  source: { kind: 'drand', notBefore: null },
  withMail: true,
}

type Asked = Awaited<ReturnType<typeof sealedEvent>>['asked']

/** @param change of the requests before the locking */
export async function mailedLocking(
  wanted: Partial<LockingWanted> = {},
  change?: (asked: Asked) => Promise<unknown>,
) {
  const sealed = await sealedEvent(['2,1', '2', '1'], 3)
  await change?.(sealed.asked)
  const { event, viewer } = sealed
  const { refusal } = await lockTerms(event.id, viewer, { ...lockingWithMail, ...wanted })
  const locking = await findLocking(event.id, 1)
  if (refusal || !locking) throw new Error(refusal ?? 'no locking')
  return { ...sealed, eventId: event.id, locking }
}

export function signatureOfLocking({ source }: Pick<Locking, 'source'>): string {
  if (source.kind !== 'drand') throw new Error('not a round')
  return chainOfLockings.signatureOf(source.round)
}
