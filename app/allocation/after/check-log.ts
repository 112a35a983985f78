import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { Found } from '#app/allocation/document/checks.ts'
import { parseJson, readDrawDocument } from '#app/allocation/document/document.ts'
import { startOfDraw } from './decided.ts'
import { headStep, type LogHead } from './head.ts'
import {
  type AfterLine,
  formatAfterLine,
  formatSeconds,
  headByHand,
  headOfDocument,
  nextHead,
  parseAfterLog,
} from './line.ts'
import { replayInSteps } from './replay.ts'
import { sayReplay } from './say-replay.ts'
import { type After, startByHand } from './standing.ts'

export const LOG_STEPS = ['log', 'logLines', 'logHead'] as const
export type LogStepName = (typeof LOG_STEPS)[number]

export interface LogStep extends Omit<Found, 'holds' | 'changed'> {
  readonly name: LogStepName
  readonly holds: boolean
}

export interface LogToCheck {
  readonly text: string
  /** The document's text, or the event that had no draw. */
  readonly of: { readonly document: string } | { readonly eventId: string }
  /** What a mail said. */
  readonly kept?: LogHead | undefined
  readonly mostLooks?: number | undefined
}

/** What tells one log from another, without the log. */
export interface LogIdentity {
  readonly eventId: string
  readonly n: number
  readonly head: string
}

export interface LogChecked {
  readonly holds: boolean
  readonly steps: readonly LogStep[]
  readonly notReached: readonly LogStepName[]
  /** If everything holds. */
  readonly identity?: LogIdentity
}

/**
 * Yields the part done.
 * @param asked.of has a document of which every step holds
 * @throws {TooMuch}
 */
export function* checkLogInSteps(asked: LogToCheck): Generator<number, LogChecked> {
  const steps: LogStep[] = []
  let identity: LogIdentity | undefined
  try {
    identity = yield* takeSteps(asked, steps)
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    const name = LOG_STEPS[steps.length] as LogStepName
    steps.push({ name, holds: false, finding: error.message })
  }
  const notReached = LOG_STEPS.slice(steps.length)
  const holds = notReached.length === 0 && steps.every(step => step.holds)
  return { holds, steps, notReached, ...(holds && identity ? { identity } : {}) }
}

function* takeSteps(asked: LogToCheck, steps: LogStep[]): Generator<number, LogIdentity> {
  const lines = parseAfterLog(asked.text)
  steps.push({ name: 'log', holds: true, finding: sayLines(lines) })
  const { eventId, after, head } = startOf(asked.of)
  const replayed = yield* replayInSteps(after, lines, asked.mostLooks)
  steps.push({ name: 'logLines', holds: true, finding: sayReplay(replayed) })
  const heads = [head]
  for (const line of lines) heads.push(nextHead(heads.at(-1) as string, formatAfterLine(line)))
  steps.push({ name: 'logHead', ...headStep(heads, asked.kept) })
  return { eventId, n: lines.length, head: heads.at(-1) as string }
}

function startOf(of: LogToCheck['of']): { eventId: string; after: After; head: string } {
  if ('eventId' in of)
    return { eventId: of.eventId, after: startByHand(), head: headByHand(of.eventId) }
  const document = readDrawDocument(parseJson(of.document))
  const head = headOfDocument(of.document)
  return { eventId: document.eventId, after: startOfDraw(document), head }
}

function sayLines(lines: readonly AfterLine[]): string {
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return 'The log is empty: nothing has happened since the decision.'
  if (lines.length === 1) return `One line, of ${formatSeconds(first.at)}.`
  return `${lines.length} lines, from ${formatSeconds(first.at)} to ${formatSeconds(last.at)}.`
}
