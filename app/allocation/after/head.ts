import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { Found } from '#app/allocation/document/checks.ts'

/** The head of the log at one line, as mails carry it. */
export interface LogHead {
  readonly n: number
  readonly head: string
}

/** "14:9f86…": the number of a line, and 64 hex digits. */
export function parseLogHead(text: string): LogHead | undefined {
  const [, n, head] = /^(0|[1-9][0-9]{0,9}):([0-9a-f]{64})$/.exec(text) ?? []
  return head === undefined ? undefined : { n: Number(n), head }
}

export function formatLogHead({ n, head }: LogHead): string {
  return `${n}:${head}`
}

/**
 * @param heads of a log, from the one before its first line on
 * @throws {BadInput} if the log ends before the line that is kept
 */
export function headStep(
  heads: readonly string[],
  kept: LogHead | undefined,
): Pick<Found, 'finding' | 'hash'> & { holds: boolean } {
  const last = formatLogHead({ n: heads.length - 1, head: heads.at(-1) as string })
  if (!kept)
    return {
      holds: true,
      finding: `The log is consistent in itself. It was held against no check value from an email. Its own is ${last}.`,
    }
  const computed = heads[kept.n]
  if (computed === undefined)
    throw new BadInput(
      'check value',
      `is of line ${kept.n}, but the log ends with line ${heads.length - 1}`,
    )
  const holds = computed === kept.head
  const finding = holds
    ? `The check value of line ${kept.n} is the one that you kept. That of the whole log is ${last}.`
    : `check value: of line ${kept.n} it is not the one that you kept`
  const formula =
    kept.n === 0 ? HEAD_0 : `sha256(check value of line ${kept.n - 1} + "|" + line ${kept.n})`
  return { holds, finding, hash: { formula, computed, given: kept.head } }
}

const HEAD_0 = 'sha256(document), or sha256("by-hand|" + event) without one'
