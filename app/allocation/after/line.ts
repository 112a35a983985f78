import { BadInput } from '#app/allocation/document/bad-input.ts'
import { cut, shown } from '#app/allocation/document/quote.ts'
import { sha256 } from '#app/allocation/ranking.ts'
import { LARGEST_NUMBER } from '#app/allocation/roll.ts'
import type { SizeList } from '#app/allocation/types.ts'

const TICKETS = '(?<tickets>[1-9][0-9]{0,9})'
const SIZES = '(?<sizes>[1-9][0-9]*(?:,[1-9][0-9]*)*)'
const INSTANT = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'
const CODE = '(?<code>[a-z0-9]+)'
const UNTIL = `(?<until>${INSTANT})`

/** What each kind of line carries: code, tickets, until. */
const FORMS = {
  added: ['-', TICKETS, '-'],
  removed: ['-', TICKETS, '-'],
  joined: [CODE, SIZES, '-'],
  sizes: [CODE, SIZES, '-'],
  left: [CODE, '-', '-'],
  rejoined: [CODE, '-', '-'],
  skipped: [CODE, '-', '-'],
  returned: [CODE, TICKETS, '-'],
  recalled: [CODE, TICKETS, '-'],
  released: [CODE, TICKETS, '-'],
  lowered: [CODE, TICKETS, '-'],
  given: [CODE, TICKETS, '-'],
  offered: [CODE, TICKETS, UNTIL],
  shortened: [CODE, '-', UNTIL],
  accepted: [CODE, TICKETS, '-'],
  declined: [CODE, TICKETS, '-'],
  expired: [CODE, TICKETS, '-'],
  withdrawn: [CODE, TICKETS, '-'],
  taken: [CODE, TICKETS, '-'],
  'last-call': ['-', '-', UNTIL],
  resumed: ['-', '-', '-'],
} as const

export type AfterKind = keyof typeof FORMS

export interface AfterLine {
  /** Counted from 1. */
  readonly n: number
  /** Whole seconds since 1970, UTC. */
  readonly at: number
  readonly kind: AfterKind
  /** '' where the kind has none. */
  readonly code: string
  /** 0 where the kind has none. */
  readonly tickets: number
  /** Of `joined` and `sizes`; strictly descending. */
  readonly sizes: SizeList
  /** Whole seconds since 1970, UTC; null where the kind has none. */
  readonly until: number | null
}

const OF_FINALIZING = new Set<AfterKind>(['added', 'removed', 'joined', 'given'])

/** Finalizing itself writes what was decided, at one instant, and only then deals. */
export function isOfFinalizing({ at, kind }: AfterLine, finalizedAt: number): boolean {
  return at === finalizedAt && OF_FINALIZING.has(kind)
}

/** @returns the line without its line feed */
export function formatAfterLine({ n, at, kind, code, tickets, sizes, until }: AfterLine): string {
  const amount = sizes.length > 0 ? sizes.join(',') : tickets || '-'
  const end = until === null ? '-' : formatSeconds(until)
  return `${n}|${formatSeconds(at)}|${kind}|${code || '-'}|${amount}|${end}`
}

/** @throws {BadInput} naming the line, counted from 1 */
export function parseAfterLog(text: string): AfterLine[] {
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.pop() !== '')
    throw new BadInput(logPlace(lines.length + 1), 'must end with a line feed')
  return lines.map((line, index) => parseLine(line, index + 1))
}

export function logPlace(n: number): string {
  return `log, line ${n}`
}

function parseLine(line: string, n: number): AfterLine {
  const wrong = (problem: string) => new BadInput(logPlace(n), problem)
  const [number, , kind] = line.split('|')
  if (number !== String(n)) throw wrong(`must have the number ${n}, not ${shown(number)}`)
  if (!isAfterKind(kind)) throw wrong(`has the unknown kind ${shown(kind)}`)
  const found = formOf(kind).exec(line)?.groups
  if (!found) throw wrong(`is not a line of the kind ${kind}: ${shown(line)}`)
  const { at = '', code = '', tickets = '0', sizes, until } = found
  return {
    n,
    at: parseSeconds(at, n),
    kind,
    code,
    tickets: parseTickets(tickets, n),
    sizes: sizes ? parseSizes(sizes, n) : [],
    until: until ? parseSeconds(until, n) : null,
  }
}

function isAfterKind(text: string | undefined): text is AfterKind {
  return text !== undefined && Object.hasOwn(FORMS, text)
}

const forms = new Map<AfterKind, RegExp>()

function formOf(kind: AfterKind): RegExp {
  const form =
    forms.get(kind) ??
    new RegExp(`^[0-9]+\\|(?<at>${INSTANT})\\|${[kind, ...FORMS[kind]].join('\\|')}$`)
  forms.set(kind, form)
  return form
}

function parseTickets(text: string, n: number): number {
  const tickets = Number(text)
  if (tickets > LARGEST_NUMBER)
    throw new BadInput(logPlace(n), `must be at most ${LARGEST_NUMBER} tickets, not ${text}`)
  return tickets
}

function parseSizes(text: string, n: number): number[] {
  const sizes = text.split(',').map(size => parseTickets(size, n))
  if (sizes.some((size, at) => at > 0 && size >= (sizes[at - 1] as number)))
    throw new BadInput(logPlace(n), `sizes ${cut(text)} must descend`)
  return sizes
}

/** Only what exists: no 30 February, no second 60. */
function parseSeconds(text: string, n: number): number {
  const at = Date.parse(text) / 1000
  if (!Number.isInteger(at) || formatSeconds(at) !== text)
    throw new BadInput(logPlace(n), `${cut(text)} is no instant`)
  return at
}

/** @param at whole seconds since 1970, UTC */
export function formatSeconds(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z')
}

/** Head 0 of a draw's log, over the exact bytes of its published document. */
export function headOfDocument(document: string): string {
  return sha256(document)
}

/** Head 0 of the log of an event without a draw. */
export function headByHand(eventId: string): string {
  return sha256(`by-hand|${eventId}`)
}

/** @param line without its line feed */
export function nextHead(head: string, line: string): string {
  return sha256(`${head}|${line}`)
}
