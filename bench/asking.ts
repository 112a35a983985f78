import { setTimeout as wait } from 'node:timers/promises'
import { ASK } from './recording.ts'
import type { Person } from './season.ts'

const MOST_TRIES = 12

type Step = { times: number[]; refused: number; unanswered: number; failed: number }
/** Times in milliseconds. */
export type Tally = Record<'the page' | 'the request' | 'the receipt', Step>
export type Asked = { userId: string; isAcknowledged: boolean }

const newStep = (): Step => ({ times: [], refused: 0, unanswered: 0, failed: 0 })
export const newTally = (): Tally => ({
  'the page': newStep(),
  'the request': newStep(),
  'the receipt': newStep(),
})

/** Opens the page, asks and reads the receipt, waiting as long as each Retry-After says. */
export async function askOnce(
  url: string,
  { userId, cookie }: Person,
  eventId: string,
  tally: Tally,
): Promise<Asked> {
  const address = `${url}/events/${eventId}/request`
  const body = new URLSearchParams(Object.entries(ASK).flatMap(pairsOf)).toString()
  const headers = { cookie, 'accept-encoding': 'gzip' }
  const form = { ...headers, origin: url, 'content-type': 'application/x-www-form-urlencoded' }
  await patiently(tally['the page'], 200, { address, method: 'GET', headers })
  const sent = { address, method: 'POST' as const, headers: form, body }
  const isAcknowledged = await patiently(tally['the request'], 303, sent)
  if (isAcknowledged)
    await patiently(tally['the receipt'], 200, { address, method: 'GET', headers })
  return { userId, isAcknowledged }
}

const pairsOf = ([name, value]: [string, string | string[]]) =>
  [value].flat().map(each => [name, each])

type Sent = {
  address: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
}

async function patiently(step: Step, wanted: number, sent: Sent): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const started = performance.now()
    const { address, ...options } = sent
    const answer = await fetch(address, { ...options, redirect: 'manual' }).catch(() => undefined)
    await answer?.arrayBuffer()
    const took = performance.now() - started
    if (answer?.status === wanted) {
      step.times.push(took)
      return true
    }
    if (answer && answer.status !== 503) break
    if (answer) step.refused += 1
    else step.unanswered += 1
    await wait(Number(answer?.headers.get('retry-after') ?? 5) * 1000)
  }
  step.failed += 1
  return false
}
