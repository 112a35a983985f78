import { BadInput } from '#app/allocation/document/bad-input.ts'
import { type Dealt, deal, fitsAnybody } from './deal.ts'
import { type AfterLine, logPlace } from './line.ts'
import { applyLine } from './moves.ts'
import { type After, willingOf } from './standing.ts'

export interface Replay {
  readonly after: After
  /** The numbers of the `given` lines that were written while something fitted somebody who waited. */
  readonly givenBefore: readonly number[]
  /** The longest time, in seconds, in which something fitted and was not offered. */
  readonly longestWait: number
}

/**
 * Replays a log: each line must be allowed where it stands, and each dealing must be what the rule gives there.
 * @throws {BadInput} naming the first line that is neither
 */
export function replay(after: After, lines: readonly AfterLine[]): Replay {
  const finalizing = countOfFinalizing(lines)
  const givenBefore: number[] = []
  let fittingSince: number | null = null
  let longestWait = 0
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] as AfterLine
    if (fittingSince !== null) longestWait = Math.max(longestWait, line.at - fittingSince)
    if (line.kind === 'offered') {
      const end = lines.findIndex((each, at) => at >= index && each.kind !== 'offered')
      const dealing = lines.slice(index, end === -1 ? lines.length : end)
      checkDealing(after, dealing)
      for (const each of dealing) applyLine(after, each)
      index += dealing.length
    } else {
      if (line.kind === 'given' && fittingSince !== null && index >= finalizing)
        givenBefore.push(line.n)
      applyLine(after, line)
      index += 1
    }
    const fits = after.lastCallUntil === null && fitsAnybody(willingOf(after), after.free)
    fittingSince = fits ? (fittingSince ?? line.at) : null
  }
  return { after, givenBefore, longestWait }
}

const OF_FINALIZING = new Set(['added', 'removed', 'joined', 'given'])

/** Finalizing itself writes what was decided, and only then deals. */
function countOfFinalizing(lines: readonly AfterLine[]): number {
  const end = lines.findIndex(({ at, kind }) => at !== lines[0]?.at || !OF_FINALIZING.has(kind))
  return end === -1 ? lines.length : end
}

function checkDealing(after: After, dealing: readonly AfterLine[]): void {
  const wanted = deal(willingOf(after), after.free)
  dealing.forEach((line, index) => {
    const due = wanted[index]
    if (line.code !== due?.code || line.tickets !== due.tickets)
      throw new BadInput(
        logPlace(line.n),
        `the rule ${sayDue(due)} here, not ${line.tickets} to ${line.code}`,
      )
    if (line.at !== dealing[0]?.at)
      throw new BadInput(logPlace(line.n), 'one dealing has one instant')
  })
  const missing = wanted[dealing.length]
  if (missing)
    throw new BadInput(
      logPlace((dealing.at(-1) as AfterLine).n + 1),
      `the rule ${sayDue(missing)} too`,
    )
}

function sayDue(due: Dealt | undefined): string {
  return due ? `offers ${due.tickets} to ${due.code}` : 'offers nothing more'
}
