import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { serveLocally } from '#app/testing/local-server.ts'
import type { BeaconInForce } from '../beacon.server.ts'
import { makeTestChain, secondFormOf, type TestChain } from './test-chain.ts'

/** 'away': takes no connection. 'silent': never answers. 'stalls': ends nothing that it begins. */
export type BeaconMood =
  | 'well'
  | 'away'
  | 'silent'
  | 'stalls'
  | 'slow'
  | 'answers 503'
  | 'answers another round'
  | 'signs wrongly'
  /** Where there is one: see `roundWithSecondForm`. */
  | 'signs in a second form'
  | 'answers nonsense'
  | 'answers at length'
  | 'redirects'

export type LocalBeacon = TestChain & {
  url: string
  /** Settings of a server, or of `readSettings`, that uses this beacon. */
  env: { BEACON_URL: string; TEST_BEACON: string; HOST: string }
  newest(): number
  /** What to paste: the whole answer for a round, also of one to come. */
  answerOf(round: number): string
  /** The first round from here on that has a second form, which must be refused. */
  roundWithSecondForm(from?: number): number
  be(mood: BeaconMood): Promise<void>
  /** Shows rounds before their time, as to a server whose clock is behind. */
  moveAhead(seconds: number): void
  /** Paths asked for so far, and the headers of the last. */
  asked(): string[]
  lastHeaders(): Record<string, string | string[] | undefined>
  stop(): Promise<void>
}

/** drand's HTTP API, version 1, for a chain of its own. */
export async function startLocalBeacon(parts?: Partial<BeaconInForce>): Promise<LocalBeacon> {
  const chain = makeTestChain(parts)
  const { beacon, signatureOf } = chain
  const state = { mood: 'well' as BeaconMood, ahead: 0, asked: [] as string[], headers: {} }
  const newest = () => newestOf(beacon, Date.now() / 1000 + state.ahead)
  const answerOf = (round: number) => sayRound(round, signatureOf(round))
  const server = createServer(async (request, response) => {
    state.asked.push(`${request.url}`)
    state.headers = request.headers
    if (state.mood === 'slow') await wait(300)
    const which = new RegExp(`/${beacon.chainHash}/public/(latest|\\d+)$`).exec(`${request.url}`)
    const round = which?.[1] === 'latest' ? newest() : Number(which?.[1])
    if (!which) response.writeHead(404).end('{}')
    else if (round > newest()) response.writeHead(425).end('{"error":"too early"}')
    else answer(response, state.mood, round, chain)
  })
  const { url, listenAgain, close } = await serveLocally(server)
  return {
    ...chain,
    ...{ url, newest, answerOf },
    env: { BEACON_URL: url, TEST_BEACON: JSON.stringify(beacon), HOST: '127.0.0.1' },
    roundWithSecondForm(from = 1) {
      let round = from
      while (!secondFormOf(signatureOf(round))) round += 1
      return round
    },
    async be(mood) {
      if (mood === 'away' && state.mood !== 'away') await close()
      if (mood !== 'away' && state.mood === 'away') await listenAgain()
      state.mood = mood
    },
    moveAhead: seconds => Object.assign(state, { ahead: seconds }),
    asked: () => state.asked,
    lastHeaders: () => state.headers,
    stop: async () => (state.mood === 'away' ? undefined : close()),
  }
}

function newestOf({ genesis, periodSeconds }: BeaconInForce, seconds: number): number {
  return Math.floor((seconds - genesis) / periodSeconds) + 1
}

/** Like drand's answer, with a randomness that nobody may trust. */
function sayRound(round: number, signature: string): string {
  return JSON.stringify({ round, randomness: '0'.repeat(64), signature })
}

function answer(
  response: ServerResponse,
  mood: BeaconMood,
  round: number,
  { signatureOf }: TestChain,
): void {
  const send = (text: string) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  const signature = signatureOf(round)
  const right = sayRound(round, signature)
  if (mood === 'silent') return
  if (mood === 'stalls') response.writeHead(200).write(right.slice(0, 40))
  else if (mood === 'answers 503') response.writeHead(503).end(right)
  else if (mood === 'redirects') response.writeHead(302, { location: '/elsewhere' }).end(right)
  else if (mood === 'answers nonsense') send('<html>hello')
  else if (mood === 'answers at length') send(`${right.slice(0, -1)},"more":"${'x'.repeat(4096)}"}`)
  else if (mood === 'answers another round') send(sayRound(round + 1, signatureOf(round + 1)))
  else if (mood === 'signs wrongly') send(sayRound(round, signatureOf(round + 1)))
  else if (mood === 'signs in a second form') send(sayRound(round, `${secondFormOf(signature)}`))
  else send(right)
}
