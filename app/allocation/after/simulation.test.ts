import { expect, test } from 'vitest'
import { deal } from './deal.ts'
import type { AfterLine } from './line.ts'
import { applyLine } from './moves.ts'
import { type After, startAfter, willingOf } from './standing.ts'
import { lastCallBegins, type OfferTimes, offerSpan } from './times.ts'

// The model by which the times of offers were chosen: half never answer, the others after 3 hours of day at the median,
// four in five of them accept, and people who come too late press "Put me back" and are quick the next time. The last call
// does not count.
const CASES = 1500
const PEOPLE = 40
const [HOUR, DAY] = [3600, 86_400]
const MEDIAN = 3 * HOUR
const SIGMA = 1.1
const QUICK = 600
const MIDNIGHT = Date.parse('2026-06-20T00:00:00Z') / 1000

/** mulberry32: the same numbers each time. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Of a zone without summer time, by counting. */
function afterHoursOfDay(from: number, seconds: number): number {
  const [begins, ends] = [8 * HOUR, 21 * HOUR]
  let [at, left] = [from, seconds]
  for (;;) {
    const midnight = at - (at % DAY)
    const start = Math.max(at, midnight + begins)
    const room = midnight + ends - start
    if (room >= left) return Math.ceil(start + left)
    left -= Math.max(room, 0)
    at = midnight + DAY
  }
}

class Case {
  readonly after: After
  readonly answers: { at: number; code: string }[] = []
  isUsed = false
  private readonly cameLate = new Set<string>()
  private n = 0

  constructor(
    readonly times: OfferTimes,
    readonly next: () => number,
  ) {
    const person = (at: number) => ({ code: `c${at}`, sizes: [1], holding: 0, wasSetToNone: false })
    const holder = { code: 'holder', sizes: [1], holding: 1, wasSetToNone: false }
    this.after = startAfter([holder, ...Array.from({ length: PEOPLE }, (_, at) => person(at))], 0)
  }

  write(at: number, kind: AfterLine['kind'], about: Partial<AfterLine>): void {
    this.n += 1
    const line = { n: this.n, at, kind, code: '', tickets: 0, sizes: [], until: null, ...about }
    applyLine(this.after, line)
  }

  run(freedAt: number, end: number): boolean {
    this.write(freedAt, 'returned', { code: 'holder', tickets: 1 })
    this.deal(freedAt)
    for (let now = this.nextMoment(); now < end && !this.isUsed; now = this.nextMoment()) {
      this.takeMoment(now)
      if (!this.isUsed) this.deal(now)
    }
    return this.isUsed
  }

  private get open() {
    return [...this.after.people.values()].find(({ offer }) => offer)
  }

  private nextMoment(): number {
    const until = this.open?.offer?.until ?? Number.POSITIVE_INFINITY
    return Math.min(until, ...this.answers.map(({ at }) => at))
  }

  private takeMoment(now: number): void {
    const { open } = this
    if (open?.offer && open.offer.until <= now) {
      this.write(now, 'expired', { code: open.code, tickets: 1 })
      return
    }
    const [answer] = this.answers.toSorted((a, b) => a.at - b.at)
    if (!answer) return
    this.answers.splice(this.answers.indexOf(answer), 1)
    const { code } = answer
    if (open?.code !== code) {
      this.write(now, 'rejoined', { code })
      this.cameLate.add(code)
      return
    }
    this.isUsed = this.next() < 0.8
    this.write(now, this.isUsed ? 'accepted' : 'declined', { code, tickets: 1 })
  }

  private deal(now: number): void {
    const span = offerSpan(now, this.times)
    if (!span) return
    for (const { code, tickets } of deal(willingOf(this.after), this.after.free)) {
      this.write(now, 'offered', { code, tickets, until: span.until })
      this.plan(code, span.begin)
    }
  }

  private plan(code: string, begin: number): void {
    if (this.cameLate.has(code)) this.answers.push({ at: begin + QUICK, code })
    else if (this.next() < 0.5) {
      const [size, angle] = [this.next(), this.next()]
      const normal = Math.sqrt(-2 * Math.log(1 - size)) * Math.cos(2 * Math.PI * angle)
      this.answers.push({ at: afterHoursOfDay(begin, MEDIAN * Math.exp(SIGMA * normal)), code })
    }
  }
}

/** The share of cases in which a ticket freed so many days before the start is accepted before the last call. */
function shareUsed(days: number): number {
  const next = numbersFrom(days)
  let used = 0
  const ends = new Map<number, number>()
  for (let index = 0; index < CASES; index += 1) {
    const startsAt = MIDNIGHT + (17 + (index % 5)) * HOUR
    const times = { startsAt, timeZone: 'UTC', offersEndHours: 3, offerHours: 24 }
    const freedAt = startsAt - days * DAY
    const end = ends.get(startsAt) ?? lastCallBegins(freedAt, times)
    ends.set(startsAt, end)
    if (new Case(times, next).run(freedAt, end)) used += 1
  }
  return used / CASES
}

test.each([
  [3, 0.95],
  [1, 0.7],
])('a ticket freed %i days before the start is used often enough', (days, least) => {
  expect(shareUsed(days)).toBeGreaterThanOrEqual(least)
})
