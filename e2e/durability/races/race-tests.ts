import { describe, expect, test } from 'vitest'
import { testSite } from '../../http/site.ts'
import type { Runtime } from '../../server.ts'
import { adminRaces } from './admin-races.ts'
import { allocationRaces } from './allocation-races.ts'
import { askingRaces } from './asking-races.ts'
import { peopleRaces } from './people-races.ts'
import { expectDecided, runRace, seedRaces } from './race.ts'
import { noteMoments, unguard } from './unguarded.ts'

const races = [...allocationRaces, ...askingRaces, ...peopleRaces]

/** All races on one server. Without its guards each race must be lost at least once: otherwise the test cannot fail. */
export function raceTests(runtime: Runtime, { isGuarded }: { isGuarded: boolean }): void {
  describe(`races on ${runtime}${isGuarded ? '' : ', (control) without guards'}`, () => {
    const site = testSite({
      runtime,
      preload: 'e2e/durability/races/pauses.mjs',
      seed: async () => seedRaces(races),
      prepare: async database => {
        if (!isGuarded) await unguard(database)
        await noteMoments(database)
      },
    })

    test.each(races.map(each => [each.name, each] as const))('%s', async (_, each) => {
      const { statuses, wrongs } = await runRace(site(), each)
      if (!isGuarded) return expect(wrongs).not.toEqual([])
      expect(wrongs).toEqual([])
      expectDecided(statuses)
    })

    // These concern all people in the database, so they run last and one after the other.
    test.each(adminRaces)('%s', async (_, run) => {
      const { statuses, wrongs } = await run(site())
      if (!isGuarded) return expect(wrongs).toBeGreaterThan(0)
      expect(wrongs).toBe(0)
      expectDecided(statuses)
    })
  })
}
