import { BadInput } from '#app/allocation/document/bad-input.ts'
import { cut } from '#app/allocation/document/quote.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { type Dealt, dealFrom } from './deal.ts'
import { type AfterLine, isOfFinalizing, logPlace } from './line.ts'
import { applyLine } from './moves.ts'
import { Queue } from './queue.ts'
import { type After, isWaiting, type PersonAfter } from './standing.ts'

export interface Replay {
  readonly after: After
  /** The numbers of the `given` lines that were written while something fitted somebody who waited. */
  readonly givenBefore: readonly number[]
  /** The longest time, in seconds, in which something fitted and was not offered. */
  readonly longestWait: number
}

/**
 * Replays a log: the lines before it must allow each line, and each dealing must be what the rule gives at that point.
 * @throws {BadInput} naming the first line that is neither
 */
export function replay(after: After, lines: readonly AfterLine[]): Replay {
  return runToEnd(replayInSteps(after, lines))
}

const LINES_A_STEP = 1000

/**
 * Yields the part done.
 * @param mostLooks at the heaps of those who wait
 * @throws {TooMuch} when they are not enough
 */
export function* replayInSteps(
  after: After,
  lines: readonly AfterLine[],
  mostLooks = Number.POSITIVE_INFINITY,
): Generator<number, Replay> {
  const replaying = new Replaying(after, lines, new Queue(mostLooks))
  for (let index = 0; index < lines.length; index += 1) {
    replaying.take(index)
    if (index % LINES_A_STEP === 0) yield index / lines.length
  }
  const { givenBefore, longestWait } = replaying
  return { after, givenBefore, longestWait }
}

class Replaying {
  readonly givenBefore: number[] = []
  longestWait = 0
  private fittingSince: number | null = null
  private isFinalizing = true

  constructor(
    private readonly after: After,
    private readonly lines: readonly AfterLine[],
    private readonly queue: Queue,
  ) {
    for (const each of after.people.values()) this.place(each)
  }

  take(index: number): void {
    const { after, lines, fittingSince } = this
    const line = lines[index] as AfterLine
    if (fittingSince !== null) this.longestWait = Math.max(this.longestWait, line.at - fittingSince)
    this.isFinalizing &&= isOfFinalizing(line, (lines[0] as AfterLine).at)
    if (line.kind === 'given' && fittingSince !== null && !this.isFinalizing)
      this.givenBefore.push(line.n)
    if (line.kind === 'offered' && lines[index - 1]?.kind !== 'offered') this.checkDealing(index)
    applyLine(after, line)
    const person = after.people.get(line.code)
    if (person) this.place(person)
    // The lines of one dealing are one.
    if (line.kind !== 'offered' || lines[index + 1]?.kind !== 'offered') this.noteFitting(line.at)
  }

  private place(person: PersonAfter): void {
    this.queue.set(person.code, isWaiting(person) ? person : null)
  }

  private noteFitting(at: number): void {
    const { lastCallUntil, free } = this.after
    const fits = lastCallUntil === null && this.queue.first(free) !== undefined
    this.fittingSince = fits ? (this.fittingSince ?? at) : null
  }

  /** Everybody whom the queue has served then gets the offer that was checked, or the log is refused. */
  private checkDealing(start: number): void {
    const { after, lines } = this
    const first = lines[start] as AfterLine
    const due = dealFrom(this.queue, after.free)
    for (const [index, each] of due.entries()) checkOffer(lines[start + index], each, first, index)
    const next = lines[start + due.length]
    if (next?.kind === 'offered') throw wrong(next, undefined)
  }
}

function checkOffer(
  line: AfterLine | undefined,
  due: Dealt,
  first: AfterLine,
  index: number,
): void {
  if (line?.kind !== 'offered')
    throw new BadInput(logPlace(first.n + index), `the rule ${sayDue(due)} too`)
  if (line.code !== due.code || line.tickets !== due.tickets) throw wrong(line, due)
  if (line.at !== first.at) throw new BadInput(logPlace(line.n), 'one dealing has one instant')
}

function wrong({ n, tickets, code }: AfterLine, due: Dealt | undefined): BadInput {
  return new BadInput(logPlace(n), `the rule ${sayDue(due)} here, not ${tickets} to ${cut(code)}`)
}

function sayDue(due: Dealt | undefined): string {
  return due ? `offers ${due.tickets} to ${cut(due.code)}` : 'offers nothing more'
}
