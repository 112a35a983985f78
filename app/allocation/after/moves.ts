import { BadInput } from '#app/allocation/document/bad-input.ts'
import { cut } from '#app/allocation/document/quote.ts'
import { type AfterKind, type AfterLine, isOfFinalizing, logPlace } from './line.ts'
import { type After, type PersonAfter, standingOf } from './standing.ts'

/**
 * Takes one line into account.
 * @throws {BadInput} naming the line, if the lines before it do not allow it
 */
export function applyLine(after: After, line: AfterLine): void {
  if (line.at < after.at) throw new BadInput(logPlace(line.n), 'comes before the line above it')
  if (!isOfFinalizing(line, after.at || line.at)) after.isBeginningByHand = false
  const move = new Move(after, line)
  moves[line.kind](move)
  after.at = line.at
}

const moves: Record<AfterKind, (move: Move) => void> = {
  added: ({ after, line }) => {
    after.free += line.tickets
  },
  removed: move => move.takeFree(),
  joined: join,
  sizes: strikeSizes,
  left: move => {
    move.withoutOffer().isWilling = false
    move.person.hasLeft = true
  },
  rejoined: move => {
    const person = move.withoutOffer()
    person.isWilling = true
    person.hasLeft = false
    person.wasSkipped = false
  },
  skipped: move => {
    move.withoutOffer().isWilling = false
    move.person.wasSkipped = true
  },
  returned: move => move.giveBack({ hasNewPlace: true }),
  recalled: move => move.giveBack({ hasNewPlace: true }),
  released: move => move.giveBack({ hasNewPlace: true }),
  lowered: move => {
    move.giveBack({ hasNewPlace: false })
    move.person.wasSetToNone = move.person.holding === 0
  },
  given: move => {
    if (move.after.isBeginningByHand) move.after.free -= move.line.tickets
    else move.takeFree()
    move.withoutOffer().holding += move.line.tickets
  },
  offered: offer,
  shortened: move => {
    const { until } = move.openOffer()
    const end = move.line.until as number
    move.must(end < until, 'does not shorten the offer')
    move.must(end - move.line.at >= LEAST_SECONDS, 'leaves less than 59 minutes')
    move.person.offer = { ...move.openOffer(), until: end }
  },
  accepted: accept,
  declined: move => move.endOffer(),
  expired: move => {
    move.must(move.line.at >= move.openOffer().until, 'comes before the end of the offer')
    move.endOffer()
  },
  withdrawn: move => {
    const { isWilling } = move.person
    move.endOffer()
    move.person.isWilling = isWilling
  },
  taken: take,
  'last-call': ({ after, line, must }) => {
    must(after.lastCallUntil === null, 'begins a last call in a last call')
    after.lastCallUntil = line.until
  },
  resumed: ({ after, must }) => {
    must(after.lastCallUntil !== null, 'ends a last call that never began')
    after.lastCallUntil = null
  },
}

/** A whole hour of day, which the rounding down to the minute may cut. */
const LEAST_SECONDS = 59 * 60

class Move {
  constructor(
    readonly after: After,
    readonly line: AfterLine,
  ) {}

  must = (holds: boolean, problem: string): void => {
    if (!holds) throw new BadInput(logPlace(this.line.n), `${this.line.kind} ${problem}`)
  }

  get person(): PersonAfter {
    const person = this.after.people.get(this.line.code)
    this.must(person !== undefined, `is about ${cut(this.line.code)}, who is not known`)
    return person as PersonAfter
  }

  withoutOffer(): PersonAfter {
    this.must(this.person.offer === null, 'while an offer is open')
    return this.person
  }

  takeFree(): void {
    this.must(this.line.tickets <= this.after.free, `takes more than the ${this.after.free} free`)
    this.after.free -= this.line.tickets
  }

  giveBack({ hasNewPlace }: { hasNewPlace: boolean }): void {
    const person = this.withoutOffer()
    this.must(this.line.tickets <= person.holding, `takes more than the ${person.holding} held`)
    person.holding -= this.line.tickets
    person.isWilling = false
    this.after.free += this.line.tickets
    if (hasNewPlace) person.place = this.after.nextPlace++
  }

  openOffer(): { tickets: number; until: number } {
    this.must(this.person.offer !== null, 'without an open offer')
    return this.person.offer as { tickets: number; until: number }
  }

  endOffer(): void {
    const { tickets } = this.openOffer()
    this.must(tickets === this.line.tickets, `is about ${tickets} tickets`)
    this.after.free += tickets
    this.person.offer = null
    this.person.isWilling = false
  }
}

function join({ after, line, must }: Move): void {
  must(!after.people.has(line.code), `is about ${cut(line.code)}, who is known already`)
  const decided = { code: line.code, sizes: line.sizes, holding: 0, wasSetToNone: false }
  after.people.set(line.code, standingOf(decided, after.nextPlace++))
}

function strikeSizes(move: Move): void {
  const person = move.withoutOffer()
  const { sizes } = move.line
  const known = new Set(person.sizes)
  move.must(
    sizes.length < known.size && sizes.every(size => known.has(size)),
    'adds a size, or strikes out none',
  )
  person.sizes = sizes
}

function offer(move: Move): void {
  const { after, line, must } = move
  must(after.lastCallUntil === null, 'in the last call')
  must((line.until as number) - line.at >= LEAST_SECONDS, 'leaves less than 59 minutes')
  move.takeFree()
  move.withoutOffer().offer = { tickets: line.tickets, until: line.until as number }
}

function accept(move: Move): void {
  const { person, line, must, after } = move
  const { tickets, until } = move.openOffer()
  must(line.at < until, 'comes at the end of the offer or after it')
  must(line.tickets <= tickets, `takes more than the ${tickets} offered`)
  const reached = person.holding + line.tickets
  must(person.sizes.includes(reached), `comes to ${reached}, which is not listed`)
  person.level +=
    person.sizes.filter(size => size > person.holding && size <= reached).length -
    (person.holding === 0 ? 1 : 0)
  person.holding = reached
  person.isWilling = line.tickets === tickets
  person.offer = null
  after.free += tickets - line.tickets
}

function take(move: Move): void {
  const { line, must, after } = move
  must(after.lastCallUntil !== null, 'outside the last call')
  const person = move.withoutOffer()
  const reached = person.holding + line.tickets
  must(person.sizes.includes(reached), `comes to ${reached}, which is not listed`)
  move.takeFree()
  person.holding = reached
}
