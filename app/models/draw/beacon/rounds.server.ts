import { secondsOfRound } from '#app/allocation/terms/drand.ts'
import { settings } from '#app/settings.server.ts'
import { messageOf } from '#db/failures/causes.ts'
import { checkSignature, theBeacon } from './beacon.server.ts'
import { askBeacon, type Fetched, type FetchedRound } from './fetching.server.ts'
import { noteGiven, noteProblem, type WhichRound } from './news.ts'

/** Terms are not locked when the database's clock is further behind the beacon's newest round, in seconds. */
export const MOST_SECONDS_BEHIND = 30

/**
 * Fetches the signature of a round and checks it. Never throws.
 * @returns undefined when there is none, or not yet; the listener of `hearOfBeacon` hears why
 */
export async function fetchRound(
  round: number,
  stopping?: AbortSignal,
): Promise<string | undefined> {
  return (await fetchGenuine(round, stopping))?.signature
}

/** The newest round that the beacon shows with a genuine signature. Never throws. */
export async function newestRound(stopping?: AbortSignal): Promise<number | undefined> {
  return (await fetchGenuine('latest', stopping))?.round
}

/**
 * How many seconds a clock is behind the beacon's newest round, less than 0 if ahead. Fetching takes up to 5 s, in which
 * a new round may appear. Never throws.
 * @param databaseNow milliseconds since 1970
 * @returns undefined when no newest round can be had
 */
export async function secondsBehindBeacon(databaseNow: number): Promise<number | undefined> {
  const newest = await newestRound()
  return newest === undefined ? undefined : secondsOfRound(theBeacon(), newest) - databaseNow / 1000
}

async function fetchGenuine(
  which: WhichRound,
  stopping?: AbortSignal,
): Promise<FetchedRound | undefined> {
  const { BEACON_URL } = settings()
  if (BEACON_URL === '') return undefined
  const address = `${BEACON_URL}/${theBeacon().chainHash}/public/${which}`
  const fetched = await askBeacon(address, { stopping })
  const checked = 'problem' in fetched ? fetched : await check(which, fetched)
  if ('problem' in checked) {
    if (!stopping?.aborted) noteProblem(which, checked.problem)
    return undefined
  }
  noteGiven(which)
  return checked
}

async function check(which: WhichRound, fetched: FetchedRound): Promise<Fetched> {
  const { round, signature } = fetched
  if (which !== 'latest' && which !== round) return { problem: `the answer is for round ${round}` }
  const verdict = await checkSignature(round, signature).catch(messageOf)
  if (verdict === 'genuine') return fetched
  return { problem: verdict === 'wrong' ? 'the signature is not genuine' : `unchecked: ${verdict}` }
}
