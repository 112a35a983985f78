import { BadInput } from '#app/allocation/document/bad-input.ts'
import { sha256 } from '#app/allocation/ranking.ts'
import type { Order, Rule, SetByHand } from '#app/allocation/types.ts'

/** All that decides a draw besides its secret, its roll and the public value. */
export interface Terms {
  readonly draw: number
  readonly rule: Rule
  readonly order: Order
  readonly cap: number | null
  readonly capacity: number
  readonly heldBack: number
  /** As `formatSource` says it. */
  readonly source: string
  readonly pins: readonly SetByHand[]
}

/** The lines of the terms in their sequence, `name|value\n` each, `-` for none. */
export function formatTerms({ pins, cap, ...terms }: Terms): string {
  const { draw, rule, order, capacity, heldBack, source } = terms
  const lines: [name: string, value: string | number][] = [
    ['draw', draw],
    ['rule', rule],
    ['order', order],
    ['cap', rule === 'plain' ? (cap ?? '-') : '-'],
    ['capacity', capacity],
    ['heldBack', heldBack],
    ['source', source],
    ['pins', pins.length === 0 ? '-' : sha256(formatPins(pins))],
    // For later versions of the program.
    ['shares', '-'],
    ['parties', '-'],
  ]
  return lines.map(([name, value]) => `${name}|${value}\n`).join('')
}

export function termsHashOf(terms: string): string {
  return sha256(terms)
}

/** `code|amount|sha256(reason)\n` for each pin, sorted by code. */
export function formatPins(pins: readonly SetByHand[]): string {
  return pins
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, amount, reason }) => `${code}|${amount}|${sha256(reason)}\n`)
    .join('')
}

/**
 * Holds the text of terms against what a document says besides.
 * @throws {BadInput} naming the first line that differs, counted from 1
 */
export function checkTerms(text: string, said: Terms): void {
  const expected = formatTerms(said)
  if (text === expected) return
  const [given, right] = [text.split('\n'), expected.split('\n')]
  const at = right.findIndex((line, index) => line !== given[index])
  const [line, wanted] = at === -1 ? [right.length, 'no further line'] : [at, right[at] ?? '']
  throw new BadInput(
    `terms, line ${line + 1}`,
    wanted === '' ? 'must be the last' : `must be ${wanted}, as the document says elsewhere`,
  )
}

/** What stored terms say, but for the pins, of which they hold only a hash. */
export function readTerms(text: string) {
  const values = new Map(text.split('\n').map(line => line.split('|') as [string, string]))
  const value = (name: string) => values.get(name) ?? '-'
  return {
    rule: value('rule') as Rule,
    order: value('order') as Order,
    cap: value('cap') === '-' ? null : Number(value('cap')),
    capacity: Number(value('capacity')),
    heldBack: Number(value('heldBack')),
    publicValueSource: value('source') === '-' ? null : value('source'),
  }
}
