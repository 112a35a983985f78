import { expect } from 'vitest'
import { rowsOf } from '../../http/database.ts'
import type { Page } from '../../http/page.ts'
import type { Site } from '../../http/site.ts'
import type { Visitor } from '../../http/visitor.ts'
import { type Cast, castPeople } from './cast.ts'

/** Rounds of a race, all under way at once, each on an event or a person of its own. */
export const ROUNDS = 5

export type RaceSite = Site<{ cast: Cast; scenes: Record<string, unknown[]> }>

export type Race<Scene = never> = {
  name: string
  /** Makes what one round is about, before the server starts. Events bear the name of the race. */
  scene(cast: Cast, name: string): Promise<Scene>
  /** Opens the pages and presses at once; gives what was answered to those who raced. */
  run(
    as: (who: keyof Cast) => Visitor,
    scene: Scene,
    round: number,
    site: RaceSite,
  ): Promise<Page[]>
  /** A query for what must not be, one row each; `?` is the name of the race. */
  wrong: string
}

/** A race, with its scene's type kept inside. */
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

/** Runs all rounds at once, and asks a second connection what came of it. */
export async function runRace(site: RaceSite, { name, run, wrong }: Race) {
  const { cast, scenes } = site.seeded
  const as = (who: keyof Cast) => site.as(cast[who])
  const rounds = (scenes[name] ?? []) as never[]
  const answers = await Promise.all(rounds.map((scene, round) => run(as, scene, round, site)))
  return {
    statuses: answers.flat().map(answer => answer.status),
    wrongs: await rowsOf(site.server.database, wrong, wrong.includes('?') ? [name] : []),
  }
}

/** Somebody was served and somebody refused, in words and not by a crash: there was a race, and it ended well. */
export function expectDecided(statuses: number[]): void {
  expect(statuses.filter(status => status === 303)).not.toEqual([])
  expect(statuses.filter(status => status >= 400)).not.toEqual([])
  expect(statuses.filter(status => status >= 500)).toEqual([])
}
