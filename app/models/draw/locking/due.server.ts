import { fetchRound } from '#app/models/draw/beacon/rounds.server.ts'
import { settings } from '#app/settings.server.ts'
import { drawLocked } from './locked-draw.server.ts'
import { type DueLocking, findLocking, listDueLockings } from './locking.server.ts'
import { keepSignature } from './value.server.ts'

/** Milliseconds between two tries of a round that the beacon did not give; doubled each time, up to the last. */
const PAUSES = [3000, 60_000] as const
const tries = new Map<string, { next: number; pause: number }>()

/** Fetches the rounds that are there by now, and makes the draws whose value is known. For a timer. */
export async function drawDue(stopping?: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  for (const due of await listDueLockings(Date.now())) {
    if (stopping?.aborted) return
    await drawIfKnown(due, stopping).catch(error => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some draws were not made')
}

async function drawIfKnown(due: DueLocking, stopping?: AbortSignal): Promise<void> {
  const { eventId, draw, publicValue } = due
  if (publicValue === null && !(await fetchValue(eventId, draw, stopping))) return
  await drawLocked(eventId, draw)
}

/** @returns whether the value is there now */
async function fetchValue(eventId: string, draw: number, stopping?: AbortSignal): Promise<boolean> {
  if (settings().BEACON_URL === '' || !isTime(`${eventId} ${draw}`)) return false
  const source = (await findLocking(eventId, draw))?.source
  if (source?.kind !== 'drand') return false
  const signature = await fetchRound(source.round, stopping)
  if (signature === undefined) return false
  tries.delete(`${eventId} ${draw}`)
  // Another server may have been faster; then the value is there too.
  await keepSignature(eventId, draw, signature, null)
  return true
}

function isTime(locking: string): boolean {
  const [shortest, longest] = PAUSES
  const now = performance.now()
  const { next, pause } = tries.get(locking) ?? { next: 0, pause: shortest }
  if (now < next) return false
  tries.set(locking, { next: now + pause, pause: Math.min(longest, pause * 2) })
  return true
}
