import type { AfterKind } from '#app/allocation/after/line.ts'
import { parseSizes } from '#app/values/size.ts'

/** A line of the log, in its sequence. */
export interface LogLine {
  readonly at: number
  readonly kind: AfterKind
  readonly code: string
  readonly tickets: number
  readonly sizes: string
}

export interface Passed {
  readonly at: number
  /** Tickets that were free before this dealing. */
  readonly free: number
  /** What was still free after it. */
  readonly left: number
  /** The least that the person waited for. */
  readonly needed: number
}

interface Mine {
  readonly code: string
  readonly sizes: readonly number[]
  readonly holding: number
}

const LEAVES: ReadonlySet<AfterKind> = new Set([
  ...(['returned', 'recalled', 'released', 'lowered'] as const),
  ...(['left', 'skipped', 'declined', 'expired'] as const),
])

/**
 * When tickets were dealt and somebody who waited was offered none, because what they needed did not fit.
 *
 * @param lines of one log, the first perhaps left out
 * @param free after the last line
 */
export function listPassedOver(lines: readonly LogLine[], mine: Mine, free: number): Passed[] {
  const changes = freeChanges(lines)
  const struck = lines.findLastIndex(({ kind, code }) => kind === 'sizes' && code === mine.code)
  const known = Math.max(changes.lastIndexOf(undefined), struck) + 1
  let now = free - changes.slice(known).reduce<number>((sum, change) => sum + (change ?? 0), 0)
  const me = startOf(lines, mine)
  const passed: Passed[] = []
  for (const [index, line] of lines.entries()) {
    if (line.code === mine.code) me.move(line)
    if (index < known) continue
    now += changes[index] ?? 0
    const endsDealing = line.kind === 'offered' && lines[index + 1]?.kind !== 'offered'
    if (!endsDealing || !me.waits()) continue
    const dealt = offeredBefore(lines, index)
    const needed = me.needs()
    if (now < needed) passed.push({ at: line.at, free: now + dealt, left: now, needed })
  }
  return passed
}

/** What each line adds to what is free; undefined where that depends on an offer before the first line. */
function freeChanges(lines: readonly LogLine[]): (number | undefined)[] {
  const offered = new Map<string, number>()
  return lines.map(({ kind, code, tickets }) => {
    switch (kind) {
      case 'added':
      case 'returned':
      case 'recalled':
      case 'released':
      case 'lowered':
      case 'declined':
      case 'expired':
      case 'withdrawn':
        return tickets
      case 'removed':
      case 'given':
      case 'taken':
        return -tickets
      case 'offered':
        offered.set(code, tickets)
        return -tickets
      case 'accepted': {
        const of = offered.get(code)
        return of === undefined ? undefined : of - tickets
      }
      default:
        return 0
    }
  })
}

function offeredBefore(lines: readonly LogLine[], last: number): number {
  let sum = 0
  for (let index = last; lines[index]?.kind === 'offered'; index -= 1)
    sum += lines[index]?.tickets ?? 0
  return sum
}

/** The person before the first line: what they hold now, without what the lines brought. */
function startOf(lines: readonly LogLine[], mine: Mine) {
  const own = lines.filter(({ code }) => code === mine.code)
  const brought = own.reduce((sum, { kind, tickets }) => sum + gainOf(kind) * tickets, 0)
  const joins = own.findIndex(({ kind }) => kind === 'joined')
  return new Waiter(mine.holding - brought, mine.sizes, joins === -1)
}

function gainOf(kind: AfterKind): number {
  if (kind === 'accepted' || kind === 'taken' || kind === 'given') return 1
  return kind === 'returned' || kind === 'recalled' || kind === 'released' || kind === 'lowered'
    ? -1
    : 0
}

class Waiter {
  private offered = 0

  constructor(
    private holding: number,
    private sizes: readonly number[],
    private isWilling: boolean,
  ) {}

  move({ kind, tickets, sizes }: LogLine): void {
    this.holding += gainOf(kind) * tickets
    if (kind === 'joined' || kind === 'sizes') this.sizes = parseSizes(sizes)
    if (kind === 'joined' || kind === 'rejoined') this.isWilling = true
    if (kind === 'accepted') this.isWilling = tickets === this.offered
    if (LEAVES.has(kind)) this.isWilling = false
    if (kind !== 'shortened') this.offered = kind === 'offered' ? tickets : 0
  }

  waits(): boolean {
    return this.isWilling && this.offered === 0 && this.holding < (this.sizes[0] ?? 0)
  }

  needs(): number {
    return Math.min(...this.sizes.filter(size => size > this.holding)) - this.holding
  }
}
