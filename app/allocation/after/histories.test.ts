import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deal } from './deal.ts'
import { type AfterKind, type AfterLine, formatAfterLine, parseAfterLog } from './line.ts'
import { applyLine } from './moves.ts'
import { replay } from './replay.ts'
import { type After, type Decided, type PersonAfter, startAfter, willingOf } from './standing.ts'

const HOUR = 3600
const SHRINKING = new Set<AfterKind>(['returned', 'recalled', 'released', 'lowered'])
const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)
const copyOf = (people: After['people']) =>
  new Map([...people].map(([code, each]) => [code, { ...each }]))
const smallest = ({ sizes }: PersonAfter) => sizes.at(-1) ?? 0
const comesBefore = (a: PersonAfter, b: PersonAfter) => a.level - b.level || a.place - b.place

/** An event that only its acts know, one batch each, with everything checked after every step. */
class History {
  readonly lines: AfterLine[] = []
  readonly after: After
  readonly seen = new Set<AfterKind>()
  private now = 1_800_000_000
  private total: number
  private readonly places = new Set<number>()

  constructor(decided: Decided[], free: number) {
    this.after = startAfter(decided, free)
    this.total = free + sum(decided.map(({ holding }) => holding))
    this.close()
  }

  write(kind: AfterKind, about: Partial<AfterLine> = {}): void {
    const n = this.lines.length + 1
    const line = { n, at: this.now, kind, code: '', tickets: 0, sizes: [], until: null, ...about }
    const before = copyOf(this.after.people)
    applyLine(this.after, line)
    this.lines.push(line)
    this.seen.add(kind)
    if (kind === 'added') this.total += line.tickets
    if (kind === 'removed') this.total -= line.tickets
    this.checkLine(before, line)
    this.checkState()
  }

  private checkLine(before: After['people'], { kind, code, tickets }: AfterLine): void {
    for (const [each, was] of before) {
      const is = this.after.people.get(each) as PersonAfter
      const maySink = each === code && SHRINKING.has(kind)
      if (!maySink) expect(is.holding).toBeGreaterThanOrEqual(was.holding)
      if (each !== code) expect(is).toEqual(was)
      expect(is.level).toBeGreaterThanOrEqual(was.level)
      if (is.place !== was.place) {
        expect(['returned', 'recalled', 'released']).toContain(kind)
        expect(this.places.has(is.place)).toBe(false)
      }
      if (kind === 'accepted' && each === code) {
        expect(is.holding).toBe(was.holding + tickets)
        expect(is.isWilling).toBe(tickets === was.offer?.tickets)
      }
    }
    for (const { place } of this.after.people.values()) this.places.add(place)
  }

  private checkState(): void {
    const people = [...this.after.people.values()]
    const held = sum(people.map(({ holding }) => holding))
    const offered = sum(people.map(({ offer }) => offer?.tickets ?? 0))
    expect(held + offered + this.after.free).toBe(this.total)
    expect(this.after.free).toBeGreaterThanOrEqual(0)
    expect(new Set(people.map(({ place }) => place)).size).toBe(people.length)
    for (const { sizes, holding, offer } of people) {
      expect(holding).toBeGreaterThanOrEqual(0)
      if (offer) expect(sizes).toContain(holding + offer.tickets)
    }
  }

  /** Time goes on until an act; offers that end before it are written first. */
  pass(seconds: number): void {
    this.now += seconds
    const ended = [...this.after.people.values()].filter(
      ({ offer }) => offer && offer.until <= this.now,
    )
    for (const { code, offer } of ended)
      this.write('expired', { code, tickets: offer?.tickets as number })
    if (ended.length > 0) this.close()
  }

  act({ kind, who, amount }: Act): void {
    const people = [...this.after.people.values()]
    const person = people[who % people.length] as PersonAfter
    const written = this.lines.length
    ACTS[kind](this, person, amount)
    if (this.lines.length > written) this.close()
  }

  endOffer(kind: 'declined' | 'withdrawn', { code, offer }: PersonAfter): void {
    if (offer) this.write(kind, { code, tickets: offer.tickets })
  }

  shrink(kind: AfterKind, ending: 'declined' | 'withdrawn', person: PersonAfter, amount: number) {
    const { code, holding } = person
    if (holding === 0) return
    this.endOffer(ending, person)
    this.write(kind, { code, tickets: 1 + (amount % holding) })
  }

  get clock(): number {
    return this.now
  }

  /** Ends every act with one dealing, unless it is the last call. */
  close(): void {
    if (this.after.lastCallUntil !== null) return
    const [before, free] = [copyOf(this.after.people), this.after.free]
    for (const { code, tickets } of deal(willingOf(this.after), free))
      this.write('offered', { code, tickets, until: this.now + 2 * HOUR })
    this.checkDealing([...before.values()], free)
  }

  private checkDealing(before: PersonAfter[], free: number): void {
    const wasServed = ({ code, offer }: PersonAfter) =>
      offer === null && Boolean(this.after.people.get(code)?.offer)
    for (const each of before.filter(wasServed)) {
      expect(each.isWilling && !each.hasLeft && !each.wasSkipped && !each.wasSetToNone).toBe(true)
    }
    const waits = (each: PersonAfter) => each.isWilling && !each.wasSetToNone && !each.offer
    const passedOver = before.filter(each => waits(each) && each.holding === 0 && !wasServed(each))
    for (const person of passedOver) {
      const earlier = before.filter(
        each => wasServed(each) && each.holding === 0 && comesBefore(each, person) < 0,
      )
      expect(smallest(person)).toBeGreaterThan(free - sum(earlier.map(smallest)))
    }
  }
}

type Doing = (history: History, person: PersonAfter, amount: number) => void

const accept: Doing = (history, { code, sizes, holding, offer }, amount) => {
  const possible = sizes
    .map(size => size - holding)
    .filter(tickets => tickets > 0 && tickets <= (offer?.tickets ?? 0))
  const tickets = possible[amount % possible.length]
  if (tickets !== undefined) history.write('accepted', { code, tickets })
}

const ACTS = {
  accept,
  acceptAgain: accept,
  decline: (history, person) => history.endOffer('declined', person),
  giveBack: (history, person, amount) => history.shrink('returned', 'declined', person, amount),
  recall: (history, person, amount) => history.shrink('recalled', 'withdrawn', person, amount),
  lower: (history, person, amount) => history.shrink('lowered', 'withdrawn', person, amount),
  release: (history, person) => history.shrink('released', 'withdrawn', person, person.holding - 1),
  give: (history, person, amount) => {
    history.endOffer('withdrawn', person)
    const { free } = history.after
    if (free > 0) history.write('given', { code: person.code, tickets: 1 + (amount % free) })
  },
  add: (history, _, amount) => history.write('added', { tickets: 1 + (amount % 4) }),
  remove: (history, _, amount) => {
    const { free } = history.after
    if (free > 0) history.write('removed', { tickets: 1 + (amount % free) })
  },
  join: (history, _, amount) => {
    const code = `j${history.after.people.size}`
    history.write('joined', { code, sizes: amount % 2 ? [1] : [3, 1] })
  },
  strike: (history, { code, sizes, holding, offer }, amount) => {
    const kept = sizes.filter((_, at) => at !== amount % sizes.length)
    if (!offer && kept.length > 0 && holding < Math.max(...kept))
      history.write('sizes', { code, sizes: kept })
  },
  leave: (history, person) => {
    history.endOffer('declined', person)
    history.write('left', { code: person.code })
  },
  skip: (history, person) => {
    history.endOffer('withdrawn', person)
    history.write('skipped', { code: person.code })
  },
  putBack: (history, { code, isWilling, offer }) => {
    if (!isWilling && !offer) history.write('rejoined', { code })
  },
  shorten: (history, { code, offer }) => {
    const until = history.clock + HOUR
    if (offer && until < offer.until) history.write('shortened', { code, until })
  },
  lastCall: (history, _, amount) => {
    if (amount % 3 > 0) return
    const isOn = history.after.lastCallUntil !== null
    if (isOn) history.write('resumed')
    else history.write('last-call', { until: history.clock + HOUR })
  },
  take: (history, person, amount) => {
    const { after } = history
    const { code, sizes, holding, hasLeft, wasSkipped, wasSetToNone } = person
    if (after.lastCallUntil === null || hasLeft || wasSkipped || wasSetToNone) return
    history.endOffer('declined', person)
    const possible = sizes
      .map(size => size - holding)
      .filter(tickets => tickets > 0 && tickets <= after.free)
    const tickets = possible[amount % possible.length]
    if (tickets !== undefined) history.write('taken', { code, tickets })
  },
} satisfies Record<string, Doing>

type Act = { kind: keyof typeof ACTS; who: number; amount: number }

const act = fc.record({
  kind: fc.constantFrom(...(Object.keys(ACTS) as Act['kind'][])),
  who: fc.nat(20),
  amount: fc.nat(20),
  pause: fc.integer({ min: 0, max: 90 * 60 }),
})

const decided = fc.array(
  fc.record({
    sizes: fc.constantFrom([1], [2], [2, 1], [4, 2, 1], [3], [8, 6, 4], [5, 3, 2, 1]),
    gets: fc.nat(3),
  }),
  { minLength: 1, maxLength: 9 },
)

function decide(people: { sizes: readonly number[]; gets: number }[]): Decided[] {
  return people.map(({ sizes, gets }, at) => {
    const holding = gets < sizes.length ? (sizes[gets] as number) : 0
    return { code: `c${at}`, sizes, holding, wasSetToNone: false }
  })
}

test('what is promised holds after every step of 1,000 random histories, and each log replays', () => {
  const seen = new Set<AfterKind>()
  const acts = fc.array(act, { minLength: 10, maxLength: 40 })
  fc.assert(
    fc.property(decided, fc.nat(6), acts, (people, free, all) => {
      const history = new History(decide(people), free)
      for (const { pause, ...each } of all) {
        history.pass(pause)
        history.act(each)
      }
      const log = history.lines.map(line => `${formatAfterLine(line)}\n`).join('')
      const replayed = replay(startAfter(decide(people), free), parseAfterLog(log))
      expect(replayed.after).toEqual(history.after)
      expect(replayed.longestWait).toBe(0)
      for (const kind of history.seen) seen.add(kind)
    }),
    { numRuns: 1000 },
  )
  expect(seen.size).toBe(21)
})
