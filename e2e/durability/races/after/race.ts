import { sql } from 'drizzle-orm'
import { setJudgingClock } from '#app/models/after/clock.server.ts'
import { NOW } from '#db/clock.ts'
import { willPass } from '#db/lane.ts'
import { Visitor } from '../../../http/visitor.ts'
import { pick, type Random, seededRandom } from '../../random.ts'
import { chooseDeeds, PRESSES } from './choosing.ts'
import { type Deed, type Done, doBeside, press } from './deeds.ts'
import { type Now, readNow } from './reading.ts'
import { type Racer, type Scene, WAVE_HOURS } from './stage.ts'

export const ROUNDS = 12
export const AT_ONCE = 5

export function scenesFor(presses: number): number {
  return Math.ceil(presses / (ROUNDS * PRESSES))
}

export type Stage = {
  /** Where presses go: one address, or those of several servers on one database. */
  urls: string[]
  scenes: Scene[]
  /** Sets the clock of the servers, in seconds ahead; none where it cannot be set. */
  setClock?: ((ahead: number) => void) | undefined
  /** Part of the presses is done in this process, on the same file. */
  isBeside: boolean
}

/** Every scene, some at once. @returns each press with its answer */
export async function raceAll(stage: Stage): Promise<Done[]> {
  const random = seededRandom(18)
  const clock = new Clock(stage.setClock)
  const done: Done[] = []
  for (let first = 0; first < stage.scenes.length; first += AT_ONCE) {
    clock.set((first / AT_ONCE) * WAVE_HOURS * 3600)
    const scenes = stage.scenes.slice(first, first + AT_ONCE)
    for (let round = 0; round < ROUNDS; round += 1) {
      const shown = await Promise.all(scenes.map(scene => prepare(stage, scene, round, random)))
      clock.goOn(shown, round, random)
      const isLast = round === ROUNDS - 1
      const deeds = scenes.flatMap((scene, at) =>
        chooseDeeds(scene, shown[at] as Now, random, { isEnding: isLast && at % 2 === 0 }),
      )
      done.push(...(await Promise.all(deeds.map(deed => carryOut(stage, deed, random)))))
    }
  }
  setJudgingClock()
  return done
}

/** The clock of the servers, and of this process where it judges offers. */
class Clock {
  #ahead = 0
  constructor(readonly setServers: Stage['setClock']) {}

  set(ahead: number): void {
    if (!this.setServers) return
    this.#ahead = Math.round(ahead)
    this.setServers(this.#ahead)
    setJudgingClock(sql`(${NOW} + ${this.#ahead * 1000})`)
  }

  /** Onto the very end of an offer, past it, back by an hour, or a day ahead. */
  goOn(shown: Now[], round: number, random: Random): void {
    const now = Date.now() + this.#ahead * 1000
    const ends = shown.flatMap(({ offers }) => offers.map(({ untilAt }) => untilAt))
    const next = Math.min(...ends.filter(end => end > now))
    if (round === 7) this.set(this.#ahead - 3600)
    else if (round === 10) this.set(this.#ahead + 86_400)
    else if (Number.isFinite(next) && random() < 0.6)
      this.set(this.#ahead + Math.floor((next - now) / 1000) + pick(random, [0, 0, 1]))
  }
}

/** Nothing is raced yet: the event is decided once, and offers what is free. */
async function prepare({ urls }: Stage, scene: Scene, round: number, random: Random): Promise<Now> {
  const { eventId, troupe } = scene
  const owner = as(troupe.organizers[0] as Racer, urls, random)
  const before = await readNow(eventId)
  if (round === 0)
    await owner.post(`/events/${eventId}/finalization`, {
      allocationVersion: before.allocationVersion,
    })
  const decided = round === 0 ? await readNow(eventId) : before
  if (decided.finalizationId === '' || decided.isOffering) return decided
  await owner.post(`/events/${eventId}/line`, { intent: 'offer' })
  return readNow(eventId)
}

async function carryOut({ urls, isBeside }: Stage, deed: Deed, random: Random): Promise<Done> {
  const beside = isBeside && random() < 0.4 ? doBeside(deed) : undefined
  if (!beside) return press(deed, as(deed.by, urls, random))
  try {
    const { refusal } = await beside
    return { ...deed, isBeside: true, status: refusal === undefined ? 303 : 422 }
  } catch (error) {
    if (!willPass(error)) console.log(error)
    return { ...deed, isBeside: true, status: willPass(error) ? 503 : 500 }
  }
}

function as({ cookies }: Racer, urls: string[], random: Random): Visitor {
  const visitor = new Visitor(pick(random, urls))
  const cookie = pick(random, cookies)
  const at = cookie.indexOf('=')
  visitor.cookies.set(cookie.slice(0, at), cookie.slice(at + 1))
  return visitor
}
