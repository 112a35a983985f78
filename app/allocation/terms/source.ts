import { BadInput } from '#app/allocation/document/bad-input.ts'
import { shown } from '#app/allocation/document/quote.ts'
import { LARGEST_NUMBER } from '#app/allocation/roll.ts'

/** Where a public value comes from, as the line `source` of the terms says it. */
export type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'drand'; readonly chainHash: string; readonly round: number }
  | {
      readonly kind: 'numbers'
      /** `YYYY-MM-DDTHH:MM:SSZ`, before which the numbers are not known. */
      readonly notBefore: string
      /** Which draw it is, which of its numbers count, and how many. */
      readonly text: string
    }

/** Code points. */
const LONGEST_TEXT = 200
export const MOST_NUMBERS = 20
const DRAND = /^drand:([0-9a-f]{64}):([1-9][0-9]*)$/
const NUMBERS = /^numbers:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ):(.*)$/su
/** Control characters, and line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}|]/u

/** @throws {BadInput} saying what a source looks like */
export function parseSource(text: string): Source {
  if (text === '-') return { kind: 'none' }
  const [, chainHash, round] = DRAND.exec(text) ?? []
  if (chainHash !== undefined && Number(round) <= LARGEST_NUMBER)
    return { kind: 'drand', chainHash, round: Number(round) }
  const [, notBefore, named] = NUMBERS.exec(text) ?? []
  if (notBefore !== undefined && named !== undefined && isInstant(notBefore) && isText(named))
    return { kind: 'numbers', notBefore, text: named }
  throw new BadInput(
    'source',
    `must be -, drand:CHAIN:ROUND or numbers:INSTANT:TEXT, not ${shown(text)}`,
  )
}

export function formatSource(source: Source): string {
  if (source.kind === 'drand') return `drand:${source.chainHash}:${source.round}`
  return source.kind === 'none' ? '-' : `numbers:${source.notBefore}:${source.text}`
}

/** `2027-02-30T…` has the shape of an instant and is none. */
function isInstant(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString() === text.replace('Z', '.000Z')
}

function isText(text: string): boolean {
  const { length } = [...text]
  return length >= 1 && length <= LONGEST_TEXT && text === text.trim() && !UNPRINTABLE.test(text)
}

/**
 * Whether a text is numbers as they are published: 1 to 20 whole ones of at most 9 digits in ascending order, with one
 * space between and no leading zeros. Equal ones may follow each other.
 */
export function isNumbers(text: string): boolean {
  const words = text.split(' ')
  return (
    words.length <= MOST_NUMBERS &&
    words.every(word => /^(0|[1-9][0-9]{0,8})$/.test(word)) &&
    words.every((word, at) => at === 0 || Number(words[at - 1]) <= Number(word))
  )
}
