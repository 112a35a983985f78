import { z } from 'zod'
import { LARGEST_NUMBER } from '#app/allocation/roll.ts'
import { SIGNATURE } from '#app/allocation/terms/drand.ts'
import { codesOf, messageOf } from '#db/failures/causes.ts'

/** Milliseconds for a whole answer. */
const PATIENCE = 5000
/** Bytes; drand's answers have some 300. */
const MOST_BYTES = 4096
/** Without this, the runtimes give their names and versions. */
const HEADERS = { 'User-Agent': 'ticket-allocation', Accept: 'application/json' }

const fetchedRound = z.object({
  round: z.int().min(1).max(LARGEST_NUMBER),
  signature: z.string().regex(SIGNATURE),
})
export type FetchedRound = z.infer<typeof fetchedRound>
export type Fetched = FetchedRound | { problem: string }
type Patience = { patience?: number; stopping?: AbortSignal | undefined }

/**
 * Asks for a round as https://docs.drand.love/dev-guide/developer/http-api/ describes it. Never throws.
 * @returns what was answered, of which only the form is checked
 */
export async function askBeacon(
  address: string,
  { patience = PATIENCE, stopping }: Patience = {},
): Promise<Fetched> {
  const late = AbortSignal.timeout(patience)
  const signal = stopping ? AbortSignal.any([late, stopping]) : late
  try {
    const answer = await fetch(address, { headers: HEADERS, redirect: 'manual', signal })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      return { problem: `HTTP ${answer.status}` }
    }
    return readAnswer(await readShort(answer))
  } catch (error) {
    return { problem: late.aborted ? 'no answer in time' : sayFailure(error) }
  }
}

/** @returns undefined for what is too long */
async function readShort({ body }: Response): Promise<string | undefined> {
  const reader = body?.getReader()
  const parts: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done) return Buffer.concat(parts).toString('utf8')
    bytes += value?.length ?? 0
    if (bytes <= MOST_BYTES) parts.push(value as Uint8Array)
    else {
      await reader?.cancel()
      return undefined
    }
  }
}

function readAnswer(text: string | undefined): Fetched {
  if (text === undefined) return { problem: `an answer of more than ${MOST_BYTES} bytes` }
  try {
    return fetchedRound.parse(JSON.parse(text))
  } catch {
    return { problem: 'not the answer of a beacon' }
  }
}

/** Deno's network errors have no code. */
function sayFailure(error: unknown): string {
  return `no answer (${codesOf(error)[0] ?? messageOf(error)})`
}
