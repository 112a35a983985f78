import { shown } from '#app/allocation/document/quote.ts'
import { MOST_NUMBERS } from '#app/allocation/terms/source.ts'

/** Characters: 20 numbers of 9 digits with room for commas, spaces and zeros. */
const LONGEST = 500

/**
 * Reads published numbers as somebody types them: in any sequence, with spaces, commas or semicolons between, and
 * leading zeros.
 * @returns their one canonical text, or what is wrong, in words for people
 */
export function readNumbers(typed: string): { numbers: string } | { problem: string } {
  const words = typed.split(/[\s,;]+/).filter(word => word !== '')
  if (typed.length > LONGEST || words.length > MOST_NUMBERS)
    return { problem: `Enter at most ${MOST_NUMBERS} numbers.` }
  if (words.length === 0) return { problem: 'Enter the numbers that were published.' }
  const odd = words.find(word => !/^[0-9]+$/.test(word))
  if (odd !== undefined) return { problem: `Enter whole numbers. ${shown(odd)} is not one.` }
  const canonical = words.map(word => word.replace(/^0+(?=.)/, ''))
  const long = canonical.find(word => word.length > 9)
  if (long !== undefined) return { problem: `A number has at most 9 digits. ${long} has more.` }
  return { numbers: canonical.toSorted((a, b) => Number(a) - Number(b)).join(' ') }
}
