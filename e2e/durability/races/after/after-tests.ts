import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { closeDatabase, databaseAddress, openDatabase } from '#db/client.ts'
import { testSite } from '../../../http/site.ts'
import type { Runtime } from '../../../server.ts'
import { settableClock } from '../../clock.ts'
import type { Done } from './deeds.ts'
import { countLines, findHarms } from './harms.ts'
import { AT_ONCE, raceAll, scenesFor } from './race.ts'
import { seedScenes } from './stage.ts'
import { unguardAfter } from './unguarded-after.ts'

/** `AFTER_PRESSES=10000` for a long race. */
const PRESSES = Number(process.env.AFTER_PRESSES ?? 288)

/** On a file: the server's presses over HTTP, and another process beside it that acts by the models. */
export function afterRaces(runtime: Runtime, { isGuarded }: { isGuarded: boolean }): void {
  describe(`after the decision, on ${runtime}${isGuarded ? '' : ', (control) without guards'}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tickets-after-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    const clock = settableClock(folder)
    const hasClock = typeof clock !== 'string'
    if (!hasClock) console.log(`Without a clock that can be set: ${clock}`)
    const site = testSite({
      runtime,
      preload: 'e2e/durability/races/pauses.mjs',
      env: { SCHEMA_CHECK: 'off', ...(hasClock ? clock.env : {}) },
      seed: () => seedScenes(scenesFor(PRESSES), AT_ONCE),
      prepare: async database => {
        if (!isGuarded) await unguardAfter(database)
      },
    })

    test(`of ${PRESSES} presses nothing is lost or doubled, and the sums are right`, async () => {
      const { server, seeded: scenes } = site()
      await openDatabase(databaseAddress(server.database), { isGuest: true })
      const setClock = hasClock ? clock.set : undefined
      const done = await raceAll({ urls: [server.url], scenes, setClock, isBeside: true })
      await server.stop()
      const ids = scenes.map(({ eventId }) => eventId)
      const harms = await findHarms(ids, done)
      const lines = await countLines(ids)
      closeDatabase()
      if (process.env.AFTER_PRESSES) tell(done, lines, harms)
      if (!isGuarded) return expectHarm(harms)
      expect(harms).toEqual([])
      if (hasClock) expect(lines.expired).toBeGreaterThan(0)
      expect(failuresIn(server.output())).toEqual([])
      expectRaced(done)
    }, 3_600_000)
  })
}

export function tell(done: Done[], lines: Record<string, number>, harms: string[]): void {
  const answers: Record<string, number> = {}
  for (const { kind, status, isBeside } of done) {
    const answer = `${kind} ${status}${isBeside ? ' beside the server' : ''}`
    answers[answer] = (answers[answer] ?? 0) + 1
  }
  console.log(`${done.length} presses`, answers, 'lines', lines, `${harms.length} harms`, harms)
}

/** Each kind was done and refused in words. */
export function expectRaced(done: Done[]): void {
  expect(done.filter(({ status }) => status >= 500 && status !== 503)).toEqual([])
  for (const kind of ['accepted', 'returned', 'changed', 'cancelled']) {
    const answers = done.filter(each => each.kind === kind).map(({ status }) => status)
    expect(answers, kind).toContain(303)
    expect(answers, kind).toContain(422)
  }
}

/** Tickets out of nothing, and lines or offers that two presses wrote. */
function expectHarm(harms: string[]): void {
  for (const kind of [/^sum of/, /^two batches|^offers and lines|leads elsewhere/])
    expect(harms.filter(harm => kind.test(harm))).not.toEqual([])
}

function failuresIn(output: string): string[] {
  return output.split('\n').filter(line => /task failed|request failed/.test(line))
}
