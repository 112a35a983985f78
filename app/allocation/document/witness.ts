import { parseRoll } from '#app/allocation/roll.ts'
import { BadInput } from './bad-input.ts'
import type { DrawInput } from './document.ts'
import { cut } from './quote.ts'

/** What somebody kept from a receipt, a mail or a page. */
export interface Witness {
  readonly commitment?: string | undefined
  readonly rollHash?: string | undefined
  readonly termsHash?: string | undefined
  /** Their line of the roll, without its line feed. */
  readonly line?: string | undefined
}

const NAMES: Record<keyof Witness, string> = {
  commitment: 'the commitment',
  rollHash: 'the hash of the roll',
  termsHash: 'the hash of the terms',
  line: 'the line of the roll',
}

/**
 * Says what the document was held against, and what not: by itself it proves nothing but that it fits together.
 * @throws {BadInput} naming the first of the given that does not hold
 */
export function holdAgainst(document: DrawInput, witness: Witness): string {
  const names = Object.keys(NAMES) as (keyof Witness)[]
  const asked = names.filter(name => name !== 'termsHash' || document.version === 2)
  const given = names.filter(name => witness[name])
  for (const name of given) check(document, name, witness[name] as string)
  if (given.length === 0)
    return 'The document is consistent in itself. It was held against nothing from outside, such as a receipt or a mail.'
  const left = asked.filter(name => !given.includes(name))
  const notGiven = left.length > 0 ? ` Not given: ${list(left)}.` : ''
  return `Given from outside, and the same here: ${list(given)}.${notGiven}`
}

function check(document: DrawInput, name: keyof Witness, given: string): void {
  if (name === 'line') {
    if (hasLine(document.roll, given)) return
    throw new BadInput(NAMES.line, `${cut(given)} is not on the roll`)
  }
  const { commitment, rollHash } = document
  const termsHash = document.version === 2 ? document.termsHash : undefined
  const own = { commitment, rollHash, termsHash }[name]
  if (own === given) return
  throw new BadInput(
    NAMES[name],
    `is ${own ?? 'not in a document of version 1'}, not ${cut(given)}`,
  )
}

function hasLine(roll: string, line: string): boolean {
  return `\n${roll}`.includes(`\n${line}\n`) && parseRoll(`${line}\n`).length === 1
}

function list(names: readonly (keyof Witness)[]): string {
  return names.map(name => NAMES[name]).join(', ')
}
