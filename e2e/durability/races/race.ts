import { expect } from 'vitest'
import { rowsOf } from '../../http/database.ts'
import type { Page } from '../../http/page.ts'
import type { Site } from '../../http/site.ts'
import { IN_ANOTHER_WINDOW, type Visitor } from '../../http/visitor.ts'
import { type Cast, castPeople, DEVICES, ROUNDS } from './cast.ts'

export type RaceSite = Site<{ cast: Cast; scenes: Record<string, unknown[]> }>

/** A person at one of their devices; each round has its own sessions. */
export type As = (who: keyof Cast, device?: number) => Visitor

export type Race<Scene = never> = {
  name: string
  /** Makes what one round needs, before the server starts. Events have the name of the race. */
  scene(cast: Cast, name: string): Promise<Scene>
  run(as: As, scene: Scene, round: number, site: RaceSite): Promise<Page[]>
  /** Finds one row for each thing that went wrong; `?` is the name of the race. */
  wrong: string
}

export function race<Scene>(definition: Race<Scene>): Race {
  return definition as unknown as Race
}

export async function seedRaces(races: Race[]) {
  const cast = await castPeople()
  const scenes: Record<string, unknown[]> = {}
  for (const { name, scene } of races) {
    const made: unknown[] = []
    while (made.length < ROUNDS) made.push(await scene(cast, name))
    scenes[name] = made
  }
  return { cast, scenes }
}

export async function runRace(site: RaceSite, { name, run, wrong }: Race) {
  const { cast, scenes } = site.seeded
  const inRound =
    (round: number): As =>
    (who, device = 0) =>
      withoutKeys(
        site.as({ ...cast[who], cookie: cast[who].cookies[round * DEVICES + device] ?? '' }),
      )
  const rounds = (scenes[name] ?? []) as never[]
  const answers = await Promise.all(
    rounds.map((scene, round) => run(inRound(round), scene, round, site)),
  )
  return {
    statuses: answers.flat().map(answer => answer.status),
    wrongs: await rowsOf(site.server.database, wrong, wrong.includes('?') ? [name] : []),
  }
}

/** The database must decide races, so the door must not hold anybody up for the same form or a second press. */
function withoutKeys(visitor: Visitor): Visitor {
  const press = visitor.press.bind(visitor)
  visitor.press = (page, options = {}) =>
    press(page, { ...options, fields: { ...options.fields, ...IN_ANOTHER_WINDOW } })
  return visitor
}

/** Somebody was served and somebody refused in words: there was a race, and it ended well. */
export function expectDecided(statuses: number[]): void {
  expect(statuses.filter(status => status === 303)).not.toEqual([])
  expect(statuses.filter(status => status >= 400)).not.toEqual([])
  expect(statuses.filter(status => status >= 500)).toEqual([])
}
