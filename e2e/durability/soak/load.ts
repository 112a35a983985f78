import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type Person, signedIn } from '../../http/person.ts'
import type { Cast } from '../cast.ts'
import type { Promises } from '../kills/promises.ts'
import {
  adding,
  asking,
  askingForLink,
  changing,
  deciding,
  drawing,
  saving,
  signingIn,
} from '../kills/steps.ts'
import { pick, type Random } from '../random.ts'
import { type Answered, type Step, TimedVisitor } from './walker.ts'

/** Settings of the server for visitors from many places (steps.ts). */
export const BEHIND_PROXY = { TRUSTED_PROXIES: '1' }

export function mailTo(endpoint: string): Record<string, string> {
  return {
    MAIL_ENABLED: 'true',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SES_ENDPOINT: endpoint,
    ...BEHIND_PROXY,
  }
}

export type LoadOptions = {
  cast: Cast
  url: string
  promises: Promises
  random: Random
  /** Visitors at once. Each member belongs to one of them, so that nobody writes between their page and their press. */
  askers?: number
  /** Milliseconds that each walker rests between two steps; none by default. */
  pause?: number
  onAnswer?: (answered: Answered) => void
}

export type Load = {
  statuses: Map<number, number>
  /** Failures of the visitors themselves while the server was up: pages without their forms. */
  surprises: string[]
  end(): Promise<void>
}

export function startLoad(options: LoadOptions): Load {
  const { cast, promises, random, pause = 0, onAnswer } = options
  const statuses = new Map<number, number>()
  const surprises: string[] = []
  const ending = new AbortController()
  // Every walker at rest listens.
  setMaxListeners(0, ending.signal)

  const walk = async (person: Person | undefined, steps: readonly Step[], rest = pause) => {
    const visitor = new TimedVisitor(options.url)
    if (person) signedIn(visitor, person)
    visitor.onAnswer = answered => {
      statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1)
      onAnswer?.(answered)
    }
    while (!ending.signal.aborted) {
      try {
        await pick(random, steps)({ visitor, promises, random })
      } catch (error) {
        if (isGone(error)) return
        surprises.push(error instanceof Error ? error.message : String(error))
      }
      const jittered = rest * (0.5 + random())
      await wait(jittered, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  const { members, openEventIds, drawn, decided, handed, admin } = cast
  const walks = [
    ...dealt(members, options.askers ?? 6).map(some =>
      walk(undefined, [asking(some, openEventIds)]),
    ),
    ...drawn.map(stage => walk(stage.organizer, [saving(stage), saving(stage), drawing(stage)])),
    ...decided.map(stage => walk(stage.organizer, [saving(stage), deciding(stage)])),
    walk(handed.organizer, [changing(handed)]),
    walk(undefined, [signingIn(cast)]),
    // Asking for a link takes a third of a second however fast the program is.
    walk(undefined, [askingForLink(cast)], Math.max(pause * 5, 200)),
    walk(admin, [adding(admin)], Math.max(pause * 5, 100)),
  ]
  return {
    statuses,
    surprises,
    async end() {
      ending.abort()
      await Promise.all(walks)
    },
  }
}

function dealt<Item>(list: readonly Item[], parts: number): Item[][] {
  return Array.from({ length: parts }, (_, part) => list.filter((_, at) => at % parts === part))
}

/** A connection refused or cut: the server was killed. */
function isGone(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message)
}
